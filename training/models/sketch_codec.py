"""A light codec that decides what a latent means: all its work is done at 1/8 and 1/4 of the picture's size.

It costs a tenth of the Stable Diffusion autoencoder, so it can be trained on whole pictures in minutes. The autoencoder proper is then
fitted to its latents (`train_vae`), and the U-Net need not wait for that.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class _Block(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.a, self.b = nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, width, 3, padding=1)
        nn.init.zeros_(self.b.weight)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.b(F.silu(self.a(F.silu(x))))


class SketchCodec(nn.Module):
    """Pictures x [B, 3, H, W] in -1...1 to latents [B, 4, H/8, W/8] of unit variance, and back."""

    def __init__(self, width: int = 128, fine: int = 64) -> None:
        super().__init__()
        self.straight, self.back = nn.Conv2d(192, 4, 1), nn.Conv2d(4, 192, 1)
        self.encoder = nn.Sequential(nn.Conv2d(192, width, 3, padding=1), _Block(width), _Block(width), nn.SiLU(), nn.Conv2d(width, 4, 1))
        self.coarse = nn.Sequential(nn.Conv2d(4, width, 3, padding=1), _Block(width), _Block(width), _Block(width), nn.SiLU(), nn.Conv2d(width, 4 * fine, 1))
        self.fine = nn.Sequential(_Block(fine), _Block(fine), nn.SiLU(), nn.Conv2d(fine, 48, 3, padding=1))
        self.register_buffer("mean", torch.zeros(4, 1, 1))
        self.register_buffer("deviation", torch.ones(4, 1, 1))
        for last in (self.encoder[-1], self.fine[-1]):
            nn.init.zeros_(last.weight)
            nn.init.zeros_(last.bias)

    @torch.no_grad()
    def begin_linear(self, x: Tensor) -> None:
        """Starts from the best linear codec for pictures x [N, 3, H, W]: the four principal components of their 8×8 patches.

        These stay as they are; the rest learns what is left over.
        """
        patches = F.pixel_unshuffle(x, 8).transpose(0, 1).flatten(1)
        mean = patches.mean(1)
        values, vectors = torch.linalg.eigh(torch.cov(patches))
        top, deviation = vectors[:, -4:].flip(1), values[-4:].flip(0).sqrt()
        self.straight.weight.copy_((top / deviation).T[..., None, None])
        self.straight.bias.copy_(-self.straight.weight[:, :, 0, 0] @ mean)
        self.back.weight.copy_((top * deviation)[..., None, None])
        self.back.bias.copy_(mean)
        self.straight.requires_grad_(False)
        self.back.requires_grad_(False)

    @torch.no_grad()
    def normalise(self, x: Tensor) -> None:
        """From now on latents of pictures like x [N, 3, H, W] have mean 0 and deviation 1."""
        z = self.encode(x) * self.deviation + self.mean
        self.mean.copy_(z.mean((0, 2, 3))[:, None, None])
        self.deviation.copy_(z.std((0, 2, 3))[:, None, None])

    def encode(self, x: Tensor) -> Tensor:
        patches = F.pixel_unshuffle(x, 8)
        return ((self.straight(patches) + self.encoder(patches)).float() - self.mean) / self.deviation

    def decode(self, z: Tensor) -> Tensor:
        z = z * self.deviation + self.mean
        return F.pixel_shuffle(self.back(z), 8) + F.pixel_shuffle(self.fine(F.pixel_shuffle(self.coarse(z), 2)), 4)
