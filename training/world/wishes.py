"""Short wishes, such as "stormy night, lighthouse", of which the writer makes whole descriptions."""

from __future__ import annotations

import re

import numpy as np

from .scene import COLOURED, COLOURS, GROUNDS, OBJECTS, PLACES, STYLES, TIMES, WEATHERS, Scene

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


FAVOUR = 0.7
"""How often what was left open is filled with the favourite. Were all choices alike, the likeliest word would hang on a rounding."""

_HOME = {"house": "hills", "pine": "mountains", "boat": "sea", "lighthouse": "sea", "cactus": "dunes"}
_NATIVE = {"mountains": "pine", "hills": "house", "dunes": "cactus", "sea": "boat", "snowfield": "house", "forest": "house"}
_COAT = {"house": "red", "boat": "blue", "lighthouse": "white"}


def completed(wanted: dict[str, str | bool], rng: np.random.Generator) -> Scene:
    """A scene that has all that was wished; the rest is mostly what goes well with it."""
    def choose(name: str, favourite: str, choices: tuple[str, ...]) -> str:
        if name in wanted:
            return str(wanted[name])
        return favourite if rng.random() < FAVOUR else choices[int(rng.integers(len(choices)))]

    nightly = wanted.get("body") == "moon" or "stars" in wanted
    time = choose("time", "night" if nightly else "noon", TIMES)
    thing = choose("thing", _NATIVE.get(str(wanted.get("ground")), "house"), OBJECTS[1:])
    ground = choose("ground", _HOME[thing], GROUNDS)
    body = choose("body", "moon" if time == "night" else "sun", ("none", "moon") if time == "night" else ("none", "sun"))
    thing_place = choose("thing_place", "right" if wanted.get("body_place") == "left" else "left", PLACES)
    body_place = choose("body_place", "left" if thing_place == "right" else "right", PLACES)
    stars = "stars" in wanted or choose("", "yes" if time == "night" else "no", ("yes", "no") if time == "night" else ("no",)) == "yes"
    clouds = "clouds" in wanted or choose("", "no", ("yes", "no")) == "yes"
    free = [place for place in PLACES if place != body_place]
    return Scene(
        time, ground, body=body, stars=stars, thing=thing, thing_place=thing_place,
        body_place=body_place if body != "none" else "none",
        clouds_place=choose("", free[0], tuple(free)) if clouds else "none",
        colour=choose("colour", _COAT[thing], COLOURS) if thing in COLOURED else "none",
        weather=choose("weather", "clear", WEATHERS), style=choose("style", "flat", STYLES),
    )


def sentence(caption: str) -> str:
    """A caption as the writer gives it: one capital, one full stop."""
    return re.sub(r"^.", lambda match: match.group().upper(), caption) + "."
