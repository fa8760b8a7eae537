"""The five foreground things, drawn as polygons at three times the size and reduced, so that their edges are smooth."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from .canvas import blend, grid, noise
from .light import Light
from .scene import Scene
from .sky import PLACE_X

_PAINTS = {"red": (206, 48, 40), "blue": (44, 92, 200), "yellow": (244, 200, 48), "white": (246, 244, 236)}
_OVER = 3
_EXTENT = {"house": 0.36, "pine": 0.46, "boat": 0.40, "lighthouse": 0.56, "cactus": 0.40}
"""Side of each thing's square, in picture heights."""


def paint_thing(image: np.ndarray, scene: Scene, light: Light, horizon: float | None, sun_side: float, rng: np.random.Generator) -> None:
    """Draws scene.thing into image [S, S, 3], standing on the near ground, or on an islet, or afloat."""
    size = len(image)
    extent = _EXTENT[scene.thing] * rng.uniform(0.94, 1.06)
    foot = rng.uniform(0.84, 0.90)
    centre = PLACE_X[scene.thing_place] + rng.uniform(-0.025, 0.025)
    colour, cover, glow = _picture(scene, int(extent * size), sun_side, rng)
    tint = light.tint * 0.55 + 0.42
    colour = colour * tint
    night = 1.0 if scene.time == "night" else 0.35 if scene.time in ("sunset", "dawn") else 0.0
    colour += (np.array([1.0, 0.86, 0.45], np.float32) - colour) * (glow * night)[..., None]
    at_sea = horizon is not None
    if at_sea:
        _mirrored(image, colour, cover, centre, foot)
        if scene.thing != "boat":
            _islet(image, centre, foot, light, rng)
    else:
        _shadow(image, centre, foot, extent, sun_side)
    _paste(image, colour, cover, centre, foot)
    if scene.thing == "lighthouse" and night == 1.0:
        _beam(image, centre, foot - 0.80 * extent, scene.thing_place, rng)


def _paste(image: np.ndarray, colour: np.ndarray, cover: np.ndarray, centre: float, foot: float, strength: float = 1.0) -> None:
    """Lays a patch [h, h, 3] with its cover [h, h] so that its lowest row is at `foot`; what falls outside is cut."""
    size, h = len(image), len(cover)
    top, left = int(foot * size) - h, int(centre * size) - h // 2
    y0, y1, x0, x1 = max(top, 0), min(top + h, size), max(left, 0), min(left + h, size)
    blend(image[y0:y1, x0:x1], colour[y0 - top:y1 - top, x0 - left:x1 - left], cover[y0 - top:y1 - top, x0 - left:x1 - left] * strength)


def _mirrored(image: np.ndarray, colour: np.ndarray, cover: np.ndarray, centre: float, foot: float) -> None:
    h = len(cover)
    keep = max(int(h * 0.5), 1)
    flipped = np.zeros_like(cover)
    flipped[:keep] = cover[::-1][: 2 * keep : 2][:keep]
    paint = np.zeros_like(colour)
    paint[:keep] = colour[::-1][: 2 * keep : 2][:keep]
    _paste(image, paint * 0.8, flipped, centre, foot + h / len(image) - 0.01, 0.4)


def _islet(image: np.ndarray, centre: float, foot: float, light: Light, rng: np.random.Generator) -> None:
    x, y = grid(len(image))
    away = ((x - centre) / 0.20) ** 2 + ((y - foot - 0.025) / 0.055) ** 2 + 0.25 * noise(rng, len(image))
    rock = np.array([0.46, 0.42, 0.38], np.float32) * (light.tint * 0.8 + 0.15)
    shade = np.clip(1.15 - (y - foot + 0.03) * 5, 0.6, 1.2)[..., None]
    blend(image, rock * shade, np.clip((1 - away) * len(image) * 0.06, 0, 1) * np.clip((foot + 0.05 - y) * len(image) * 0.4, 0, 1))


def _shadow(image: np.ndarray, centre: float, foot: float, extent: float, sun_side: float) -> None:
    x, y = grid(len(image))
    away = ((x - centre + 0.06 * sun_side) / (0.42 * extent)) ** 2 + ((y - foot + 0.004) / 0.024) ** 2
    image *= (1 - 0.42 * np.exp(-away * 1.1))[..., None]


def _beam(image: np.ndarray, centre: float, lamp: float, place: str, rng: np.random.Generator) -> None:
    x, y = grid(len(image))
    way = -1.0 if place == "right" or (place == "centre" and rng.random() < 0.5) else 1.0
    along = (x - centre) * way
    across = (y - lamp) / (0.018 + 0.16 * np.maximum(along, 0))
    blend(image, np.array([1.0, 0.95, 0.7], np.float32), 0.5 * np.exp(-(across**2)) * (along > 0) * np.exp(-along / 0.35))
    blend(image, np.array([1.0, 0.95, 0.7], np.float32), 0.9 * np.exp(-((x - centre) ** 2 + (y - lamp) ** 2) / 0.0012))


