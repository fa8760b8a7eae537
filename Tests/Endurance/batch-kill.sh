#!/bin/bash
# Kills a batch of 30 jobs with SIGKILL at random moments, starts it again each time, and checks after every kill that no picture
# is torn, lost or rewritten; at the end, that all are what an undisturbed batch makes, and how many sampler steps were done
# twice. A batch that gets done before the last kill is followed by another one.
#
#   Tests/Endurance/batch-kill.sh PROGRAM [KILLS]      (make batch-kill)
#
# SEED repeats a series of moments; GRAPH, JOBS, STEPS and THREADS choose another batch; KEEP=1 keeps the folders.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
darkroom=$(realpath "${1:?which program?}")
kills=${2:-200} jobs=${JOBS:-30} steps=${STEPS:-20} longest=${LONGEST_MS:-1500}
RANDOM=${SEED:-1}
root=$(mktemp -d /tmp/darkroom-kill.XXXXXX)
child=''
leave() {
    [ -z "$child" ] || kill -9 "$child" 2>/dev/null || true
    [ "${KEEP:-}" ] && echo "kept: $root" || rm -rf "$root"
}
trap leave EXIT
fail() {
    echo "batch-kill: $* (kill $killed of batch $batch)" >&2
    tail -n 5 "$root/log" >&2
    exit 1
}

graph=${GRAPH:-$here/../../graphs/text-to-image.json}
# Two prompts and several seeds: some work is shared.
command=("$darkroom" batch "$graph" --set "5.steps=$steps" --over "2.text=a house at dawn|a house at dusk"
    --over "5.seed=1..$((jobs / 2))" --threads "${THREADS:-1}" --quiet)

# Sampler steps that were completed, over all event logs. Steps that a run finds done by an earlier one are not told again.
steps_in() { cat -- "$@" 2>/dev/null | grep -c '"event":"progressed".*"type":"KSampler".*"step":[1-9]' || true; }
sums() { (cd "$1" && find . -name '*_.png' -not -path './.batch/*' -print0 | sort -z | xargs -0r sha256sum); }
stamps() { (cd "$1" && find . -name '*_.png' -not -path './.batch/*' -printf '%i %s %T@ %p\n' | sort -k4); }

killed=0 batch=0
"${command[@]}" --output "$root/whole" --cache "$root/whole-cache" --events "$root/whole.events" >/dev/null 2>"$root/log" ||
    fail "the undisturbed batch failed"
sums "$root/whole" >"$root/whole.sums"
[ "$(wc -l <"$root/whole.sums")" -eq "$jobs" ] || fail "$(wc -l <"$root/whole.sums") pictures instead of $jobs"
ideal=$(steps_in "$root/whole.events")
echo "an undisturbed batch: $jobs pictures, $ideal sampler steps"

done_twice=0 idle=0
while [ "$killed" -lt "$kills" ]; do
    batch=$((batch + 1)) round=0 finished=''
    output=$root/out-$batch
    : >"$root/stamps"
    mkdir -p "$root/events-$batch"
    start() {
        round=$((round + 1))
        "${command[@]}" --output "$output" --cache "$root/cache-$batch" --events "$root/events-$batch/$round" \
            >/dev/null 2>"$root/log" &
        child=$!
    }
    while [ -z "$finished" ]; do
        start
        if [ "$killed" -lt "$kills" ]; then
            milliseconds=$((RANDOM * 32768 + RANDOM)) milliseconds=$((milliseconds % longest))
            sleep "$((milliseconds / 1000)).$(printf '%03d' $((milliseconds % 1000)))"
            if kill -9 "$child" 2>/dev/null; then killed=$((killed + 1)); fi
        fi
        status=0
        wait "$child" 2>/dev/null || status=$?
        child=''
        case $status in
            0) finished=yes ;;
            137) ;;
            *) fail "status $status after a kill" ;;
        esac
        [ -d "$output" ] || continue
        stamps "$output" >"$root/stamps-now"
        # Whatever was there is there still, the same file with the same bytes.
        [ -z "$(comm -23 <(sort "$root/stamps") <(sort "$root/stamps-now"))" ] || fail "a finished picture was lost or rewritten"
        comm -13 <(sort "$root/stamps") <(sort "$root/stamps-now") | cut -d' ' -f4- | while read -r name; do
            "$darkroom" inspect "$output/$name" >/dev/null 2>&1 || { echo "$name" >"$root/torn"; }
        done
        [ ! -e "$root/torn" ] || fail "torn: $(cat "$root/torn")"
        mv "$root/stamps-now" "$root/stamps"
    done
    sums "$output" | cmp -s - "$root/whole.sums" || fail "not the pictures of the undisturbed batch"
    [ -z "$(find "$output" -name '.darkroom-*')$(find "$output/.batch/work" -mindepth 2)" ] || fail "unfinished files were left"
    done_here=$(steps_in "$root/events-$batch"/*)
    done_twice=$((done_twice + done_here - ideal))
    echo "batch $batch: $round starts, $killed kills so far, $((done_here - ideal)) sampler steps done twice"
    rm -rf "$output" "$root/cache-$batch" "$root/events-$batch"
done
echo "$killed kills: 0 torn, 0 lost, 0 rewritten; $done_twice sampler steps done twice"
[ "$done_twice" -le "$killed" ] || fail "more than one sampler step was done twice for each kill"
