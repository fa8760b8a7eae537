#!/bin/bash
# After the array: makes what it left undone (nothing, as a rule), and sums up the whole.
exec "${DARKROOM:-darkroom}" batch "$@" --threads "${SLURM_CPUS_PER_TASK:-1}" --contact-sheet
