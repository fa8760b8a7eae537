#!/bin/bash
# The time of a run that finds everything in the cache, and that it opens no weights.
#
#   Tests/Endurance/cache-rerun.sh PROGRAM [GRAPH] [OPTIONS]      (make cache-rerun)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
darkroom=$(realpath "${1:?which program?}")
graph=${2:-$here/../../graphs/text-to-image.json}
shift $(($# < 2 ? $# : 2))
root=$(mktemp -d /tmp/darkroom-rerun.XXXXXX)
trap 'rm -rf "$root"' EXIT

command=("$darkroom" run "$graph" --cache "$root/cache" --output "$root/out" --quiet "$@")
picture=$("${command[@]}")
[ "$("${command[@]}")" = "$picture" ] || { echo "cache-rerun: another picture was made" >&2; exit 1; }

times=()
for _ in $(seq 20); do
    start=$(date +%s%N)
    "${command[@]}" >/dev/null
    times+=($((($(date +%s%N) - start) / 10000)))
done
sorted=($(printf '%s\n' "${times[@]}" | sort -n))
printf 'cache-rerun: best %d.%02d ms, median %d.%02d ms of 20\n' \
    $((sorted[0] / 100)) $((sorted[0] % 100)) $((sorted[10] / 100)) $((sorted[10] % 100))

if command -v strace >/dev/null; then
    strace -f -e trace=open,openat -o "$root/trace" "${command[@]}" >/dev/null
    if grep -E '\.(safetensors|gguf|ckpt|pth|sft)"' "$root/trace" | grep -v "$root/cache"; then
        echo "cache-rerun: weights were opened" >&2
        exit 1
    fi
    echo "cache-rerun: $(grep -c 'O_RDONLY' "$root/trace") files were opened, no weights among them"
fi
