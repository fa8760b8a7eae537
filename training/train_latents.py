"""Trains the light codec whose latents the starter model uses: `python -m train_latents --minutes 8`."""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor

import render
from loop import Loop, add_time, averaged_state
from models.sketch_codec import SketchCodec

NOISE = 0.04
"""Deviation of the noise that the decoder must bear on unit latents; it keeps the latents smooth."""


def crops(pictures: np.ndarray, count: int, side: int) -> Tensor:
    """`count` random squares [count, 3, side, side] in -1...1, half of them mirrored."""
    out = np.empty((count, side, side, 3), np.uint8)
    for i in range(count):
        y, x = np.random.randint(0, 129 - side, 2)
        out[i] = pictures[np.random.randint(len(pictures)), y:y + side, x:x + side]
        if np.random.rand() < 0.5:
            out[i] = out[i, :, ::-1]
    return to_floats(out)


def to_floats(pictures: np.ndarray) -> Tensor:
    """Byte pictures [N, H, W, 3] to [N, 3, H, W] in -1...1."""
    return torch.from_numpy(np.array(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def picture_loss(made: Tensor, wanted: Tensor) -> Tensor:
    """Squared error for the decibels, absolute error for flat areas, absolute error of differences for edges."""
    error = made - wanted
    edges = (error[..., 1:, :] - error[..., :-1, :]).abs().mean() + (error[..., 1:] - error[..., :-1]).abs().mean()
    return 4 * error.square().mean() + 0.5 * error.abs().mean() + 0.15 * edges


def codec() -> SketchCodec:
    """The trained codec."""
    model = SketchCodec().eval().requires_grad_(False)
    model.load_state_dict(averaged_state("latents"))
    return model


@torch.no_grad()
def encode_all(pictures: np.ndarray) -> Tensor:
    """Latents [N, 4, 16, 16] of byte pictures."""
    model = codec()
    parts = [model.encode(to_floats(part)) for part in np.array_split(pictures, max(len(pictures) // 64, 1))]
    return torch.cat(parts)


class Latents:
    """Latents of byte pictures [N, 128, 128, 3], made when first asked for and then kept in half precision."""

    def __init__(self, pictures: np.ndarray) -> None:
        self.pictures, self.model = pictures, codec()
        self.kept = torch.zeros(len(pictures), 4, 16, 16, dtype=torch.float16)
        self.made = np.zeros(len(pictures), bool)

    @torch.no_grad()
    def __getitem__(self, rows: np.ndarray) -> Tensor:
        """[B, 4, 16, 16] for row numbers [B]."""
        new = rows[~self.made[rows]]
        if len(new):
            with torch.autocast("cpu", torch.bfloat16):
                self.kept[new] = self.model.encode(to_floats(self.pictures[new])).half()
            self.made[new] = True
        return self.kept[rows].float()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 8)
    options.add_argument("--batch", type=int, default=4)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    pictures, _ = render.load("train")
    held, _ = render.load("held-out", 64)
    held_out = to_floats(held)
    model = SketchCodec()
    model.begin_linear(to_floats(pictures[:400]))
    loop = Loop("latents", model, 8e-4, chosen.minutes, average=0.99, warmup=40, more=chosen.more)
    np.random.seed(1 + loop.step)
    while not loop.done:
        x = crops(pictures, chosen.batch, 128)
        with torch.autocast("cpu", torch.bfloat16):
            z = model.encode(x)
            made = model.decode(z + NOISE * torch.randn_like(z))
        loop.update(picture_loss(made.float(), x) + 2e-4 * z.square().mean())
        if loop.step % 100 == 0:
            with torch.no_grad():
                made = loop.averaged.decode(loop.averaged.encode(held_out)).clamp(-1, 1)
            error = ((made - held_out) / 2).square().mean((1, 2, 3))
            print(f"held-out PSNR {(-10 * error.log10()).mean():.2f} dB", flush=True)
    loop.averaged.normalise(to_floats(pictures[:2000]))
    loop.save()


if __name__ == "__main__":
    main()
