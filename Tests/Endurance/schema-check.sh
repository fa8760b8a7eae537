#!/bin/sh
# Installs the validator beside the build if it is missing, then runs schema-check.py: arguments go to it.
set -eu
cd "$(dirname "$0")/../.."

python=${PYTHON:-.venv-schema/bin/python}
if [ ! -x "$python" ]; then
    python3 -m venv .venv-schema
    .venv-schema/bin/pip install --quiet jsonschema==4.25.1
fi
exec "$python" Tests/Endurance/schema-check.py "$@"
