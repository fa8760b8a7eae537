"""The Stable Diffusion 1.x noise schedule, and a plain Euler sampler for ε-prediction."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

STEPS = 1000


def alphas() -> Tensor:
    """ᾱ of each step [1000]: betas are the squares of evenly spaced roots from √0.00085 to √0.012."""
    betas = torch.linspace(0.00085**0.5, 0.012**0.5, STEPS, dtype=torch.float64) ** 2
    return torch.cumprod(1 - betas, 0).float()


def noised(latent: Tensor, noise: Tensor, t: Tensor) -> Tensor:
    """latent and noise [B, 4, H, W] mixed as at steps t [B]."""
    a = alphas()[t][:, None, None, None]
    return a.sqrt() * latent + (1 - a).sqrt() * noise


def signal_weight(t: Tensor, gamma: float = 5.0) -> Tensor:
    """Min-SNR weight [B] of the ε loss: steps with little noise count less, as they teach little."""
    a = alphas()[t]
    ratio = a / (1 - a)
    return ratio.clamp(max=gamma) / ratio


def layout_weight(t: Tensor, most: float = 10.0) -> Tensor:
    """Weight [B] of the ε loss for what is added to a trained model. Tones and outlines are settled in the noisiest steps, where a wrong picture
    hardly shows in ε; there the weight rises with the root of noise over signal, up to `most`.
    """
    a = alphas()[t]
    return signal_weight(t) * ((1 - a) / a).sqrt().clamp(1, most)


@torch.no_grad()
def sample(denoise: Callable[[Tensor, Tensor], Tensor], noise: Tensor, steps: int = 20) -> Tensor:
    """Euler over `steps` evenly spaced steps ("normal" spacing). `denoise(x, t)` tells ε of x [B, 4, H, W] at t [B].

    noise [B, 4, H, W] of unit variance; returns the latent.
    """
    a = alphas()
    sigmas = ((1 - a) / a).sqrt()
    times = torch.linspace(STEPS - 1, 0, steps).round().long()
    levels = torch.cat([sigmas[times], torch.zeros(1)])
    x = noise * levels[0].square().add(1).sqrt()
    for i, t in enumerate(times):
        epsilon = denoise(x / levels[i].square().add(1).sqrt(), t.expand(len(x)))
        x = x + epsilon * (levels[i + 1] - levels[i])
    return x
