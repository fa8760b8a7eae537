#!/bin/sh
# Measures the starter models: prints every figure of docs/starter-models.md. Needs what the trainers left in
# $DARKROOM_TRAINING (README.md beside this file); installs its Python packages beside the build if they are missing.
# Any arguments go to report.py, such as the parts to measure: vae prompts lines ink 2x writer.
set -eu
cd "$(dirname "$0")"

python=${PYTHON:-../.venv-training/bin/python}
if [ ! -x "$python" ]; then
    python3 -m venv ../.venv-training
    ../.venv-training/bin/pip install --quiet -r requirements.txt
fi
exec "$python" -m report "$@"
