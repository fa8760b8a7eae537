"""How scenes are said: a caption from a scene, with synonyms, in free order; and a parser that reads it back.

An entity's place follows the entity at once ("a red house on the left"), so that no place is in doubt. Things that are in the picture
are nearly always named, so that a thing that is not named is not in the picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

from .scene import COLOURS, Scene

TIME_WORDS = {
    "dawn": ("at dawn", "at daybreak", "at sunrise", "early in the morning"),
    "noon": ("at noon", "at midday", "in full daylight", "in the middle of the day"),
    "sunset": ("at sunset", "at dusk", "in the evening", "in the evening glow"),
    "night": ("at night", "by night", "in the dark of night", "at midnight"),
}
GROUND_WORDS = {
    "mountains": ("mountains", "snowy peaks", "a mountain range", "rocky mountains"),
    "hills": ("hills", "green hills", "rolling hills", "meadows"),
    "dunes": ("dunes", "desert dunes", "a sandy desert", "a desert"),
    "sea": ("the sea", "the ocean", "calm water", "the open sea"),
    "snowfield": ("a snowfield", "a snowy plain", "snow", "a white snowfield"),
    "forest": ("a forest", "dense woods", "a woodland", "the woods"),
}
THING_WORDS = {
    "house": ("house", "cottage", "cabin"),
    "pine": ("pine", "pine tree", "fir tree"),
    "boat": ("boat", "sailing boat", "sailboat"),
    "lighthouse": ("lighthouse", "light tower"),
    "cactus": ("cactus", "saguaro", "tall cactus"),
}
BODY_WORDS = {"sun": ("the sun", "a sun", "a bright sun"), "moon": ("the moon", "a moon", "a crescent moon")}
STAR_WORDS = ("stars", "a starry sky", "many stars")
CLOUD_WORDS = ("clouds", "a cloud", "white clouds", "drifting clouds")
PLACE_WORDS = {
    "left": ("on the left", "at the left", "to the left", "on the left side"),
    "centre": ("in the centre", "in the middle", "at the centre", "in the center"),
    "right": ("on the right", "at the right", "to the right", "on the right side"),
}
WEATHER_WORDS = {
    "clear": ("clear air", "clear weather", "fair weather"),
    "fog": ("fog", "mist", "foggy", "misty weather"),
    "rain": ("rain", "rainy", "a rain shower", "rainy weather"),
}
STYLE_WORDS = {
    "flat": ("flat style", "flat illustration", "flat colours", "flat colors"),
    "painterly": ("painterly style", "oil painting", "brush strokes", "painted with a brush"),
}
_JOINS = ("in front of", "before", "with", "near")


def caption(scene: Scene, rng: np.random.Generator, thorough: bool = False) -> str:
    """One way to say a scene. `thorough` leaves nothing out, as the writer's answers do."""
    pick = lambda words: words[int(rng.integers(len(words)))]  # noqa: E731
    keep = lambda chance: thorough or rng.random() < chance  # noqa: E731
    place = lambda name, chance: " " + pick(PLACE_WORDS[name]) if name != "none" and keep(chance) else ""  # noqa: E731
    head, rest = "", []
    time = pick(TIME_WORDS[scene.time]) if keep(0.92) else ""
    ground = pick(GROUND_WORDS[scene.ground]) if keep(0.92) else ""
    if scene.thing != "none" and keep(0.97):
        colour = scene.colour + " " if scene.colour != "none" and keep(0.9) else ""
        head = f"a {colour}{pick(THING_WORDS[scene.thing])}{place(scene.thing_place, 0.93)}"
    if scene.body != "none" and keep(0.96):
        rest.append(pick(BODY_WORDS[scene.body]) + place(scene.body_place, 0.93))
    if scene.stars and keep(0.96):
        rest.append(pick(STAR_WORDS))
    if scene.clouds_place != "none" and keep(0.96):
        rest.append(pick(CLOUD_WORDS) + place(scene.clouds_place, 0.93))
    if keep(0.35 if scene.weather == "clear" else 0.96):
        rest.append(pick(WEATHER_WORDS[scene.weather]))
    if keep(0.85):
        rest.append(pick(STYLE_WORDS[scene.style]))
    if rng.random() < 0.55:
        first = " ".join(part for part in (head and ground and f"{head}, {pick(_JOINS)} {ground}" or head or ground, time) if part)
        parts = [first] + [rest[i] for i in rng.permutation(len(rest))]
    else:
        parts = [part for part in (head, ground, time) if part] + rest
        parts = [parts[i] for i in rng.permutation(len(parts))]
    return ", ".join(part for part in parts if part)


