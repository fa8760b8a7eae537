"""Paints a scene: sky, land, weather, the thing in front, manner; at twice the size, then reduced."""

from __future__ import annotations

import numpy as np

from .canvas import halve
from .land import glitter, paint_land
from .light import light_of, overcast
from .scene import Scene
from .sky import PLACE_X, paint_sky
from .style import painterly
from .things import paint_thing
from .weather import far_fog, near_fog, rain


def paint(scene: Scene, seed: int, size: int = 128) -> np.ndarray:
    """The picture [size, size, 3] of bytes. The same scene, seed and size give the same bytes."""
    return to_bytes(halve(paint_large(scene, seed, 2 * size)))


def paint_large(scene: Scene, seed: int, size: int) -> np.ndarray:
    """The picture as floats [size, size, 3] in 0...1, before it is reduced."""
    rng = np.random.default_rng(seed)
    image = np.zeros((size, size, 3), np.float32)
    light = light_of(scene.time, rng)
    if scene.weather == "rain":
        light = overcast(light, scene.time)
    where = paint_sky(image, scene, light, rng)
    sun_side = float(np.sign(0.5 - PLACE_X.get(scene.body_place, rng.random()))) or 1.0
    horizon = paint_land(image, scene.ground, light, sun_side, rng)
    if horizon is not None and where is not None:
        glitter(image, horizon, where[0], light.body, rng)
    if scene.weather == "fog":
        far_fog(image, light, rng)
    if scene.style == "painterly":
        image = painterly(image, rng)
    if scene.thing != "none":
        paint_thing(image, scene, light, horizon, sun_side, rng)
        if scene.style == "painterly":
            image = painterly(image, rng, looseness=0.45)
    if scene.weather == "fog":
        near_fog(image, light, rng)
    if scene.weather == "rain":
        rain(image, light, rng)
    return np.clip(image, 0, 1)


def to_bytes(image: np.ndarray) -> np.ndarray:
    """0...1 floats to bytes, rounded."""
    return (np.clip(image, 0, 1) * 255 + 0.5).astype(np.uint8)
