"""Trains the ControlNet on line drawings of the scenes: `python -m train_controlnet --minutes 30`. The U-Net must be trained."""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor, nn

import render
import runs
from lines import drawing
from loop import Loop, add_time, averaged_state
from models.controlnet import ControlNet
from models.unet import UNet
from schedule import layout_weight
from train_latents import Latents
from train_unet import Batches, noise_loss, text_encoder


class _Steered(nn.Module):
    """U-Net and ControlNet as one model, so that the loss is the U-Net's own."""

    def __init__(self, unet: UNet, control: ControlNet) -> None:
        super().__init__()
        self.unet, self.control = unet, control

    def forward(self, x: Tensor, t: Tensor, text: Tensor, hint: Tensor) -> Tensor:
        return self.unet(x, t, text, self.control(x, t, text, hint))


def hints(pictures: np.ndarray) -> Tensor:
    """White lines on black [N, 3, 128, 128] in 0...1 of byte pictures [N, 128, 128, 3]."""
    return torch.from_numpy(np.stack([drawing(picture) for picture in pictures]).astype(np.float32))[:, None].expand(-1, 3, -1, -1)


def teach_hint(control: ControlNet, pictures: np.ndarray, latents: Latents, steps: int = 250, batch: int = 16) -> None:
    """Lets the hint block learn to tell a latent from a drawing, as far as that goes. From noise and behind zeros it would learn late."""
    head = nn.Conv2d(control.width, 4, 1)
    block = control.input_hint_block
    for layer in block:
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight)
    optimizer = torch.optim.AdamW([*block.parameters(), *head.parameters()], lr=2e-3)
    rng = np.random.default_rng(81)
    for step in range(steps):
        rows = rng.integers(len(pictures), size=batch)
        with torch.autocast("cpu", torch.bfloat16):
            made = head(block(hints(pictures[rows])))
        loss = (made.float() - latents[rows]).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 50 == 49:
            print(f"hint {step + 1}: latent error {loss.item():.3f}", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 30)
    options.add_argument("--batch", type=int, default=8)
    options.add_argument("--rate", type=float, default=1e-3)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(8)
    unet = UNet().eval()
    unet.load_state_dict(averaged_state("unet"))
    unet.requires_grad_(False)
    control = ControlNet()
    control.begin_from(unet)
    pictures, scenes = render.load("train")
    latents = Latents(pictures)
    if not (runs.folder("checkpoints") / "controlnet.pt").exists():
        teach_hint(control, pictures, latents)
    loop = Loop("controlnet", control, chosen.rate, chosen.minutes, average=0.99, more=chosen.more)
    steered, text = _Steered(unet, control), text_encoder()
    batches = Batches(latents, scenes, chosen.batch, seed=80 + loop.step, empty=0.3)
    while not loop.done:
        rows, clean, ids = batches.next()
        loop.update(noise_loss(steered, clean, text(ids), hints(pictures[rows]), weight=layout_weight))
    loop.save()


if __name__ == "__main__":
    main()
