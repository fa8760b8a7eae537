"""The look that the LoRA teaches: black ink on warm paper, with a light wash of the scene's own colours."""

from __future__ import annotations

import numpy as np

from lines import drawing

_PAPER = np.array([0.98, 0.95, 0.86], np.float32)
_NIB = ((0, 1, 0.4), (1, 0, 0.4), (1, 1, 1.0), (1, 2, 0.9), (2, 1, 0.9), (2, 2, 0.7))
"""How dark a line makes the pixels around it: row, column (1, 1 is the line itself), share of ink."""


def ink(picture: np.ndarray) -> np.ndarray:
    """A byte picture [H, W, 3] redrawn in ink: paper that a wash darkens a little, more than half of the colour, contours two pixels wide."""
    image = picture.astype(np.float32) / 255
    tone = image @ np.array([0.30, 0.55, 0.15], np.float32)
    wash = _PAPER * (0.38 + 0.62 * tone**0.75)[..., None] + 0.6 * (image - tone[..., None])
    # Contours are looked for in a brightened picture as well, or nights would have few.
    contours = drawing(picture) | drawing((255 * image**0.6).astype(np.uint8))
    line = np.pad(contours.astype(np.float32), 1)
    h, w = tone.shape
    thick = sum(line[y:y + h, x:x + w] * share for y, x, share in _NIB)
    dark = np.minimum(thick, 1.0)[..., None] * 0.9
    return (np.clip(wash * (1 - dark) + 0.05 * dark, 0, 1) * 255 + 0.5).astype(np.uint8)
