"""Fog that thickens with distance, and rain in soft slanting streaks."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .canvas import blend, grid, noise
from .light import Light


def far_fog(image: np.ndarray, light: Light, rng: np.random.Generator) -> None:
    """The fog behind the foreground: a bank around the horizon, thinner above and near."""
    _, y = grid(len(image))
    veil = np.where(y < 0.56, np.exp(-(((y - 0.56) / 0.26) ** 2)), np.exp(-(((y - 0.56) / 0.24) ** 2)))
    amount = np.clip((0.15 + 0.50 * veil) * (1 + 0.14 * noise(rng, len(image))), 0, 0.93)
    blend(image, _fog_colour(light), amount)


def near_fog(image: np.ndarray, light: Light, rng: np.random.Generator) -> None:
    """A thin veil over everything, the foreground included."""
    blend(image, _fog_colour(light), 0.14 + 0.05 * noise(rng, len(image)))


def _fog_colour(light: Light) -> np.ndarray:
    pale = 0.55 * light.horizon + 0.45 * light.tint
    return pale + (pale.mean() - pale) * 0.55


def rain(image: np.ndarray, light: Light, rng: np.random.Generator) -> None:
    """Soft streaks over the whole picture."""
    size = len(image)
    bank = _streaks(size)
    streaks = np.roll(bank[rng.integers(len(bank))], (rng.integers(size), rng.integers(size)), (0, 1))
    blend(image, 0.55 + 0.45 * light.horizon, streaks * 0.34)


@lru_cache(maxsize=4)
def _streaks(size: int) -> np.ndarray:
    """[8, S, S] of rain that wraps around, made once."""
    rng = np.random.default_rng(5)
    bank = np.zeros((8, size, size), np.float32)
    for sheet in bank:
        for _ in range(34):
            cx, cy, length = rng.integers(size), rng.integers(size), int(size * rng.uniform(0.10, 0.16))
            for step in range(length):
                fade = np.sin(np.pi * (step + 0.5) / length)
                row = (cy + step) % size
                at = cx - 0.28 * step
                for column in range(int(at) - size // 64 - 1, int(at) + size // 64 + 2):
                    value = fade * np.exp(-(((column - at) / (size / 105)) ** 2))
                    sheet[row, column % size] = max(sheet[row, column % size], value)
    return bank
