#!/bin/bash
# Runs every graph of graphs/ with a fresh cache, and then makes everything anew and compares it with the cache bit for bit.
#
#   Tests/Endurance/cache-check.sh PROGRAM [GRAPH...]      (make cache-check)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
darkroom=$(realpath "${1:?which program?}")
shift
root=$(mktemp -d /tmp/darkroom-check.XXXXXX)
trap 'rm -rf "$root"' EXIT
graphs=("$@")
[ $# -gt 0 ] || graphs=("$here"/../../graphs/*.json)
input=$here/../../graphs/input
[ -d "$input" ] || input=$root

status=0
for graph in "${graphs[@]}"; do
    options=(--cache "$root/cache" --output "$root/out" --input "$input" --quiet)
    # Few steps: what is to be shown is that the same comes out, not that it is beautiful.
    steps=()
    if grep -q '"KSampler"' "$graph" && [ "$(grep -c '"KSampler"' "$graph")" -eq 1 ]; then steps=(--set KSampler.steps=4); fi
    "$darkroom" run "$graph" "${options[@]}" "${steps[@]}" >/dev/null
    told=$("$darkroom" run "$graph" "${options[@]}" "${steps[@]}" --check-cache 2>&1 >/dev/null) || status=1
    echo "$(basename "$graph"): $(tail -1 <<<"$told")"
done
exit $status
