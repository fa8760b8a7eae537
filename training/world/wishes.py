"""Short wishes, such as "stormy night, lighthouse", of which the writer makes whole descriptions."""

from __future__ import annotations

import re

import numpy as np

from .scene import Scene

_WISHES = {
    "time": {"dawn": ("dawn", "daybreak", "sunrise", "morning"), "noon": ("noon", "midday", "daylight", "sunny day"),
             "sunset": ("sunset", "dusk", "evening"), "night": ("night", "midnight", "dark night")},
    "ground": {"mountains": ("mountains", "peaks", "alps"), "hills": ("hills", "meadows", "green hills"), "dunes": ("dunes", "desert", "sand"),
               "sea": ("sea", "ocean", "water"), "snowfield": ("snowfield", "snow", "winter"), "forest": ("forest", "woods", "woodland")},
    "thing": {"house": ("house", "cottage", "cabin"), "pine": ("pine", "pine tree", "fir tree"), "boat": ("boat", "sailboat", "sailing boat"),
              "lighthouse": ("lighthouse", "light tower"), "cactus": ("cactus", "saguaro")},
    "body": {"sun": ("sun", "bright sun"), "moon": ("moon", "crescent moon")},
    "weather": {"fog": ("fog", "mist", "foggy", "misty"), "rain": ("rain", "rainy", "stormy", "rain shower"), "clear": ("clear", "fair weather")},
    "style": {"flat": ("flat style", "flat illustration"), "painterly": ("oil painting", "painterly", "brush strokes")},
}
_STARS, _CLOUDS = ("stars", "starry sky"), ("clouds", "cloudy")


def wish(scene: Scene, rng: np.random.Generator, most: int = 4, placed: float = 0.3) -> tuple[str, dict[str, str | bool]]:
    """One to `most` of a scene's attributes in a few words, and what was asked for; `placed` is how often a place is among it."""
    pick = lambda words: words[int(rng.integers(len(words)))]  # noqa: E731
    asked: list[tuple[str, dict[str, str | bool]]] = []
    for name, table in _WISHES.items():
        value = getattr(scene, name)
        if value == "none":
            continue
        words, wanted = pick(table[value]), {name: value}
        if name == "thing" and scene.colour != "none" and rng.random() < 0.4:
            words, wanted["colour"] = f"{scene.colour} {words}", scene.colour
        if name in ("thing", "body") and rng.random() < placed:
            side = getattr(scene, f"{name}_place")
            words, wanted[f"{name}_place"] = f"{words} {'in the centre' if side == 'centre' else 'on the ' + side}", side
        asked.append((words, wanted))
    if scene.stars:
        asked.append((pick(_STARS), {"stars": True}))
    if scene.clouds_place != "none":
        asked.append((pick(_CLOUDS), {"clouds": True}))
    chosen = [asked[i] for i in rng.permutation(len(asked))[: int(rng.integers(1, most + 1))]]
    text = pick((", ", ", ", " ", " and ")).join(words for words, _ in chosen)
    return text, {name: value for _, wanted in chosen for name, value in wanted.items()}


def sentence(caption: str) -> str:
    """A caption as the writer gives it: one capital, one full stop."""
    return re.sub(r"^.", lambda match: match.group().upper(), caption) + "."
