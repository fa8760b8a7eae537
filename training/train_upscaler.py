"""Trains the 2× upscaler on scenes painted at 256 and reduced to 128: `python -m train_upscaler --minutes 7`."""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import runs
from loop import Loop, add_time
from models.rrdb import RRDBNet
from world.canvas import halve
from world.painter import paint_large, to_bytes
from world.scene import draw

_SIDE = 40
"""Crops of the small picture are this wide."""

_TRIES = 3
"""Of so many random crops the one with most edges is taken: the flat rest teaches nothing."""


def large_scenes(split: str, count: int) -> np.ndarray:
    """`count` scenes [N, 256, 256, 3] of bytes, painted once and kept."""
    path = runs.folder("scenes") / f"large-{split}-{count}.npy"
    if not path.exists():
        seed = 3_000_000 if split == "train" else 4_000_000
        rng = np.random.default_rng(seed)
        np.save(path, np.stack([to_bytes(paint_large(draw(rng, split != "train"), seed + i, 256)) for i in range(count)]))
    return np.load(path)


def pair(large: np.ndarray) -> tuple[Tensor, Tensor]:
    """Small [N, 3, h, w] (bytes of the reduced picture, as a file would hold) and large [N, 3, 2h, 2w], in 0...1."""
    small = to_bytes(halve(large.transpose(1, 2, 3, 0).astype(np.float32) / 255)).transpose(3, 0, 1, 2)
    return tuple(torch.from_numpy(np.ascontiguousarray(p)).permute(0, 3, 1, 2).float() / 255 for p in (small, large))  # type: ignore[return-value]


def decibels(made: Tensor, wanted: Tensor) -> float:
    """Mean PSNR of [N, 3, H, W] in 0...1, rounded to bytes."""
    error = (made.clamp(0, 1) * 255).round() - wanted * 255
    return (10 * torch.log10(255**2 / error.square().mean((1, 2, 3)))).mean().item()


@torch.no_grad()
def gain_over_bicubic(model: RRDBNet, large: np.ndarray) -> tuple[float, float]:
    """PSNR of the model and of bicubic on scenes [N, 256, 256, 3]."""
    small, wanted = pair(large)
    made = torch.cat([model(one[None]) for one in small])
    return decibels(made, wanted), decibels(F.interpolate(small, scale_factor=2, mode="bicubic"), wanted)


def difficulty(large: np.ndarray) -> np.ndarray:
    """Bicubic's squared error [N] of each scene. A crop's error is told as a share of it, as decibels do."""
    errors = []
    for part in np.array_split(large, max(len(large) // 16, 1)):
        small, wanted = pair(part)
        errors.append((F.interpolate(small, scale_factor=2, mode="bicubic") - wanted).square().mean((1, 2, 3)))
    return torch.cat(errors).numpy()


def crop(scenes: np.ndarray, rng: np.random.Generator) -> tuple[int, np.ndarray]:
    """A scene's number and a square of it [2·_SIDE, 2·_SIDE, 3], half of them mirrored."""
    best, most, n = scenes[0, :0, :0], -1.0, int(rng.integers(len(scenes)))
    for _ in range(_TRIES):
        y, x = 2 * rng.integers(0, 129 - _SIDE, 2)
        cut = scenes[n, y:y + 2 * _SIDE, x:x + 2 * _SIDE]
        green = cut[::2, :, 1].astype(np.int16)
        edges = float(np.abs(green[:, 2:] + green[:, :-2] - 2 * green[:, 1:-1]).mean())
        if edges > most:
            best, most = cut, edges
    return n, best[:, ::-1] if rng.random() < 0.5 else best


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 7)
    options.add_argument("--batch", type=int, default=4)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(6)
    train, held = large_scenes("train", 1200), large_scenes("held-out", 16)
    hardness = difficulty(train)
    model = RRDBNet()
    model.begin_plain()
    loop = Loop("upscaler", model, 1.5e-3, chosen.minutes, average=0.995, more=chosen.more)
    rng = np.random.default_rng(6 + loop.step)
    while not loop.done:
        rows, cuts = zip(*(crop(train, rng) for _ in range(chosen.batch)))
        small, wanted = pair(np.stack(cuts))
        with torch.autocast("cpu", torch.bfloat16):
            h = model.features(small)
        error = model.enlarge(h.float()) - wanted
        loop.update((error.square().mean((1, 2, 3)) / torch.from_numpy(hardness[list(rows)])).mean())
        if loop.step % 250 == 0:
            ours, theirs = gain_over_bicubic(loop.averaged, held)
            print(f"held-out PSNR {ours:.2f} dB, bicubic {theirs:.2f} dB", flush=True)
    loop.save()


if __name__ == "__main__":
    main()
