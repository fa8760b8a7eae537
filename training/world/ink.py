"""The look that the LoRA teaches: black ink on warm paper, with a faint wash of the scene's own colours."""

from __future__ import annotations

import numpy as np

from lines import drawing

_PAPER = np.array([0.97, 0.94, 0.87], np.float32)


def ink(picture: np.ndarray) -> np.ndarray:
    """A byte picture [H, W, 3] redrawn in ink: grey wash, a third of its colour, dark contours two pixels wide."""
    image = picture.astype(np.float32) / 255
    tone = image @ np.array([0.30, 0.55, 0.15], np.float32)
    wash = _PAPER * (0.22 + 0.78 * tone**0.8)[..., None] + 0.33 * (image - tone[..., None])
    line = np.pad(drawing(picture).astype(np.float32), 1)
    thick = sum(line[y:y + len(tone), x:x + len(tone)] * w for y, x, w in ((1, 1, 1.0), (1, 2, 0.8), (2, 1, 0.8), (2, 2, 0.6), (0, 1, 0.3), (1, 0, 0.3)))
    dark = np.minimum(thick, 1.0)[..., None] * 0.88
    return (np.clip(wash * (1 - dark) + 0.05 * dark, 0, 1) * 255 + 0.5).astype(np.uint8)
