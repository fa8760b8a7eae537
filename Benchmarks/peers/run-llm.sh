#!/bin/sh
# Installs llama.cpp beside the build if it is missing (it is compiled for this processor, which takes some minutes), then
# measures Darkroom and it in turns. Any arguments go to bench_llm.py.
set -eu
cd "$(dirname "$0")/../.."

python=${PYTHON:-.venv-llm/bin/python}
if [ ! -x "$python" ]; then
    python3 -m venv .venv-llm
    .venv-llm/bin/pip install --quiet numpy gguf llama-cpp-python==0.3.36
fi
exec "$python" Benchmarks/peers/bench_llm.py "$@"
