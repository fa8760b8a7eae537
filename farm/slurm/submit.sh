#!/bin/bash
# Runs a batch on a Slurm cluster: so many shards side by side, then one job that sees to what is missing and sums up.
#
#   submit.sh SHARDS GRAPH [options of darkroom batch]      e.g. submit.sh 8 portrait.json --over 3.seed=1..64
#
# SBATCH_OPTIONS holds further options of sbatch, such as "--cpus-per-task=4 --time=2:00:00"; DARKROOM names the program.
set -eu

[ $# -ge 2 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
shards=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
darkroom=${DARKROOM:-darkroom}

# What is wrong with any job is told now, and not by every task.
"$darkroom" batch "$@" --dry-run >/dev/null

# shellcheck disable=SC2086 -- several options
array=$(sbatch --parsable --array="1-$shards" ${SBATCH_OPTIONS:-} "$here/darkroom-array.sh" "$@")
# Without a shard, the batch makes what the array left undone (none, as a rule), and writes batch.json for the whole.
# shellcheck disable=SC2086
finish=$(sbatch --parsable --dependency="afterany:$array" --requeue --open-mode=append --job-name=darkroom-finish \
    --output=darkroom-%j.log ${SBATCH_OPTIONS:-} "$here/darkroom-finish.sh" "$@")
echo "$array $finish"
