"""What a scene is: a handful of attributes, how they are drawn by chance, and which combinations are kept from training."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace

import numpy as np

TIMES = ("dawn", "noon", "sunset", "night")
GROUNDS = ("mountains", "hills", "dunes", "sea", "snowfield", "forest")
BODIES = ("none", "sun", "moon")
OBJECTS = ("none", "house", "pine", "boat", "lighthouse", "cactus")
PLACES = ("left", "centre", "right")
COLOURS = ("red", "blue", "yellow", "white")
WEATHERS = ("clear", "fog", "rain")
STYLES = ("flat", "painterly")

COLOURED = ("house", "boat", "lighthouse")
"""Objects that have a colour of their own; a pine and a cactus are always green."""

HELD_OUT_ONE_IN = 8
"""One in so many combinations of time, ground, object and the object's place never occurs in training."""

_AT_HOME = {
    ("sea", "boat"), ("sea", "lighthouse"), ("dunes", "cactus"), ("mountains", "pine"), ("mountains", "house"),
    ("hills", "house"), ("hills", "pine"), ("snowfield", "house"), ("snowfield", "pine"), ("forest", "house"),
}


@dataclass(frozen=True)
class Scene:
    """One scene. A place or a colour whose owner is absent is "none"."""

    time: str
    ground: str
    body: str = "none"
    body_place: str = "none"
    stars: bool = False
    clouds_place: str = "none"
    thing: str = "none"
    thing_place: str = "none"
    colour: str = "none"
    weather: str = "clear"
    style: str = "flat"

    @property
    def held_out(self) -> bool:
        """Whether this combination is kept from training. Depends on nothing but the attributes."""
        if self.thing == "none":
            return False
        key = f"{self.time}/{self.ground}/{self.thing}/{self.thing_place}"
        return zlib.crc32(key.encode()) % HELD_OUT_ONE_IN == 0


def draw(rng: np.random.Generator, held_out: bool = False) -> Scene:
    """A scene by chance; `held_out` says from which side of the split. Likely pairs (a boat at sea) come more often."""
    while True:
        scene = _draw_any(rng)
        if scene.held_out == held_out:
            return scene


def _draw_any(rng: np.random.Generator) -> Scene:
    pick = lambda names: names[int(rng.integers(len(names)))]  # noqa: E731
    time, ground = pick(TIMES), pick(GROUNDS)
    thing = pick(OBJECTS[1:]) if rng.random() < 0.88 else "none"
    if thing != "none" and (ground, thing) not in _AT_HOME and rng.random() < 0.4:
        thing = pick(OBJECTS[1:])
    if time == "night":
        body = "moon" if rng.random() < 0.5 else "none"
    else:
        body = "sun" if rng.random() < 0.55 else "none"
        if body == "none" and rng.random() < 0.2:
            body = "moon"
    stars = time == "night" and rng.random() < 0.5
    clouds = rng.random() < 0.4
    scene = Scene(
        time, ground, body=body, stars=stars, thing=thing,
        body_place=pick(PLACES) if body != "none" else "none",
        clouds_place=pick(PLACES) if clouds else "none",
        thing_place=pick(PLACES) if thing != "none" else "none",
        colour=pick(COLOURS) if thing in COLOURED else "none",
        weather=str(rng.choice(WEATHERS, p=(0.56, 0.22, 0.22))),
        style=pick(STYLES),
    )
    if scene.body_place != "none" and scene.body_place == scene.clouds_place:
        others = [place for place in PLACES if place != scene.body_place]
        scene = replace(scene, clouds_place=others[int(rng.integers(2))])
    return scene
