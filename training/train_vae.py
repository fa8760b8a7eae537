"""Fits the Stable Diffusion autoencoder to the latents of the light codec: `python -m train_vae decoder --minutes 60`, same for `encoder`.

Both halves have the same fixed target (the decoder: the picture; the encoder: the latent), so they can be trained at the same time, and
the U-Net needs neither.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import torch
from torch import Tensor

import render
from loop import Loop, averaged_state
from models.autoencoder import AutoencoderKL
from runs import folder
from train_latents import NOISE, Latents, encode_all, picture_loss, to_floats

SIDE = 64
"""Crops are this wide; every sixteenth step sees whole pictures, as the group norms will later."""


def fresh() -> AutoencoderKL:
    """An autoencoder whose 1×1 convolutions only bring latents to Stable Diffusion's scale, and whose variance is the codec's noise."""
    model = AutoencoderKL()
    with torch.no_grad():
        for conv, gain in ((model.quant_conv, 1 / model.SCALE), (model.post_quant_conv, model.SCALE)):
            conv.weight.zero_().diagonal(dim1=0, dim2=1).fill_(gain)
            conv.bias.zero_()
        model.encoder.conv_out.weight[4:].zero_()
        model.encoder.conv_out.bias[4:].zero_()
        model.quant_conv.bias[4:] = 2 * math.log(NOISE / model.SCALE)
    return model


def trained() -> AutoencoderKL:
    """The autoencoder from the last checkpoints of its halves."""
    model = fresh().eval().requires_grad_(False)
    for part in ("encoder", "decoder"):
        if (folder("checkpoints") / f"vae-{part}.pt").exists():
            getattr(model, part).load_state_dict(averaged_state(f"vae-{part}"))
    return model


def crops(pictures: np.ndarray, latents: Latents, count: int, side: int) -> tuple[Tensor, Tensor]:
    """Random squares [count, 3, side, side] on the latent's raster, and their latents [count, 4, side/8, side/8]."""
    n, y, x = np.random.randint(len(pictures), size=count), *np.random.randint(0, (128 - side) // 8 + 1, (2, count))
    s = side // 8
    whole = latents[n]
    cut = np.stack([pictures[n[i], 8 * y[i]:8 * y[i] + side, 8 * x[i]:8 * x[i] + side] for i in range(count)])
    return to_floats(cut), torch.stack([whole[i, :, y[i]:y[i] + s, x[i]:x[i] + s] for i in range(count)])


def psnr(made: Tensor, pictures: np.ndarray) -> float:
    """Mean over pictures of 10·log10(255² / mean squared error), after rounding to bytes. made [N, 3, H, W] in -1...1."""
    error = ((made.clamp(-1, 1) + 1) * 127.5).round() - torch.from_numpy(pictures).permute(0, 3, 1, 2).float()
    return (10 * torch.log10(255**2 / error.square().mean((1, 2, 3)))).mean().item()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("part", choices=("encoder", "decoder"))
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--batch", type=int, default=2)
    options.add_argument("--rate", type=float, default=1.5e-3)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(4)
    pictures, _ = render.load("train")
    latents = Latents(pictures)
    held, _ = render.load("held-out", 32)
    held_latents = encode_all(held)
    whole = fresh()
    model = whole.encoder if chosen.part == "encoder" else whole.decoder
    loop = Loop(f"vae-{chosen.part}", model, chosen.rate, chosen.minutes, average=0.995)
    np.random.seed(4 + loop.step)
    while not loop.done:
        full = loop.step % 16 == 15
        x, z = crops(pictures, latents, 1 if full else chosen.batch, 128 if full else SIDE)
        with torch.autocast("cpu", torch.bfloat16):
            made = model(x)[:, :4] if chosen.part == "encoder" else model(z + NOISE * torch.randn_like(z))
        made = made.float()
        loop.update((made - z).square().mean() if chosen.part == "encoder" else picture_loss(made, x))
        if loop.step % 500 == 0:
            with torch.no_grad():
                if chosen.part == "encoder":
                    print(f"held-out latent error {(loop.averaged(to_floats(held))[:, :4] - held_latents).square().mean():.4f}", flush=True)
                else:
                    print(f"held-out PSNR from exact latents {psnr(loop.averaged(held_latents), held):.2f} dB", flush=True)
    loop.save()


if __name__ == "__main__":
    main()
