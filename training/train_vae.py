"""Fits the Stable Diffusion autoencoder to the latents of the light codec: `python -m train_vae decoder --minutes 60`, same for `encoder`.

Both halves have the same fixed target (the decoder: the picture; the encoder: the latent), so they can be trained at the same time, and
the U-Net needs neither.
"""

from __future__ import annotations

import argparse
import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

import render
from loop import Loop, add_time, averaged_state
from models.autoencoder import AutoencoderKL
from runs import folder
from train_latents import NOISE, Latents, codec, encode_all, picture_loss, to_floats

PREPARED = 0.2
"""Share of the decoder's time that goes to its levels below full size."""

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
            state = averaged_state(f"vae-{part}")
            getattr(model, part).load_state_dict({name.removeprefix("core."): value for name, value in state.items() if name.startswith("core.")})
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


def visible_weight() -> Tensor:
    """How much an error in each part of a latent shows in the picture [4, 1, 1], half evened out; 1 on average."""
    shows = codec().back.weight.square().sum((0, 2, 3))
    return (0.4 + 0.6 * shows / shows.mean())[:, None, None]


class _Coached(nn.Module):
    """The decoder, and a throw-away layer per level that shows what the level knows of the picture at its size."""

    def __init__(self, decoder: nn.Module) -> None:
        super().__init__()
        self.core = decoder
        self.heads = nn.ModuleList(nn.Conv2d(64, 3, 1) for _ in range(3))

    def loss(self, z: Tensor, x: Tensor, whole: bool) -> Tensor:
        """Loss at 1/8, 1/4 and 1/2 of the size, which is cheap; and at the full size, where the work is, if `whole`."""
        total = torch.zeros(())
        for level, h in enumerate(self.core.stages(z)):
            if level == 3:
                return 0.3 * total + picture_loss(self.core.finish(h).float(), x)
            total = total + picture_loss(self.heads[level](h).float(), F.avg_pool2d(x, 8 >> level))
            if level == 2 and not whole:
                break
        return total


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("part", choices=("encoder", "decoder"))
    add_time(options, 60)
    options.add_argument("--batch", type=int, default=2)
    options.add_argument("--rate", type=float, default=1e-3)
    options.add_argument("--peers", type=int, default=1, help="processes that share the work; start one of each --rank")
    options.add_argument("--rank", type=int, default=0)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(4)
    pictures, _ = render.load("train")
    latents = Latents(pictures)
    held, _ = render.load("held-out", 32)
    held_latents = encode_all(held)
    decoding = chosen.part == "decoder"
    model = _Coached(fresh().decoder if decoding else fresh().encoder)
    model.core.begin_plain()
    if not decoding:
        del model.heads
    loop = Loop(f"vae-{chosen.part}", model, chosen.rate, chosen.minutes, average=0.995, seed=4 + chosen.rank, peers=chosen.peers, rank=chosen.rank, more=chosen.more)
    np.random.seed(4 + loop.step + 1_000_000 * chosen.rank)
    weight = visible_weight()
    while not loop.done:
        whole, large = loop.elapsed > PREPARED * chosen.minutes * 60, loop.step % 16 == 15
        count = 1 if large else chosen.batch if whole or not decoding else 3 * chosen.batch
        x, z = crops(pictures, latents, count, 128 if large else SIDE)
        with torch.autocast("cpu", torch.bfloat16):
            loss = model.loss(z + NOISE * torch.randn_like(z), x, whole) if decoding else (weight * (model.core(x)[:, :4].float() - z).square()).mean()
        loop.update(loss)
        if loop.step % 250 == 0 and chosen.rank == 0:
            with torch.no_grad():
                if decoding:
                    print(f"held-out PSNR from exact latents {psnr(loop.averaged.core(held_latents), held):.2f} dB", flush=True)
                else:
                    print(f"held-out latent error {(loop.averaged.core(to_floats(held))[:, :4] - held_latents).square().mean():.4f}", flush=True)
    loop.save()


if __name__ == "__main__":
    main()
