#!/bin/sh
# Installs PyTorch (CPU) and diffusers beside the build if they are missing, then measures Darkroom and PyTorch in turns.
# Any arguments go to bench.py.
set -eu
cd "$(dirname "$0")/../.."

python=${PYTHON:-.venv-peers/bin/python}
if [ ! -x "$python" ]; then
    python3 -m venv .venv-peers
    .venv-peers/bin/pip install --quiet torch diffusers transformers safetensors numpy
fi
exec "$python" Benchmarks/peers/bench.py --darkroom .build/release/darkroom "$@"
