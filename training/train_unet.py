"""Trains the U-Net on cached latents and captions: `python -m train_unet --minutes 80`. Training longer is the same command, more minutes."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn

import render
from loop import Loop, add_time, averaged_state
from models.text_encoder import TextEncoder
from models.tokenizer import encode
from models.unet import UNet
from schedule import STEPS, noised, signal_weight
from train_latents import Latents
from world.grammar import caption
from world.scene import Scene

EMPTY = 0.1
"""Share of captions that are left empty, so that guidance has something to push away from."""


def text_encoder() -> TextEncoder:
    """The trained text encoder; it stays as it is while the U-Net learns."""
    state = averaged_state("text")
    model = TextEncoder().eval().requires_grad_(False)
    model.load_state_dict({name.removeprefix("encoder."): value for name, value in state.items() if name.startswith("encoder.")})
    return model


class Batches:
    """Goes through all scenes in a fresh random order each time, with a fresh caption each time."""

    def __init__(self, latents: Latents, scenes: list[Scene], size: int, seed: int, empty: float = EMPTY) -> None:
        self.latents, self.scenes, self.size, self.empty = latents, scenes, size, empty
        self.rng = np.random.default_rng(seed)
        self.order: np.ndarray = np.empty(0, np.int64)

    def next(self) -> tuple[np.ndarray, Tensor, Tensor]:
        """Indices [B], latents [B, 4, 16, 16] and token ids [B, 77]."""
        if len(self.order) < self.size:
            self.order = self.rng.permutation(len(self.scenes))
        chosen, self.order = self.order[: self.size], self.order[self.size:]
        texts = ["" if self.rng.random() < self.empty else caption(self.scenes[i], self.rng) for i in chosen]
        return chosen, self.latents[chosen], torch.from_numpy(np.stack([encode(text) for text in texts]))


def even_times(count: int, lean: float = 1.0) -> Tensor:
    """Random steps [B], one from each of `count` equal parts of the schedule. A `lean` below 1 draws noisy steps more often."""
    return (((torch.arange(count) + torch.rand(count)) / count) ** lean * STEPS).long().clamp(max=STEPS - 1)


def noise_loss(model: nn.Module, latents: Tensor, text: Tensor, *extra: object, weight: Callable[[Tensor], Tensor] = signal_weight,
               lean: float = 1.0) -> Tensor:
    """Weighted squared error of the predicted noise. In single precision: at these sizes half precision costs time."""
    t = even_times(len(latents), lean)
    noise = torch.randn_like(latents)
    predicted = model(noised(latents, noise, t), t, text, *extra)
    return ((predicted - noise).square().mean((1, 2, 3)) * weight(t)).mean()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 80)
    options.add_argument("--batch", type=int, default=16)
    options.add_argument("--rate", type=float, default=1.5e-3)
    options.add_argument("--peers", type=int, default=1, help="processes that share the work; start one of each --rank")
    options.add_argument("--rank", type=int, default=0)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(3)
    text, model = text_encoder(), UNet()
    loop = Loop("unet", model, chosen.rate, chosen.minutes, average=0.998, seed=3 + chosen.rank, peers=chosen.peers, rank=chosen.rank, more=chosen.more)
    pictures, scenes = render.load("train")
    batches = Batches(Latents(pictures), scenes, chosen.batch, seed=30 + loop.step + 1_000_000 * chosen.rank)
    while not loop.done:
        _, latents, ids = batches.next()
        loop.update(noise_loss(model, latents, text(ids)))
    loop.save()


if __name__ == "__main__":
    main()
