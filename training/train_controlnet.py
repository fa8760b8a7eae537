"""Trains the ControlNet on line drawings of the scenes: `python -m train_controlnet --minutes 30`. The U-Net must be trained."""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor, nn

import render
from lines import drawing
from loop import Loop, averaged_state
from models.controlnet import ControlNet
from models.unet import UNet
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


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=30)
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
    loop = Loop("controlnet", control, chosen.rate, chosen.minutes, average=0.99)
    steered, text = _Steered(unet, control), text_encoder()
    pictures, scenes = render.load("train")
    batches = Batches(Latents(pictures), scenes, chosen.batch, seed=80 + loop.step)
    while not loop.done:
        rows, latents, ids = batches.next()
        loop.update(noise_loss(steered, latents, text(ids), hints(pictures[rows])))
    loop.save()


if __name__ == "__main__":
    main()
