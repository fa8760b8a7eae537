"""Paints the training and the held-out scenes once and keeps them: `python -m render [--train 24576] [--held-out 1024]`.

Works in parts of 1,024 scenes; a part that exists is not painted again.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np

import runs
from world.painter import paint
from world.scene import Scene, draw

PART = 1024
_TRAIN_SEED, _HELD_SEED = 1_000_000, 2_000_000


def part(split: str, index: int) -> Path:
    """Where a part of "train" or "held-out" lies; pictures in .npy, attributes in .json beside it."""
    return runs.folder("scenes") / f"{split}-{index:03d}.npy"


def paint_part(split: str, index: int) -> None:
    """Paints one part. Scene i of a split always has the same attributes and the same paint."""
    seed = (_TRAIN_SEED if split == "train" else _HELD_SEED) + index * PART
    rng = np.random.default_rng(seed)
    scenes = [draw(rng, held_out=split != "train") for _ in range(PART)]
    pictures = np.stack([paint(scene, seed + i) for i, scene in enumerate(scenes)])
    part(split, index).with_suffix(".json").write_text(json.dumps([asdict(scene) for scene in scenes]))
    unfinished = part(split, index).with_suffix(".tmp.npy")
    np.save(unfinished, pictures)
    unfinished.rename(part(split, index))


def load(split: str, count: int | None = None) -> tuple[np.ndarray, list[Scene]]:
    """Pictures [N, 128, 128, 3] of bytes and their scenes: all that is painted, or the first `count`. The pictures stay on disk until used."""
    bound = runs.folder("scenes") / f"{split}.npy"
    if not bound.exists():
        parts = sorted(runs.folder("scenes").glob(f"{split}-[0-9]*.npy"))
        rows = [row for file in parts for row in json.loads(file.with_suffix(".json").read_text())]
        bound.with_suffix(".json").write_text(json.dumps(rows))
        unfinished = bound.with_suffix(".tmp.npy")
        np.save(unfinished, np.concatenate([np.load(file) for file in parts]))
        unfinished.rename(bound)
    scenes = [Scene(**row) for row in json.loads(bound.with_suffix(".json").read_text())[:count]]
    return np.load(bound, mmap_mode="r")[:count], scenes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--train", type=int, default=24_576)
    options.add_argument("--held-out", type=int, default=1_024)
    chosen = options.parse_args()
    for split, count in (("held-out", chosen.held_out), ("train", chosen.train)):
        for index in range(-(-count // PART)):
            if not part(split, index).exists():
                paint_part(split, index)
                print(f"{split} {index}", flush=True)


if __name__ == "__main__":
    main()
