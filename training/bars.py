"""What the starter models are meant to reach, beside what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator

Figures = dict[str, dict]


def _prompt(name: str) -> Callable[[Figures], float]:
    return lambda figures: figures["prompts"]["prompts"][name]


def _kept(figures: Figures) -> float:
    """The most points that any content attribute loses to the LoRA."""
    ink, names = figures["ink"], ("time", "ground", "named objects present", "left/right place")
    return max(ink[f"{name} at strength 0"] - ink[f"{name} at strength 1"] for name in names)


BARS: tuple[tuple[str, Callable[[Figures], float], str, float], ...] = (
    ("autoencoder, dB", lambda f: f["vae"]["PSNR, dB"], ">=", 30),
    ("prompts: time of day", _prompt("time"), ">=", 0.95),
    ("prompts: ground", _prompt("ground"), ">=", 0.90),
    ("prompts: named objects", _prompt("named objects present"), ">=", 0.80),
    ("prompts: left or right", _prompt("left/right place"), ">=", 0.80),
    ("ControlNet: F1 at strength 1", lambda f: f["lines"]["F1 at strength 1"], ">=", 0.6),
    ("ControlNet: F1 lost at strength 0", lambda f: f["lines"]["F1 at strength 1"] - f["lines"]["F1 at strength 0"], ">=", 0.1),
    ("LoRA: in ink at strength 1", lambda f: f["ink"]["in ink at strength 1"], ">=", 0.90),
    ("LoRA: most that content loses", _kept, "<=", 0.10),
    ("upscaler over bicubic, dB", lambda f: f["2x"]["gain, dB"], ">=", 1.5),
    ("writer: wishes granted", lambda f: f["writer"]["wishes granted"], ">=", 0.95),
    ("writer: answers equal to llama.cpp's", lambda f: f["writer"]["greedy answers equal to llama.cpp's"], ">=", 1.0),
)
"""Name, where the figure is found, and the bar. "Clearly lower" at strength 0 is read as a tenth."""


def table(figures: Figures) -> Iterator[str]:
    """One line per bar: what was measured, what was meant, and whether that is met."""
    for name, find, way, bar in BARS:
        try:
            value = find(figures)
        except KeyError:
            yield f"{name:38}  not measured   {way} {bar}"
            continue
        met = value >= bar if way == ">=" else value <= bar
        yield f"{name:38} {value:9.3f}       {way} {bar:<6} {'met' if met else 'MISSED'}"
