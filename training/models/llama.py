"""The Llama architecture at a few million weights, with llama.cpp's tensor names and its pairing of rotated numbers."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Shape:
    vocabulary: int = 640
    width: int = 192
    layers: int = 4
    heads: int = 6
    groups: int = 2
    """Key-value heads."""
    inner: int = 512
    context: int = 256
    base: float = 10_000.0
    epsilon: float = 1e-5


class _Norm(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.weight, self.epsilon = nn.Parameter(torch.ones(shape.width)), shape.epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, x.shape[-1:], self.weight, self.epsilon)


def _rotate(x: Tensor, angles: Tensor) -> Tensor:
    """x [B, H, T, D]; neighbours (0, 1), (2, 3), … are turned by angles [T, D/2]."""
    even, odd = x[..., 0::2], x[..., 1::2]
    c, s = angles.cos(), angles.sin()
    return torch.stack([even * c - odd * s, even * s + odd * c], -1).flatten(-2)


class _Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape, head = shape, shape.width // shape.heads
        self.attn_norm, self.ffn_norm = _Norm(shape), _Norm(shape)
        self.attn_q, self.attn_output = nn.Linear(shape.width, shape.width, bias=False), nn.Linear(shape.width, shape.width, bias=False)
        self.attn_k, self.attn_v = (nn.Linear(shape.width, shape.groups * head, bias=False) for _ in range(2))
        self.ffn_gate, self.ffn_up = (nn.Linear(shape.width, shape.inner, bias=False) for _ in range(2))
        self.ffn_down = nn.Linear(shape.inner, shape.width, bias=False)

    def forward(self, x: Tensor, angles: Tensor) -> Tensor:
        n, s = self.attn_norm(x), self.shape
        q = _rotate(self.attn_q(n).unflatten(2, (s.heads, -1)).transpose(1, 2), angles)
        k = _rotate(self.attn_k(n).unflatten(2, (s.groups, -1)).transpose(1, 2), angles)
        v = self.attn_v(n).unflatten(2, (s.groups, -1)).transpose(1, 2)
        k, v = (part.repeat_interleave(s.heads // s.groups, 1).to(q.dtype) for part in (k, v))
        x = x + self.attn_output(F.scaled_dot_product_attention(q, k, v.to(q.dtype), is_causal=True).transpose(1, 2).flatten(2))
        n = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(n)) * self.ffn_up(n))


class Llama(nn.Module):
    """Token ids [B, T] to logits [B, T, vocabulary]."""

    def __init__(self, shape: Shape = Shape()) -> None:
        super().__init__()
        self.shape = shape
        self.token_embd = nn.Embedding(shape.vocabulary, shape.width)
        self.blk = nn.ModuleList(_Block(shape) for _ in range(shape.layers))
        self.output_norm, self.output = _Norm(shape), nn.Linear(shape.width, shape.vocabulary, bias=False)
        for p in self.parameters():
            if p.dim() == 2:
                nn.init.normal_(p, std=0.04)

    def forward(self, ids: Tensor) -> Tensor:
        head = self.shape.width // self.shape.heads
        frequencies = self.shape.base ** (-torch.arange(0, head, 2, dtype=torch.float32) / head)
        angles = torch.arange(ids.shape[1], dtype=torch.float32)[:, None] * frequencies
        x = self.token_embd(ids)
        for block in self.blk:
            x = block(x, angles)
        return self.output(self.output_norm(x))
