"""Puts pictures on one sheet: `python -m contact_sheet OUT.png [--count 64] [--seed 0]` shows freshly painted scenes."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from PIL import Image


def sheet(pictures: list[np.ndarray], columns: int, gap: int = 4) -> Image.Image:
    """Pictures [h, w, 3] of bytes, all of one size, row by row on white."""
    h, w, _ = pictures[0].shape
    rows = -(-len(pictures) // columns)
    page = np.full((rows * (h + gap) + gap, columns * (w + gap) + gap, 3), 255, np.uint8)
    for i, picture in enumerate(pictures):
        y, x = gap + i // columns * (h + gap), gap + i % columns * (w + gap)
        page[y:y + h, x:x + w] = picture
    return Image.fromarray(page)


def main() -> None:
    from world.painter import paint
    from world.scene import draw

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("out", type=Path)
    options.add_argument("--count", type=int, default=64)
    options.add_argument("--seed", type=int, default=0)
    chosen = options.parse_args()
    rng = np.random.default_rng(chosen.seed)
    sheet([paint(draw(rng), chosen.seed * 100_000 + i) for i in range(chosen.count)], 8).save(chosen.out)


if __name__ == "__main__":
    main()
