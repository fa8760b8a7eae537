"""Line drawings of pictures: where brightness or colour changes sharply, thin and white on black. Also the score of a match."""

from __future__ import annotations

import numpy as np

_LOW, _HIGH = 0.05, 0.12


def _blur(image: np.ndarray) -> np.ndarray:
    """[H, W, C] by the binomial 1-4-6-4-1 both ways."""
    for axis in (0, 1):
        width = [(2, 2) if a == axis else (0, 0) for a in range(3)]
        p = np.pad(image, width, mode="edge")
        cut = lambda k: p[k:k + image.shape[0]] if axis == 0 else p[:, k:k + image.shape[1]]  # noqa: E731, B023
        image = (cut(0) + 4 * cut(1) + 6 * cut(2) + 4 * cut(3) + cut(4)) / 16
    return image


def drawing(picture: np.ndarray) -> np.ndarray:
    """Lines [H, W] of True and False of a byte picture [H, W, 3]: gradient ridges over a low bar that touch one over a high bar."""
    smooth = _blur(picture.astype(np.float32) / 255)
    p = np.pad(smooth, ((1, 1), (1, 1), (0, 0)), mode="edge")
    dx, dy = (p[1:-1, 2:] - p[1:-1, :-2]), (p[2:, 1:-1] - p[:-2, 1:-1])
    strongest = (dx**2 + dy**2).argmax(2)[..., None]
    gx, gy = np.take_along_axis(dx, strongest, 2)[..., 0], np.take_along_axis(dy, strongest, 2)[..., 0]
    size = np.hypot(gx, gy)
    around = np.pad(size, 1)
    level = np.abs(gx) >= np.abs(gy)
    before = np.where(level, around[1:-1, :-2], around[:-2, 1:-1])
    after = np.where(level, around[1:-1, 2:], around[2:, 1:-1])
    ridge = (size >= before) & (size > after) & (size > _LOW)
    lines = ridge & (size > _HIGH)
    for _ in range(12):
        grown = ridge & _near(lines, 1)
        if (grown == lines).all():
            break
        lines = grown
    return lines


def _near(lines: np.ndarray, reach: int) -> np.ndarray:
    """Whether a line lies within `reach` pixels (a square), [H, W]."""
    p = np.pad(lines, reach)
    h, w = lines.shape
    near = np.zeros_like(lines)
    for y in range(2 * reach + 1):
        for x in range(2 * reach + 1):
            near |= p[y:y + h, x:x + w]
    return near


def match(made: np.ndarray, wanted: np.ndarray, reach: int = 2) -> float:
    """F1 of line pixels [H, W] where `reach` pixels off still counts; 1 if both are empty."""
    if not made.any() and not wanted.any():
        return 1.0
    precision = (made & _near(wanted, reach)).sum() / max(made.sum(), 1)
    recall = (wanted & _near(made, reach)).sum() / max(wanted.sum(), 1)
    return float(2 * precision * recall / max(precision + recall, 1e-9))