def _picture(scene: Scene, side: int, sun_side: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Colour [h, h, 3], cover [h, h] and lamp light [h, h] of one thing, each 0...1, feet on the last row."""
    scale = side * _OVER
    sheet = Image.new("RGB", (scale, scale), (127, 127, 127))
    cover = Image.new("L", (scale, scale), 0)
    lamps = Image.new("L", (scale, scale), 0)
    pens = ImageDraw.Draw(sheet), ImageDraw.Draw(cover), ImageDraw.Draw(lamps)
    flip = sun_side < 0

    def shape(points: list[tuple[float, float]], rgb: tuple[int, int, int], lamp: bool = False) -> None:
        spots = [((1 - px if flip else px) * scale, py * scale) for px, py in points]
        pens[0].polygon(spots, fill=rgb)
        pens[1].polygon(spots, fill=255)
        pens[2].polygon(spots, fill=255 if lamp else 0)

    _DRAWERS[scene.thing](shape, _PAINTS.get(scene.colour, (0, 0, 0)), rng)
    reduce = lambda picture: np.asarray(picture.reduce(_OVER), np.float32) / 255  # noqa: E731
    return reduce(sheet), reduce(cover), reduce(lamps)


def _dim(rgb: tuple[int, int, int], k: float) -> tuple[int, int, int]:
    return tuple(int(v * k) for v in rgb)  # type: ignore[return-value]


def _box(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _house(shape, rgb, rng) -> None:
    """A front wall and gable on the shaded side, a long wall in the light, a dark roof, a window that glows."""
    roof = (92, 58, 50)
    shape(_box(0.70, 0.16, 0.80, 0.45), (110, 80, 70))
    shape([(0.08, 0.98), (0.08, 0.52), (0.26, 0.24), (0.44, 0.52), (0.44, 0.98)], _dim(rgb, 0.72))
    shape(_box(0.44, 0.52, 0.95, 0.98), rgb)
    shape([(0.26, 0.20), (0.80, 0.20), (1.0, 0.54), (0.46, 0.54)], roof)
    shape([(0.03, 0.56), (0.24, 0.20), (0.30, 0.20), (0.49, 0.54), (0.42, 0.56), (0.26, 0.30), (0.10, 0.58)], _dim(roof, 0.8))
    shape(_box(0.19, 0.68, 0.33, 0.98), (70, 48, 40))
    shape(_box(0.54, 0.62, 0.67, 0.78), (70, 84, 104), True)
    shape(_box(0.75, 0.62, 0.88, 0.78), (70, 84, 104), True)


def _pine(shape, rgb, rng) -> None:
    """Four tiers, darker on the side that is away from the light."""
    shape(_box(0.46, 0.84, 0.54, 1.0), (96, 64, 40))
    for top, low, half in ((0.46, 0.90, 0.29), (0.28, 0.68, 0.24), (0.12, 0.48, 0.18), (0.0, 0.28, 0.12)):
        shape([(0.5, top), (0.5 - half, low), (0.5, low - 0.03)], (14, 74, 50))
        shape([(0.5, top), (0.5 + half, low), (0.5, low - 0.03)], (34, 122, 66))


def _boat(shape, rgb, rng) -> None:
    """A coloured hull, a mast, a big and a small sail."""
    shape(_box(0.475, 0.04, 0.51, 0.78), (104, 74, 50))
    shape([(0.54, 0.06), (0.54, 0.68), (0.93, 0.68), (0.80, 0.36)], (250, 246, 232))
    shape([(0.445, 0.14), (0.445, 0.68), (0.13, 0.68)], (222, 216, 202))
    shape([(0.02, 0.74), (0.98, 0.74), (0.84, 0.98), (0.18, 0.98)], rgb)
    shape([(0.10, 0.88), (0.91, 0.88), (0.84, 0.98), (0.18, 0.98)], _dim(rgb, 0.62))


def _lighthouse(shape, rgb, rng) -> None:
    """A tapering tower in bands, a gallery, a lamp room, a roof."""
    band = rgb if rgb != _PAINTS["white"] else (226, 224, 216)
    other = (246, 244, 236) if rgb != _PAINTS["white"] else (150, 156, 166)
    for i in range(4):
        a, b = i / 4, (i + 1) / 4
        y0, y1 = 0.28 + 0.72 * a, 0.28 + 0.72 * b
        w0, w1 = 0.100 + 0.070 * a, 0.100 + 0.070 * b
        paint = band if i % 2 == 0 else other
        shape([(0.5 - w0, y0), (0.5 + w0, y0), (0.5 + w1, y1), (0.5 - w1, y1)], paint)
        shape([(0.5 - w0, y0), (0.5 - w0 * 0.3, y0), (0.5 - w1 * 0.3, y1), (0.5 - w1, y1)], _dim(paint, 0.72))
    shape(_box(0.385, 0.25, 0.615, 0.29), (60, 62, 70))
    shape(_box(0.43, 0.15, 0.57, 0.25), (250, 226, 130), True)
    shape([(0.40, 0.155), (0.5, 0.05), (0.60, 0.155)], band if rgb != _PAINTS["white"] else (90, 96, 110))


def _cactus(shape, rgb, rng) -> None:
    """A saguaro: round-topped trunk and two arms."""
    lit, dark = (74, 158, 74), (36, 100, 56)

    def limb(x: float, y0: float, y1: float, half: float) -> None:
        arc = [(x + half * np.cos(a), y0 + half - half * np.sin(a)) for a in np.linspace(0, np.pi, 9)]
        shape([(x + half, y1), *arc, (x - half, y1)], lit)
        shape([(x - half * 0.15, y1), (x - half * 0.15, y0 + 0.02), arc[6], arc[7], arc[8], (x - half, y1)], dark)

    limb(0.5, 0.03, 1.0, 0.115)
    shape(_box(0.20, 0.50, 0.42, 0.62), dark)
    limb(0.22, 0.26, 0.62, 0.080)
    shape(_box(0.58, 0.60, 0.80, 0.71), lit)
    limb(0.79, 0.36, 0.71, 0.080)


_DRAWERS = {"house": _house, "pine": _pine, "boat": _boat, "lighthouse": _lighthouse, "cactus": _cactus}
