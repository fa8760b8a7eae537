#!/bin/bash
#SBATCH --job-name=darkroom
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=darkroom-%A_%a.log

# One task of a Slurm job array does one shard of a batch:
#
#   sbatch --array=1-8 --cpus-per-task=4 darkroom-array.sh GRAPH [options of darkroom batch]
#
# DARKROOM names the program. DARKROOM_SHARDS is the number of shards, if it is not the size of the array: to run shard 3 of 8
# again by hand, submit with --array=3 and DARKROOM_SHARDS=8.
set -u

if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
    echo "This is a task of a job array. Submit it: sbatch --array=1-8 $0 GRAPH --over 3.seed=1..64" >&2
    exit 2
fi
shards=${DARKROOM_SHARDS:-$SLURM_ARRAY_TASK_COUNT}
shard=$SLURM_ARRAY_TASK_ID/$shards
threads=${SLURM_CPUS_PER_TASK:-1}

# What Slurm gives, in MiB, where it counts memory at all.
memory=${SLURM_MEM_PER_NODE:-$((${SLURM_MEM_PER_CPU:-0} * threads))}
limit=()
[ "$memory" -eq 0 ] || limit=(--memory "${memory}M")

"${DARKROOM:-darkroom}" batch "$@" --shard "$shard" --threads "$threads" "${limit[@]}" &
child=$!
# Slurm asks the script to end (scancel, time is up): so does the program then, and keeps what it has.
asked=''
trap 'asked=yes; kill -TERM "$child" 2>/dev/null' TERM INT
wait "$child"
status=$?
# A signal that is trapped ends the wait, not the child.
while kill -0 "$child" 2>/dev/null; do
    wait "$child"
    status=$?
done

# Killed, and nobody asked for it: back into the queue, from where it goes on where it stopped. A shard that is killed again and
# again has a cause that somebody should look at.
if [ "$status" -gt 128 ] && [ -z "$asked" ] && [ "${SLURM_RESTART_COUNT:-0}" -lt "${DARKROOM_RESTARTS:-10}" ]; then
    echo "shard $shard was killed; it goes back into the queue" >&2
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
fi
exit "$status"
