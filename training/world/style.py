"""The two manners: flat (clean areas) and painterly (broad smooth strokes that follow a swirl)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .canvas import cloudy_bank


def painterly(image: np.ndarray, rng: np.random.Generator, looseness: float = 1.0) -> np.ndarray:
    """image [S, S, 3] as if laid down with a broad brush: each stroke carries the colour of the place where it began.

    `looseness` 1 lets shapes run a stroke's length; less keeps them together.
    """
    size = len(image)
    rows, columns, tone = _brushwork(size)
    k = rng.integers(len(rows))
    y = np.clip(np.arange(size)[:, None] + (rows[k] * looseness).astype(np.int16), 0, size - 1)
    x = np.clip(np.arange(size)[None, :] + (columns[k] * looseness).astype(np.int16), 0, size - 1)
    touch = 1 + (tone[k][..., None] - 1) * looseness
    return image[y, x] * touch + (touch - 1) * 0.25


@lru_cache(maxsize=4)
def _brushwork(size: int, count: int = 24) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For `count` sheets [N, S, S]: row and column offsets of the colour that each pixel takes, and a tone per stroke."""
    rng = np.random.default_rng(7)
    swirl = cloudy_bank(size)
    axis = np.arange(size)
    rows = np.zeros((count, size, size), np.int16)
    columns = np.zeros((count, size, size), np.int16)
    tone = np.ones((count, size, size), np.float32)
    for n in range(count):
        angle = 0.3 + 1.3 * swirl[n % len(swirl)]
        for _ in range(360):
            cy, cx = rng.integers(size), rng.integers(size)
            a = angle[cy, cx]
            reach, width = size * rng.uniform(0.07, 0.12), size * rng.uniform(0.020, 0.034)
            r = int(reach) + 1
            yy, xx = axis[max(cy - r, 0):cy + r], axis[max(cx - r, 0):cx + r]
            dy, dx = yy[:, None] - cy, xx[None, :] - cx
            along, across = dx * np.cos(a) + dy * np.sin(a), dy * np.cos(a) - dx * np.sin(a)
            inside = (along / reach) ** 2 + (across / width) ** 2 < 1
            view = np.ix_(yy, xx)
            rows[n][view] = np.where(inside, -(across * 0.5 * np.cos(a) + along * 0.2 * np.sin(a)), rows[n][view])
            columns[n][view] = np.where(inside, -(along * 0.2 * np.cos(a) - across * 0.5 * np.sin(a)), columns[n][view])
            stroke = 1 + rng.normal(0, 0.024) + 0.022 * across / width
            tone[n][view] = np.where(inside, stroke, tone[n][view])
    return rows, columns, tone