def description(scene: Scene, rng: np.random.Generator) -> str:
    """All of a scene in one fixed order, as the writer says it: thing, ground, hour, sky, weather, manner. Words vary a little, the order does not."""
    pick = lambda words: words[int(rng.integers(len(words)))] if rng.random() < 0.3 else words[0]  # noqa: E731
    colour = scene.colour + " " if scene.colour != "none" else ""
    thing = f"a {colour}{pick(THING_WORDS[scene.thing])} {PLACE_WORDS[scene.thing_place][0]}, {_JOINS[0]} " if scene.thing != "none" else ""
    parts = [f"{thing}{GROUND_WORDS[scene.ground][0]} {TIME_WORDS[scene.time][0]}"]
    if scene.body != "none":
        parts.append(f"{BODY_WORDS[scene.body][0]} {PLACE_WORDS[scene.body_place][0]}")
    if scene.stars:
        parts.append(STAR_WORDS[0])
    if scene.clouds_place != "none":
        parts.append(f"{CLOUD_WORDS[0]} {PLACE_WORDS[scene.clouds_place][0]}")
    return ", ".join([*parts, WEATHER_WORDS[scene.weather][0], pick(STYLE_WORDS[scene.style][:2])])


@dataclass
class Reading:
    """What a text says. An attribute that the text does not name is None; `leftover` holds words that mean nothing here."""

    time: str | None = None
    ground: str | None = None
    body: str | None = None
    body_place: str | None = None
    stars: bool | None = None
    clouds: bool | None = None
    clouds_place: str | None = None
    thing: str | None = None
    thing_place: str | None = None
    colour: str | None = None
    weather: str | None = None
    style: str | None = None
    conflicts: list[str] = field(default_factory=list)
    leftover: str = ""

    @property
    def whole(self) -> bool:
        """Whether every word was understood and nothing was said twice in different ways."""
        return not self.leftover and not self.conflicts

    def named(self) -> dict[str, str | bool]:
        """The attributes that the text names."""
        skip = ("conflicts", "leftover")
        return {name: value for name, value in vars(self).items() if name not in skip and value is not None}


def _table() -> list[tuple[str, str, str]]:
    rows = [(words, "place", name) for name, options in PLACE_WORDS.items() for words in options]
    for kind, options in (("time", TIME_WORDS), ("ground", GROUND_WORDS), ("thing", THING_WORDS), ("body", BODY_WORDS),
                          ("weather", WEATHER_WORDS), ("style", STYLE_WORDS)):
        rows += [(words, kind, name) for name, choices in options.items() for words in choices]
    rows += [(words, "stars", "") for words in STAR_WORDS] + [(words, "clouds", "") for words in CLOUD_WORDS]
    rows += [(colour, "colour", colour) for colour in COLOURS] + [(join, "join", "") for join in (*_JOINS, "a", "and", "of")]
    return sorted(rows, key=lambda row: -len(row[0]))


_ROWS = _table()
_PATTERN = re.compile("|".join(f"(?P<r{i}>\\b{re.escape(words)}\\b)" for i, (words, _, _) in enumerate(_ROWS)))


def parse(text: str) -> Reading:
    """Reads a caption back. Longest phrases first; a place belongs to the entity right before it, a colour to the thing after it."""
    reading, at, owner, left = Reading(), 0, None, []
    lowered = text.lower()

    def put(name: str, value: str | bool) -> None:
        if getattr(reading, name) not in (None, value):
            reading.conflicts.append(name)
        setattr(reading, name, value)

    for match in _PATTERN.finditer(lowered):
        left.append(lowered[at:match.start()])
        at = match.end()
        _, kind, value = _ROWS[int(match.lastgroup[1:])]
        if kind == "place":
            if owner is None:
                left.append(match.group())
            else:
                put(f"{owner}_place", value)
        elif kind in ("stars", "clouds"):
            put(kind, True)
        elif kind != "join":
            put(kind, value)
        owner = kind if kind in ("thing", "body", "clouds") else None
    left.append(lowered[at:])
    reading.leftover = " ".join("".join(left).replace(",", " ").replace(".", " ").split())
    return reading


def agrees(scene: Scene, reading: Reading) -> bool:
    """Whether all that a text names is so in the scene."""
    truth = {**vars(scene), "clouds": scene.clouds_place != "none"}
    return all(truth[name] == value for name, value in reading.named().items())
