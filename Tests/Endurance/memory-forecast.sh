#!/bin/bash
# What `plan` says that graphs take against the peak of their runs: a table; fails where a job of more than 256 MiB is off by a tenth.
#
#   Tests/Endurance/memory-forecast.sh PROGRAM GRAPH… [-- OPTIONS]      (make memory-forecast GRAPHS=… OPTIONS=…)
set -euo pipefail

exec python3 - "$@" <<'PYTHON'
import json
import os
import pathlib
import subprocess
import sys
import tempfile

program, arguments = sys.argv[1], sys.argv[2:]
cut = arguments.index("--") if "--" in arguments else len(arguments)
graphs, options = arguments[:cut], arguments[cut + 1:]
MiB = 1 << 20


def forecast(graph):
    plan = subprocess.run([program, "plan", graph, "--json", "--no-cache", *options], capture_output=True, text=True)
    if plan.returncode:
        return None
    return json.loads(plan.stdout).get("memory")


def peak(graph, folder):
    run = subprocess.Popen(
        [program, "run", graph, "--quiet", "--no-cache", "--output", folder, *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    return None if run.returncode else usage.ru_maxrss * 1024


print("| graph | said, MiB | found, MiB | off |\n| --- | --- | --- | --- |")
failures = 0
for graph in graphs:
    said = forecast(graph)
    if said is None:
        continue
    with tempfile.TemporaryDirectory() as folder:
        found = peak(graph, folder)
    if found is None:
        print(f"memory-forecast: {graph} did not run", file=sys.stderr)
        failures += 1
        continue
    off = said["bytes"] / found - 1
    # Small jobs are a matter of the program itself.
    bad = found > 256 * MiB and abs(off) > 0.1
    failures += bad
    print(f"| {pathlib.Path(graph).stem} ({said['node']}) | {said['bytes'] / MiB:.0f} | {found / MiB:.0f} "
          f"| {off:+.1%}{' !' if bad else ''} |", flush=True)
sys.exit(f"memory-forecast: {failures} of {len(graphs)} graphs are off or did not run" if failures else 0)
PYTHON
