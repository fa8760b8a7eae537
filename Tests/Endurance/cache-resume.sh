#!/bin/bash
# Kills a run with SIGKILL at several sampler steps, and checks that the same command goes on there: each step is taken once,
# and the picture is that of an undisturbed run.
#
#   Tests/Endurance/cache-resume.sh PROGRAM      (make cache-resume)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
darkroom=$(realpath "${1:?which program?}")
graph=${GRAPH:-$here/../../graphs/text-to-image.json}
steps=${STEPS:-20}
root=$(mktemp -d /tmp/darkroom-resume.XXXXXX)
trap 'rm -rf "$root"' EXIT
fail() {
    echo "cache-resume: $*" >&2
    exit 1
}

# FOLDER EVENTS: what to run; it replaces the shell that it is called in, so that this can be killed.
run() {
    exec "$darkroom" run "$graph" --set "KSampler.steps=$steps" --cache "$1/cache" --output "$1/out" --events "$2" --quiet
}
taken() { grep -c '"event":"progressed".*"type":"KSampler".*"step":[1-9]' "$1" || true; }

(run "$root/whole" "$root/whole.events") >/dev/null
whole=$(sha256sum <"$root"/whole/out/*.png)
[ "$(taken "$root/whole.events")" -eq "$steps" ] || fail "an undisturbed run told of $(taken "$root/whole.events") steps"

tries=0
for cut in 1 $((steps / 2)) $((steps - 3)) $((steps - 1)); do
    while true; do
        folder=$root/$cut-$tries
        mkdir -p "$folder"
        : >"$folder/first"
        (run "$folder" "$folder/first") >/dev/null &
        child=$!
        while [ "$(taken "$folder/first")" -lt "$cut" ] && kill -0 "$child" 2>/dev/null; do :; done
        kill -9 "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true
        first=$(taken "$folder/first")
        [ -z "$(ls "$folder/out" 2>/dev/null)" ] && [ "$first" -lt "$steps" ] && break
        # It was done before it could be killed.
        tries=$((tries + 1))
        [ "$tries" -lt 50 ] || fail "the runs are too quick to be killed; give more STEPS"
    done
    (run "$folder" "$folder/second") >/dev/null
    second=$(taken "$folder/second")
    [ "$(sha256sum <"$folder"/out/*.png)" = "$whole" ] || fail "killed after step $first: another picture"
    # A step can be killed after it was kept and before it was told, or the other way round.
    twice=$((first + second - steps))
    [ "$twice" -le 1 ] && [ "$twice" -ge -1 ] || fail "killed after step $first: $second more steps were taken"
    echo "killed after step $first of $steps: $second more steps, the same picture"
done
echo "cache-resume: at most one step was taken twice for each kill"
