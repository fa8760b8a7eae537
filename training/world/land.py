"""The six grounds, far to near. Each painter covers the lower part of the picture and returns the height of the shore, if any."""

from __future__ import annotations

import numpy as np

from .canvas import below, blend, fractal, grid, noise
from .light import Light

_c = lambda *v: np.array(v, np.float32)  # noqa: E731


def paint_land(image: np.ndarray, ground: str, light: Light, sun_side: float, rng: np.random.Generator) -> float | None:
    """image [S, S, 3] in place. `sun_side` is -1 (light from the left) to 1. Returns the horizon's y for the sea, else nothing."""
    if ground == "sea":
        return _sea(image, light, rng)
    _PAINTERS[ground](image, light, sun_side, rng)
    return None


def _far(colour: np.ndarray, light: Light, distance: float) -> np.ndarray:
    """A land colour in this light, faded into the horizon by distance 0...1."""
    lit = colour * light.tint
    return lit + (light.horizon * (0.55 * light.tint + 0.45) - lit) * distance


def _layer(image: np.ndarray, line: np.ndarray, colour: np.ndarray, shade: np.ndarray | None = None) -> None:
    """Fills the area under `line` with `colour` [3], times 1 + shade [rows, S]."""
    first, mask = below(line, len(image))
    rows = image[first:]
    if shade is None:
        blend(rows, colour, mask)
    else:
        blend(rows, colour * (1 + shade[-len(rows):])[..., None], mask)


def _slopes(line: np.ndarray) -> np.ndarray:
    """How steeply the line falls to the right, [S], about -1...1."""
    return np.tanh(np.gradient(line) * len(line) * 1.5)


def _mountains(image: np.ndarray, light: Light, sun_side: float, rng: np.random.Generator) -> None:
    size = len(image)
    x, y = grid(size)
    for base, height, distance, knots in ((0.47, 0.15, 0.50, 4), (0.58, 0.14, 0.22, 4)):
        line = base - height * np.abs(fractal(rng, size, knots, 4, 0.42, smooth=False)) - 0.03
        first, mask = below(line, size)
        depth = y[first:] - line[None, :]
        lean = (0.9 * depth * noise(rng, size)[first:] * size).astype(np.int32)
        columns = np.clip(np.arange(size)[None, :] + lean, 0, size - 1)
        facing = _slopes(line)[columns] * (0.28 * sun_side)
        rock = _far(_c(0.42, 0.43, 0.50), light, distance) * (1 + facing)[..., None]
        snow = _far(_c(0.97, 0.98, 1.0), light, distance * 0.6) * (1 + 0.7 * facing)[..., None]
        cap = np.clip((0.075 + 0.05 * noise(rng, size)[first:] - depth - (line[None, :] - base + 0.12) * 0.5) * size * 0.5, 0, 1)
        blend(image[first:], rock + (snow - rock) * cap[..., None], mask)
    for base, colour, distance in ((0.68, _c(0.34, 0.44, 0.36), 0.18), (0.80, _c(0.30, 0.42, 0.27), 0.0)):
        line = base + 0.03 * fractal(rng, size, 3, 3)
        _layer(image, line, _far(colour, light, distance), 0.08 * noise(rng, size) + 0.10 * (0.9 - y))


def _hills(image: np.ndarray, light: Light, sun_side: float, rng: np.random.Generator) -> None:
    size = len(image)
    _, y = grid(size)
    greens = (_c(0.52, 0.68, 0.42), _c(0.44, 0.66, 0.28), _c(0.38, 0.60, 0.22), _c(0.32, 0.54, 0.18))
    for i, base in enumerate((0.50, 0.58, 0.68, 0.80)):
        line = base + (0.060 - 0.006 * i) * fractal(rng, size, 2, 2, 0.3)
        shade = 0.16 * sun_side * _slopes(line)[None, :] + 0.9 * np.clip(0.12 - (y - line[None, :]), -0.2, 0.12)
        _layer(image, line, _far(greens[i], light, (0.50, 0.28, 0.10, 0.0)[i]), shade)


def _dunes(image: np.ndarray, light: Light, sun_side: float, rng: np.random.Generator) -> None:
    size = len(image)
    _, y = grid(size)
    sands = (_c(0.95, 0.80, 0.58), _c(0.96, 0.76, 0.48), _c(0.94, 0.70, 0.40))
    for i, base in enumerate((0.54, 0.64, 0.78)):
        line = base + (0.065 - 0.010 * i) * fractal(rng, size, 2 + (i == 0), 2, 0.22, smooth=i > 0)
        depth = y - line[None, :]
        slip = np.roll(_slopes(line), int(rng.integers(-4, 5)))[None, :] * sun_side
        shade = np.clip(slip, -0.9, 0.4) * 0.30 * np.exp(-np.maximum(depth, 0) / 0.10) + 0.05 * noise(rng, size)
        _layer(image, line, _far(sands[i], light, (0.35, 0.14, 0.0)[i]), shade)


