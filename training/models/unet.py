"""The Stable Diffusion 1.x U-Net in its original key layout (as under `model.diffusion_model.`), at any width."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


HEADS = 8


def time_features(t: Tensor, width: int) -> Tensor:
    """Steps t [B] to [B, width]: cosines, then sines, of geometrically falling frequencies."""
    frequencies = torch.exp(-math.log(10_000) * torch.arange(width // 2, dtype=torch.float32) / (width // 2))
    angles = t.float()[:, None] * frequencies
    return torch.cat([angles.cos(), angles.sin()], 1)


def _zero(module: nn.Module) -> nn.Module:
    for p in module.parameters():
        nn.init.zeros_(p)
    return module


class ResBlock(nn.Module):
    """x [B, Cin, H, W] and a time embedding [B, E] to [B, Cout, H, W]."""

    def __init__(self, width_in: int, width_out: int, embedding: int) -> None:
        super().__init__()
        self.in_layers = nn.Sequential(nn.GroupNorm(32, width_in), nn.SiLU(), nn.Conv2d(width_in, width_out, 3, padding=1))
        self.emb_layers = nn.Sequential(nn.SiLU(), nn.Linear(embedding, width_out))
        self.out_layers = nn.Sequential(nn.GroupNorm(32, width_out), nn.SiLU(), nn.Dropout(0.0), _zero(nn.Conv2d(width_out, width_out, 3, padding=1)))
        self.skip_connection = nn.Identity() if width_in == width_out else nn.Conv2d(width_in, width_out, 1)

    def forward(self, x: Tensor, embedding: Tensor) -> Tensor:
        h = self.in_layers(x) + self.emb_layers(embedding)[:, :, None, None]
        return self.skip_connection(x) + self.out_layers(h)


class CrossAttention(nn.Module):
    """x [B, N, C] attends to context [B, M, D] (itself where there is none)."""

    def __init__(self, width: int, context_width: int) -> None:
        super().__init__()
        self.to_q = nn.Linear(width, width, bias=False)
        self.to_k, self.to_v = nn.Linear(context_width, width, bias=False), nn.Linear(context_width, width, bias=False)
        self.to_out = nn.Sequential(nn.Linear(width, width), nn.Dropout(0.0))

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        b, n, c = x.shape
        q, k, v = self.to_q(x), self.to_k(context), self.to_v(context)
        q, k, v = (part.unflatten(2, (HEADS, -1)).transpose(1, 2) for part in (q, k, v))
        return self.to_out(F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, n, c))


class _GEGLU(nn.Module):
    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.proj = nn.Linear(width, 2 * inner)

    def forward(self, x: Tensor) -> Tensor:
        value, gate = self.proj(x).chunk(2, -1)
        return value * F.gelu(gate)


class _FeedForward(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.net = nn.Sequential(_GEGLU(width, 4 * width), nn.Dropout(0.0), nn.Linear(4 * width, width))

    def forward(self, x: Tensor) -> Tensor:
        return self.net(x)


class TransformerBlock(nn.Module):
    """Self-attention, attention to the text, feed-forward; each added to what came in."""

    def __init__(self, width: int, context_width: int) -> None:
        super().__init__()
        self.attn1, self.attn2 = CrossAttention(width, width), CrossAttention(width, context_width)
        self.ff = _FeedForward(width)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(width) for _ in range(3))

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        n = self.norm1(x)
        x = x + self.attn1(n, n)
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))


class SpatialTransformer(nn.Module):
    """x [B, C, H, W] as H·W tokens through one transformer block."""

    def __init__(self, width: int, context_width: int) -> None:
        super().__init__()
        self.norm = nn.GroupNorm(32, width, eps=1e-6)
        self.proj_in = nn.Conv2d(width, width, 1)
        self.transformer_blocks = nn.ModuleList([TransformerBlock(width, context_width)])
        self.proj_out = _zero(nn.Conv2d(width, width, 1))

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        b, c, h, w = x.shape
        tokens = self.proj_in(self.norm(x)).flatten(2).transpose(1, 2)
        tokens = self.transformer_blocks[0](tokens, context)
        return x + self.proj_out(tokens.transpose(1, 2).reshape(b, c, h, w))


class Downsample(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.op = nn.Conv2d(width, width, 3, stride=2, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.op(x)


class Upsample(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(F.interpolate(x, scale_factor=2.0))


def run_block(block: nn.ModuleList, h: Tensor, embedding: Tensor, context: Tensor) -> Tensor:
    """One entry of input_blocks, middle_block or output_blocks."""
    for part in block:
        if isinstance(part, ResBlock):
            h = part(h, embedding)
        elif isinstance(part, SpatialTransformer):
            h = part(h, context)
        else:
            h = part(h)
    return h


class Down(nn.Module):
    """The half that U-Net and ControlNet share: time_embed, input_blocks, middle_block."""

    def __init__(self, width: int, multiples: tuple[int, ...], context_width: int) -> None:
        super().__init__()
        self.width, self.multiples = width, multiples
        embedding = 4 * width
        self.time_embed = nn.Sequential(nn.Linear(width, embedding), nn.SiLU(), nn.Linear(embedding, embedding))
        self.input_blocks = nn.ModuleList([nn.ModuleList([nn.Conv2d(4, width, 3, padding=1)])])
        self.skip_widths, now = [width], width
        for level, multiple in enumerate(multiples):
            for _ in range(2):
                parts: list[nn.Module] = [ResBlock(now, width * multiple, embedding)]
                now = width * multiple
                if level < 3:
                    parts.append(SpatialTransformer(now, context_width))
                self.input_blocks.append(nn.ModuleList(parts))
                self.skip_widths.append(now)
            if level < len(multiples) - 1:
                self.input_blocks.append(nn.ModuleList([Downsample(now)]))
                self.skip_widths.append(now)
        self.middle_block = nn.ModuleList([ResBlock(now, now, embedding), SpatialTransformer(now, context_width), ResBlock(now, now, embedding)])


class UNet(Down):
    """Noisy latent x [B, 4, H, W], steps t [B], text [B, 77, D] to the noise [B, 4, H, W]."""

    def __init__(self, width: int = 64, multiples: tuple[int, ...] = (1, 1, 1, 1), context_width: int = 64) -> None:
        super().__init__(width, multiples, context_width)
        embedding, skips, now = 4 * width, list(self.skip_widths), width * multiples[-1]
        self.output_blocks = nn.ModuleList()
        for level in reversed(range(len(multiples))):
            for i in range(3):
                parts: list[nn.Module] = [ResBlock(now + skips.pop(), width * multiples[level], embedding)]
                now = width * multiples[level]
                if level < 3:
                    parts.append(SpatialTransformer(now, context_width))
                if level and i == 2:
                    parts.append(Upsample(now))
                self.output_blocks.append(nn.ModuleList(parts))
        self.out = nn.Sequential(nn.GroupNorm(32, width), nn.SiLU(), _zero(nn.Conv2d(width, 4, 3, padding=1)))

    def forward(self, x: Tensor, t: Tensor, context: Tensor, control: list[Tensor] | None = None) -> Tensor:
        """`control` holds what a ControlNet adds: one tensor per input block, then one for the middle."""
        embedding = self.time_embed(time_features(t, self.width))
        h, skips = x, []
        for block in self.input_blocks:
            h = run_block(block, h, embedding, context)
            skips.append(h)
        h = run_block(self.middle_block, h, embedding, context)
        if control is not None:
            h = h + control[-1]
            skips = [skip + extra for skip, extra in zip(skips, control)]
        for block in self.output_blocks:
            h = run_block(block, torch.cat([h, skips.pop()], 1), embedding, context)
        return self.out(h)
