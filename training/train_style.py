"""Trains the classifier that tells ink from paint, by which the LoRA is measured: `python -m train_style --minutes 1`."""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

import render
from loop import Loop, add_time, averaged_state
from train_judge import inked, weathered
from train_latents import to_floats


class InkJudge(nn.Module):
    """Pictures x [B, 3, 128, 128] in -1...1 to one logit [B]: above 0 is ink."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 16, 5, 4, 2), nn.SiLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.SiLU(), nn.Conv2d(32, 32, 3, 2, 1), nn.SiLU(),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 1))

    def forward(self, x: Tensor) -> Tensor:
        return self.layers(x)[:, 0]


@torch.no_grad()
def share_of_ink(pictures: np.ndarray) -> float:
    """The share of byte pictures [N, 128, 128, 3] that the trained classifier takes for ink."""
    model = InkJudge().eval()
    model.load_state_dict(averaged_state("style"))
    return (model(to_floats(np.ascontiguousarray(pictures))) > 0).float().mean().item()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 1)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(10)
    ink_pictures, pictures = inked(), render.load("train", 12_288)[0][4096:]
    loop = Loop("style", InkJudge(), 3e-3, chosen.minutes, average=0.97, warmup=20, more=chosen.more)
    rng = np.random.default_rng(10)
    while not loop.done:
        both = np.concatenate([ink_pictures[rng.integers(len(ink_pictures), size=16)], pictures[rng.integers(len(pictures), size=16)]])
        order = rng.permutation(32)
        loop.update(F.binary_cross_entropy_with_logits(loop.model(weathered(to_floats(both[order]), None)), torch.tensor(order < 16).float()))
    loop.save()


if __name__ == "__main__":
    main()
