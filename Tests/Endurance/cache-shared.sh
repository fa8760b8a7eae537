#!/bin/bash
# Several processes run graphs with changing inputs on one small cache for a while, and every picture is compared with that of a
# run without any cache. The cache is so small that entries are evicted all the time.
#
#   Tests/Endurance/cache-shared.sh PROGRAM [SECONDS] [PROCESSES]      (make cache-shared)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
darkroom=$(realpath "${1:?which program?}")
seconds=${2:-300} processes=${3:-4}
graph=${GRAPH:-$here/../../graphs/text-to-image.json}
root=$(mktemp -d /tmp/darkroom-shared.XXXXXX)
trap 'rm -rf "$root"' EXIT

run() { # OUTPUT SEED STEPS [OPTIONS]
    local output=$1 seed=$2 steps=$3
    shift 3
    "$darkroom" run "$graph" --set "KSampler.seed=$seed" --set "KSampler.steps=$steps" --output "$output" --quiet \
        --threads 1 "$@" >/dev/null
}

# The truth: six pictures without a cache.
for seed in 1 2 3; do
    for steps in 2 4; do
        run "$root/true" "$seed" "$steps" --no-cache
        file=$(ls "$root"/true/*.png)
        sha256sum <"$file" >"$root/$seed-$steps.sum"
        rm "$file"
    done
done

work() { # NUMBER
    RANDOM=$1
    local count=0 end=$((SECONDS + seconds)) seed steps
    while [ "$SECONDS" -lt "$end" ]; do
        seed=$((RANDOM % 3 + 1)) steps=$((RANDOM % 2 * 2 + 2))
        rm -rf "$root/out-$1"
        run "$root/out-$1" "$seed" "$steps" --cache "$root/cache" --cache-size 1200K 2>>"$root/errors-$1" ||
            echo "process $1: status $?" >>"$root/wrong"
        sha256sum <"$(ls "$root/out-$1"/*.png)" | cmp -s - "$root/$seed-$steps.sum" ||
            echo "process $1: another picture for seed $seed, $steps steps" >>"$root/wrong"
        # Now and then something is damaged, cut off or removed.
        local victim
        victim=$(find "$root/cache/results" -name '*.safetensors' 2>/dev/null | shuf -n 1 || true)
        case $((RANDOM % 8)) in
            0) [ -z "$victim" ] || printf 'X' | dd of="$victim" bs=1 seek=$((RANDOM % 60000)) conv=notrunc 2>/dev/null || true ;;
            1) [ -z "$victim" ] || rm -f "$victim" ;;
            2) "$darkroom" cache gc --cache "$root/cache" --to 500K >/dev/null 2>&1 || true ;;
        esac
        count=$((count + 1))
    done
    echo "$count" >"$root/count-$1"
}

children=()
for number in $(seq "$processes"); do
    work "$number" &
    children+=($!)
done
for child in "${children[@]}"; do wait "$child" || echo "a process ended with status $?" >>"$root/wrong"; done

cat "$root"/errors-* 2>/dev/null | head -5 >&2
if [ -e "$root/wrong" ] || [ -n "$(cat "$root"/errors-*)" ]; then
    cat "$root/wrong" >&2
    exit 1
fi
runs=$(cat "$root"/count-* | paste -sd+ | bc)
"$darkroom" cache status --cache "$root/cache" | head -1
echo "cache-shared: $runs runs of $processes processes in $seconds s, no error and no wrong picture"
