"""A float picture with the few operations that every layer needs: soft masks, fractal lines, pasted patches."""

from __future__ import annotations

from functools import lru_cache

import numpy as np


@lru_cache(maxsize=4)
def grid(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixel centres in picture units: x [1, S] and y [S, 1] in 0...1."""
    axis = (np.arange(size, dtype=np.float32) + 0.5) / size
    return axis[None, :], axis[:, None]


def fractal(rng: np.random.Generator, size: int, knots: int, octaves: int, roughness: float = 0.5, smooth: bool = True) -> np.ndarray:
    """A fractal line [S] of about unit height around 0: octaves of interpolated noise, round (`smooth`) or with corners."""
    x = (np.arange(size, dtype=np.float32) + 0.5) / size
    line = np.zeros(size, np.float32)
    amplitude = 1.0
    for octave in range(octaves):
        count = knots * 2**octave
        values = rng.uniform(-1, 1, count + 2)
        position = x * count + rng.random()
        cell = position.astype(np.int32)
        within = position - cell
        if smooth:
            within = within * within * (3 - 2 * within)
        line += amplitude * (values[cell] * (1 - within) + values[cell + 1] * within)
        amplitude *= roughness
    return line


@lru_cache(maxsize=8)
def cloudy_bank(size: int, count: int = 24) -> np.ndarray:
    """Smooth 2-D noise [N, S, S] in -1...1, made once: layers take a random one, rolled and flipped."""
    rng = np.random.default_rng(11)
    bank = np.zeros((count, size, size), np.float32)
    for i in range(count):
        for knots, amplitude in ((4, 1.0), (9, 0.5), (18, 0.25)):
            values = rng.uniform(-1, 1, (knots, knots))
            spectrum = np.zeros((size, size // 2 + 1), complex)
            half = knots // 2
            small = np.fft.rfft2(values)
            spectrum[: half + 1, : small.shape[1]] = small[: half + 1]
            if half > 1:
                spectrum[-(half - 1):, : small.shape[1]] = small[-(half - 1):]
            field = np.fft.irfft2(spectrum, (size, size)) * (size / knots) ** 2
            bank[i] += amplitude * field.astype(np.float32)
        bank[i] /= np.abs(bank[i]).max()
    return bank


def noise(rng: np.random.Generator, size: int) -> np.ndarray:
    """A smooth noise field [S, S] in -1...1 from the bank."""
    bank = cloudy_bank(size)
    field = bank[rng.integers(len(bank))]
    dy, dx = rng.integers(size), rng.integers(size)
    field = np.roll(field, (dy, dx), (0, 1))
    return field[:, ::-1] if rng.random() < 0.5 else field


def blend(image: np.ndarray, colour: np.ndarray, mask: np.ndarray) -> None:
    """image [h, S, 3] += mask [h, S] * (colour - image), in place; colour is [3], [h, 1, 3] or [h, S, 3]."""
    image += (colour - image) * mask[..., None]


def below(line: np.ndarray, size: int, softness: float = 1.0) -> tuple[int, np.ndarray]:
    """The area under a line [S] of heights: first row that it touches, and its soft mask [S - row, S]."""
    _, y = grid(size)
    first = int(np.clip(line.min() * size - 2, 0, size - 1))
    return first, np.clip((y[first:] - line[None, :]) * (size / softness) + 0.5, 0, 1)


def halve(image: np.ndarray) -> np.ndarray:
    """[2h, 2w, 3] to [h, w, 3] by means of four."""
    return 0.25 * (image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2])
