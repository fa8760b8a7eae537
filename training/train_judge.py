"""Trains the judge on painted scenes, some of them blurred, noisy, seen through the codec or redrawn in ink:
`python -m train_judge --minutes 20`.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import render
import runs
from judging import UNASKED, answers, marks, verdicts
from loop import Loop, add_time
from models.judge import Judge
from train_latents import codec, to_floats
from world.ink import ink


def weathered(x: Tensor, through: torch.nn.Module | None) -> Tensor:
    """Pictures [B, 3, 128, 128] as a model might make them: a third untouched, a third blurred and noisy, a third through the codec."""
    third = len(x) // 3
    small = F.interpolate(x[:third], scale_factor=float(torch.rand(()) * 0.5 + 0.4), mode="bilinear", antialias=True)
    x[:third] = F.interpolate(small, x.shape[-2:], mode="bilinear") + torch.randn_like(x[:third]) * 0.06 * torch.rand(third, 1, 1, 1)
    if through is not None:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            z = through.encode(x[third:2 * third])
            x[third:2 * third] = through.decode(z + torch.randn_like(z) * 0.25 * torch.rand(third, 1, 1, 1)).float().clamp(-1, 1)
    return x + torch.randn(len(x), 3, 1, 1) * 0.02


def inked(count: int = 4096) -> np.ndarray:
    """The first training scenes redrawn in ink [N, 128, 128, 3], kept once made."""
    path = runs.folder("scenes") / f"ink-{count}.npy"
    if not path.exists():
        np.save(path, np.stack([ink(picture) for picture in render.load("train", count)[0]]))
    return np.load(path)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 20)
    options.add_argument("--batch", type=int, default=24)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(5)
    pictures, scenes = render.load("train")
    held, held_scenes = render.load("held-out", 512)
    right, held_right = answers(scenes), answers(held_scenes)
    ink_pictures = inked()
    no_ink = {name: row.clone() for name, row in right.items()}
    no_ink["style"][:] = UNASKED
    model = Judge()
    loop = Loop("judge", model, 1.5e-3, chosen.minutes, average=0.99, more=chosen.more)
    np.random.seed(5 + loop.step)
    through = None
    while not loop.done:
        if through is None and loop.step % 100 == 0 and (runs.folder("checkpoints") / "latents.pt").exists():
            through = codec()
        chosen_rows = np.random.randint(len(pictures), size=chosen.batch)
        in_ink = loop.step % 2 == 1
        if in_ink:
            chosen_rows %= len(ink_pictures)
        x = weathered(to_floats((ink_pictures if in_ink else pictures)[chosen_rows]), through)
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(x)
        losses = [F.cross_entropy(out.float(), (no_ink if in_ink else right)[name][chosen_rows], ignore_index=UNASKED, reduction="sum") for name, out in logits.items()]
        loop.update(torch.stack(losses).sum() / chosen.batch)
        if loop.step % 250 == 0:
            print("right:", " ".join(f"{name} {v:.3f}" for name, v in marks(verdicts(loop.averaged, held), held_right).items()), flush=True)
    loop.save()
    print("right:", " ".join(f"{name} {v:.3f}" for name, v in marks(verdicts(loop.averaged, held), held_right).items()), flush=True)


if __name__ == "__main__":
    main()