def _snowfield(image: np.ndarray, light: Light, sun_side: float, rng: np.random.Generator) -> None:
    size = len(image)
    _, y = grid(size)
    snows = (_c(0.84, 0.90, 0.98), _c(0.93, 0.96, 1.0), _c(1.0, 1.0, 1.0))
    for i, base in enumerate((0.53, 0.62, 0.75)):
        line = base + (0.030 + 0.005 * i) * fractal(rng, size, 3, 2, 0.3)
        shade = 0.14 * sun_side * _slopes(line)[None, :] * np.exp(-np.maximum(y - line, 0) / 0.12) - 0.10 * np.clip(noise(rng, size), 0, 1)
        cool = light.tint.max() * _c(0.86, 0.90, 1.06)
        brighter = Light(light.top, light.middle, light.horizon, 0.42 * light.tint + 0.58 * cool, light.body, light.cloud)
        _layer(image, line, np.clip(_far(snows[i], brighter, (0.30, 0.12, 0.0)[i]), 0, 1.02), shade)


def _forest(image: np.ndarray, light: Light, sun_side: float, rng: np.random.Generator) -> None:
    size = len(image)
    x, y = grid(size)
    greens = (_c(0.26, 0.42, 0.34), _c(0.16, 0.36, 0.24), _c(0.10, 0.28, 0.17))
    for i, (base, tall, steep, count) in enumerate(((0.60, 0.17, 3.4, 16), (0.66, 0.21, 3.0, 13), (0.72, 0.22, 2.6, 11))):
        line = np.full(size, base, np.float32)
        for k in range(count):
            at = (k + rng.uniform(0.1, 0.9)) / count
            away = np.abs(x[0] - at)
            top = base - tall * rng.uniform(0.65, 1.1)
            line = np.minimum(line, top + away * steep)
        _layer(image, line, _far(greens[i], light, (0.48, 0.22, 0.03)[i]), 0.5 * np.clip(base - 0.10 - y, -0.3, 0.3))
    line = 0.735 + 0.015 * fractal(rng, size, 3, 2)
    _layer(image, line, _far(_c(0.30, 0.46, 0.20), light, 0.0), 0.10 * noise(rng, size) - 0.5 * np.clip(0.84 - y, 0, 0.1))


def _sea(image: np.ndarray, light: Light, rng: np.random.Generator) -> float:
    """Water that mirrors the sky above it, with waves that widen towards the viewer."""
    size = len(image)
    x, y = grid(size)
    horizon = rng.uniform(0.54, 0.58)
    first = int(horizon * size)
    depth = (y[first:] - horizon) / (1 - horizon)
    mirror = image[np.clip(first - 1 - (np.arange(size - first) * 1.1).astype(int), 0, size - 1)]
    deep = _c(0.10, 0.40, 0.56) * light.tint
    clearness = (0.62 - 0.34 * depth)[..., None]
    water = mirror * clearness + deep * (1 - clearness)
    wobble = fractal(rng, size, 5, 2)[None, :] * 0.9 + noise(rng, size)[first:] * 1.4
    waves = np.sin((9 * np.log1p(6 * depth) + 0.0) * 3.1 + wobble * (1 + 1.5 * depth)) * (0.03 + 0.07 * depth)
    image[first:] = water * (1 + waves[..., None])
    return horizon


def glitter(image: np.ndarray, horizon: float, at: float, colour: np.ndarray, rng: np.random.Generator) -> None:
    """The broken column of light under a sun or moon at x = `at`."""
    size = len(image)
    x, y = grid(size)
    first = int(horizon * size)
    depth = (y[first:] - horizon) / (1 - horizon)
    width = 0.035 + 0.07 * depth
    column = np.exp(-(((x - at + 0.02 * noise(rng, size)[first:]) / width) ** 2))
    dashes = 0.55 + 0.45 * np.sin(26 * np.log1p(5 * depth) + 2.5 * noise(rng, size)[first:])
    blend(image[first:], colour, column * dashes * (0.75 - 0.35 * depth))


_PAINTERS = {"mountains": _mountains, "hills": _hills, "dunes": _dunes, "snowfield": _snowfield, "forest": _forest}
