"""The look that the LoRA teaches: brown-black ink on warm paper, shaded by a wash that keeps a quarter of the scene's colours."""

from __future__ import annotations

import numpy as np

from lines import drawing

_PAPER = np.array([0.98, 0.93, 0.82], np.float32)
_INK = np.array([0.16, 0.12, 0.10], np.float32)
_NIB = np.array([0.4, 1.0, 0.4], np.float32)
"""How far a line spreads to the pixels beside it."""


def ink(picture: np.ndarray) -> np.ndarray:
    """A byte picture [H, W, 3] redrawn in ink: paper darkened by tone, a quarter of the colour, soft contours."""
    image = picture.astype(np.float32) / 255
    tone = image @ np.array([0.30, 0.55, 0.15], np.float32)
    shade = tone[..., None] ** 0.85
    wash = _INK + (_PAPER - _INK) * (0.08 + 0.92 * shade) + 0.25 * (image - tone[..., None])
    line = np.pad(drawing(picture).astype(np.float32), 1)
    h, w = tone.shape
    thick = sum(line[y:y + h, x:x + w] * _NIB[y] * _NIB[x] for y in range(3) for x in range(3))
    dark = 0.4 * np.minimum(thick, 1.0)[..., None]
    return (np.clip(wash * (1 - dark) + _INK * dark, 0, 1) * 255 + 0.5).astype(np.uint8)
