"""The sky: gradient, glow, sun or moon, stars, clouds."""

from __future__ import annotations

import numpy as np

from .canvas import blend, grid, noise
from .light import Light
from .scene import Scene

PLACE_X = {"left": 0.19, "centre": 0.5, "right": 0.81}


def paint_sky(image: np.ndarray, scene: Scene, light: Light, rng: np.random.Generator) -> tuple[float, float] | None:
    """Paints the whole of image [S, S, 3] with sky. Returns where the sun or moon stands, if there is one."""
    size = len(image)
    x, y = grid(size)
    t = np.clip(y / 0.62, 0, 1)
    low = np.clip(t * 2 - 1, 0, 1)[..., None]
    high = np.clip(t * 2, 0, 1)[..., None]
    image[:] = (light.top * (1 - high) + light.middle * high) * (1 - low) + light.horizon * low
    if scene.stars:
        _stars(image, rng)
    where = None
    if scene.body != "none":
        where = (PLACE_X[scene.body_place] + rng.uniform(-0.03, 0.03), rng.uniform(0.14, 0.21))
        _body(image, scene, light, where, rng)
    if scene.clouds_place != "none":
        _clouds(image, scene, light, rng)
    return where


def _stars(image: np.ndarray, rng: np.random.Generator) -> None:
    """A dozen soft stars, well apart, in the upper sky."""
    size = len(image)
    x, y = grid(size)
    columns = rng.permutation(8)
    for i in range(16):
        cx = (columns[i % 8] + rng.uniform(0.2, 0.8)) / 8
        cy = 0.03 + 0.40 * ((i * 5 % 16) / 16) + rng.uniform(0, 0.03)
        radius = rng.uniform(0.008, 0.0125)
        y0, y1 = max(int((cy - 0.05) * size), 0), int((cy + 0.05) * size)
        x0, x1 = max(int((cx - 0.05) * size), 0), min(int((cx + 0.05) * size), size)
        d2 = (x[:, x0:x1] - cx) ** 2 + (y[y0:y1] - cy) ** 2
        blend(image[y0:y1, x0:x1], np.array([1, 0.98, 0.9], np.float32), np.exp(-d2 / (2 * radius**2)) * 0.95)


def _body(image: np.ndarray, scene: Scene, light: Light, where: tuple[float, float], rng: np.random.Generator) -> None:
    size = len(image)
    x, y = grid(size)
    cx, cy = where
    distance = np.sqrt((x - cx) ** 2 + (y - cy) ** 2)
    if scene.body == "sun":
        radius = rng.uniform(0.088, 0.102)
        blend(image, light.body, 0.55 * np.exp(-np.maximum(distance - radius, 0) / 0.10))
        blend(image, light.body, np.clip((radius - distance) * size + 0.5, 0, 1))
        return
    radius = rng.uniform(0.092, 0.105)
    pale = light.body if scene.time == "night" else np.array([0.97, 0.97, 1.0], np.float32)
    if scene.time == "night":
        blend(image, pale, 0.25 * np.exp(-np.maximum(distance - radius, 0) / 0.07))
    disc = np.clip((radius - distance) * size + 0.5, 0, 1)
    side = 0.55 * radius if rng.random() < 0.5 else -0.55 * radius
    bite = np.sqrt((x - cx - side) ** 2 + (y - cy + 0.25 * radius) ** 2)
    blend(image, pale, disc * np.clip((bite - 0.85 * radius) * size + 0.5, 0, 1))


def _clouds(image: np.ndarray, scene: Scene, light: Light, rng: np.random.Generator) -> None:
    """A bank of round-topped, flat-bottomed cloud, lit from above."""
    size = len(image)
    x, y = grid(size)
    cx = PLACE_X[scene.clouds_place] + rng.uniform(-0.03, 0.03)
    base = rng.uniform(0.22, 0.30)
    shape = np.full((size, size), -1.0, np.float32)
    for i in range(5):
        ox = (i - 2) * 0.055 + rng.uniform(-0.012, 0.012)
        r = (0.085 - 0.016 * abs(i - 2)) * rng.uniform(0.85, 1.15)
        shape = np.maximum(shape, r - np.sqrt((x - cx - ox) ** 2 + (y - base + r * 0.55) ** 2))
    shape = shape + 0.006 * noise(rng, size)
    mask = np.clip(shape * size * 0.7 + 0.5, 0, 1) * np.clip((base - y) * size * 0.35 + 0.5, 0, 1)
    shade = np.clip((base - y) / 0.12, 0, 1)[..., None]
    colour = light.cloud * (0.82 + 0.18 * shade) + (light.horizon - light.cloud) * 0.25 * (1 - shade)
    blend(image, colour, mask * 0.95)
