#!/bin/bash
# A farm on one machine: a real slurmctld and slurmd on the loopback, an array of 8 tasks over 64 jobs, two of them killed on
# the way, and 64 right pictures in the end, each made once. Nothing outside a temporary folder is changed.
#
#   farm/slurm/test.sh PROGRAM      (make farm-test)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
darkroom=$(realpath "${1:?which program?}")
jobs=64 tasks=8 steps=${STEPS:-12}

if ! command -v slurmctld >/dev/null || ! command -v munged >/dev/null; then
    as_root=''
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurmctld slurmd slurm-client munge
fi

root=$(mktemp -d /tmp/darkroom-farm.XXXXXX)
pids=()
leave() {
    for ((index = ${#pids[@]} - 1; index >= 0; index--)); do
        kill "${pids[$index]}" 2>/dev/null && wait "${pids[$index]}" 2>/dev/null || true
    done
    if [ "${KEEP:-}" ]; then echo "kept: $root"; else rm -rf "$root"; fi
}
trap leave EXIT
fail() {
    echo "farm test: $*" >&2
    tail -n 20 "$root"/*.log "$root"/work/*.log >&2 2>/dev/null || true
    exit 1
}

## One controller and one node that has as many processors as there are tasks, whatever the machine has.
user=$(id -un)
mkdir -p "$root"/{munge,state,spool,work,input}
chmod 700 "$root/munge"
head -c 1024 /dev/urandom >"$root/munge/key"
chmod 600 "$root/munge/key"
cat >"$root/slurm.conf" <<CONF
ClusterName=farm
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${PORT:-16817}
SlurmdPort=$((${PORT:-16817} + 1))
SlurmUser=$user
SlurmdUser=$user
AuthType=auth/munge
AuthInfo=socket=$root/munge/socket
CredType=cred/munge
StateSaveLocation=$root/state
SlurmdSpoolDir=$root/spool
SlurmctldPidFile=$root/slurmctld.pid
SlurmdPidFile=$root/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/builtin
SlurmdParameters=config_overrides
ReturnToService=2
KillWait=5
BatchStartTimeout=1
NodeName=localhost NodeAddr=127.0.0.1 CPUs=$tasks State=UNKNOWN
PartitionName=farm Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$root/slurm.conf

munged --foreground --force --key-file="$root/munge/key" --socket="$root/munge/socket" --pid-file="$root/munge/pid" \
    --seed-file="$root/munge/seed" --log-file="$root/munged.log" >"$root/munged-start.log" 2>&1 &
pids+=($!)
for _ in $(seq 50); do [ -S "$root/munge/socket" ] && break; sleep 0.1; done
slurmctld -D >"$root/slurmctld.log" 2>&1 &
pids+=($!)
daemon=''
start_daemon() {
    slurmd -D -N localhost >>"$root/slurmd.log" 2>&1 &
    daemon=$!
    pids+=("$daemon")
}
start_daemon
for _ in $(seq 100); do
    [ "$(sinfo -h -o %T 2>/dev/null)" = idle ] && break
    sleep 0.2
done
[ "$(sinfo -h -o %T)" = idle ] || fail "the node did not come up"
echo "a controller and a node are up ($(sinfo --version))"

## What the pictures should be: the same batch in one process.
batch=("$here/../../graphs/text-to-image.json" --over "5.seed=1..$jobs" --set "5.steps=$steps" --input "$root/input")
"$darkroom" batch "${batch[@]}" --output "$root/alone" --no-cache --quiet >/dev/null
sums() { (cd "$1" && sha256sum -- *_.png | sort -k2); }
[ "$(sums "$root/alone" | wc -l)" -eq $jobs ] || fail "the batch alone did not make $jobs pictures"
echo "$jobs pictures made by one process"

## The array, with an output folder and a cache that its tasks share.
cd "$root/work"
export DARKROOM=$darkroom
read -r array finish < <("$here/submit.sh" $tasks "${batch[@]}" --cache "$root/cache" --output "$root/farm")
echo "array $array of $tasks tasks, then job $finish"

# The program of a task, once it has made a picture and is at work on another.
process_of() {
    local shard=$1 made pid
    for _ in $(seq 1200); do
        made=$(grep -c '"event":"made"' "$root/farm/batch.$shard-of-$tasks.jsonl" 2>/dev/null || true)
        if [ "${made:-0}" -ge 1 ] && [ "$made" -lt $((jobs / tasks)) ]; then
            for pid in /proc/[0-9]*; do
                [ "$(readlink "$pid/exe" 2>/dev/null)" = "$darkroom" ] || continue
                case $(tr '\0' ' ' <"$pid/cmdline" 2>/dev/null) in
                    *" $root/farm --shard $shard/$tasks "*) echo "${pid#/proc/}" && return ;;
                esac
            done
        fi
        sleep 0.05
    done
    fail "task $shard was never at work"
}
parent_of() { awk '{ print $4 }' "/proc/$1/stat"; }

# One program is killed where it stands, as the kernel does when memory runs out; its task goes back into the queue.
victim=$(process_of 3)
kill -9 "$victim"
before=$(cd "$root/farm" && stat -c '%i %Y %n' -- *_.png)
echo "killed the program of task 3 (process $victim) with $(wc -l <<<"$before") pictures made"

# The node dies with another task on it: the program, the script, Slurm's process above them and its daemon, all at once. When
# the daemon is back, the controller sees that the task is gone, and puts it back into the queue.
program=$(process_of 6)
script=$(parent_of "$program")
step=$(parent_of "$script")
case $(tr '\0' ' ' <"/proc/$step/cmdline") in
    *slurmstepd*) ;;
    *) fail "process $step is not Slurm's" ;;
esac
kill -9 "$daemon" "$step" "$script" "$program"
{ wait "$daemon" || true; } 2>/dev/null
echo "killed the node's daemon and all processes of task 6 ($daemon, $step, $script, $program)"
# A machine takes a while to come back; a task that has only just begun would not count as missing.
sleep 15
start_daemon

for _ in $(seq 1200); do
    waiting=$(squeue -h -j "$array,$finish" -o '%i %r' 2>/dev/null || true)
    [ -n "$waiting" ] || break
    # Slurm lets a task that comes back wait for two minutes; the test does not.
    awk '$2 == "(BeginTime)" || $2 == "BeginTime" { print $1 }' <<<"$waiting" | while read -r task; do
        scontrol update "JobId=$task" StartTime=now 2>/dev/null || true
    done
    sleep 0.5
done
[ -z "$(squeue -h -j "$array,$finish" 2>/dev/null)" ] || fail "the jobs did not end: $(squeue)"

## The bill.
grep -q "goes back into the queue" "$root/work/"darkroom-*_3.log || fail "task 3 was not put back into the queue"
for task in 3 6; do
    starts=$(grep -c '"event":"opened"' "$root/farm/batch.$task-of-$tasks.jsonl")
    [ "$starts" -eq 2 ] || fail "task $task was started $starts times"
done
[ "$(sums "$root/farm")" = "$(sums "$root/alone")" ] || fail "the pictures are not those that one process makes"
made=$(cat "$root"/farm/batch*.jsonl | grep '"event":"made"' | grep -o '"id":"[0-9a-f]*"' | sort)
[ "$(wc -l <<<"$made")" -eq $jobs ] || fail "$(wc -l <<<"$made") pictures were made instead of $jobs"
[ "$(uniq -d <<<"$made" | wc -l)" -eq 0 ] || fail "a picture was made twice"
while read -r line; do
    grep -qxF "$line" <<<"$(cd "$root/farm" && stat -c '%i %Y %n' -- *_.png)" || fail "a finished picture was rewritten: $line"
done <<<"$before"
[ -z "$(find "$root/farm" -name '*.tmp')" ] || fail "temporary files were left"
[ -f "$root/farm/contact-sheet.png" ] && [ -f "$root/farm/batch.json" ] || fail "nobody summed up"
echo "$jobs right pictures, each made once:"
for journal in "$root"/farm/batch*.jsonl; do
    echo "  $(basename "$journal"): $(grep -c '"event":"opened"' "$journal") start(s), $(grep -c '"event":"made"' "$journal") made"
done
