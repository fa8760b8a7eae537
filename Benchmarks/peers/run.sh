#!/bin/sh
# Installs the peers beside the build if they are missing (stable-diffusion.cpp is compiled, which takes some minutes), then
# measures Darkroom and them in turns. Any arguments go to bench.py.
set -eu
cd "$(dirname "$0")/../.."

python=${PYTHON:-.venv-peers/bin/python}
if [ ! -x "$python" ]; then
    python3 -m venv .venv-peers
    .venv-peers/bin/pip install --quiet -r Benchmarks/peers/requirements.txt
fi
exec "$python" Benchmarks/peers/bench.py --darkroom .build/release/darkroom "$@"
