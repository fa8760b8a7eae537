"""Colours of the hours: sky gradient, light that falls on the land, and the colour into which distance fades."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Light:
    """Linear mixes are made on display values: this is painting, not photometry. All colours are [3] in 0...1."""

    top: np.ndarray
    middle: np.ndarray
    horizon: np.ndarray
    tint: np.ndarray
    """Multiplies the land's own colours."""
    body: np.ndarray
    """The disc of the sun or the moon."""
    cloud: np.ndarray


def _colour(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


_HOURS = {
    "dawn": ((0.50, 0.60, 0.84), (0.86, 0.74, 0.86), (1.00, 0.82, 0.76), (0.84, 0.78, 0.90), (1.00, 0.97, 0.86), (1.0, 0.88, 0.90)),
    "noon": ((0.18, 0.46, 0.86), (0.45, 0.70, 0.95), (0.80, 0.92, 0.98), (1.00, 1.00, 0.96), (1.00, 0.95, 0.55), (1.0, 1.0, 1.0)),
    "sunset": ((0.30, 0.16, 0.42), (0.86, 0.34, 0.26), (1.00, 0.70, 0.22), (0.90, 0.60, 0.44), (1.00, 0.93, 0.62), (0.62, 0.24, 0.36)),
    "night": ((0.02, 0.03, 0.13), (0.05, 0.09, 0.25), (0.12, 0.20, 0.40), (0.33, 0.40, 0.62), (0.96, 0.96, 0.88), (0.34, 0.42, 0.60)),
}


def light_of(time: str, rng: np.random.Generator) -> Light:
    """The light of an hour with a small chance shift, so that no two dawns are alike."""
    shift = rng.normal(0, 0.018, (6, 3)).astype(np.float32)
    rows = [np.clip(_colour(*row) + shift[i], 0, 1) for i, row in enumerate(_HOURS[time])]
    return Light(*rows)


def overcast(light: Light, time: str) -> Light:
    """The same hour under rain: greyer and darker, still telling the hour."""
    grey = lambda c, k: c * (1 - k) + k * (c.mean() * _colour(0.84, 0.90, 1.0))  # noqa: E731
    dim = 0.80 if time != "night" else 0.95
    return Light(*(grey(c, 0.32) * dim for c in (light.top, light.middle, light.horizon, light.tint)), light.body, grey(light.cloud, 0.5) * dim)
