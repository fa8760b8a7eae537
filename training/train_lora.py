"""Trains the ink LoRA: `python -m train_lora --minutes 14`. The U-Net must be trained."""

from __future__ import annotations

import argparse

import torch
from torch import nn

import render
from loop import Loop, add_time, averaged_state
from models.lora import LoRA
from models.unet import UNet
from schedule import layout_weight
from train_judge import inked
from train_latents import Latents
from train_unet import Batches, noise_loss, text_encoder


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 14)
    options.add_argument("--batch", type=int, default=6)
    options.add_argument("--rate", type=float, default=2.5e-3)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(9)
    unet, text = UNet().eval().requires_grad_(False), text_encoder()
    unet.load_state_dict(averaged_state("unet"))
    lora = LoRA(unet, text)
    lora.parts.requires_grad_(True)
    for addition in lora.added.values():
        addition.base.requires_grad_(False)
    trainable = nn.ModuleList(nn.ModuleList([a.lora_down, a.lora_up]) for a in lora.added.values())
    loop = Loop("lora", trainable, chosen.rate, chosen.minutes, average=0.99, warmup=50, more=chosen.more)
    pictures = inked()
    batches = Batches(Latents(pictures), render.load("train", len(pictures))[1], chosen.batch, seed=90 + loop.step)
    while not loop.done:
        _, latents, ids = batches.next()
        loop.update(noise_loss(unet, latents, text(ids), weight=layout_weight, lean=0.6))
    loop.save()


if __name__ == "__main__":
    main()
