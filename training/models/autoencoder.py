"""The Stable Diffusion 1.x autoencoder: 3 × H × W in -1...1 to 4 × H/8 × W/8 and back, at any width."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def _norm(width: int) -> nn.GroupNorm:
    return nn.GroupNorm(32, width, eps=1e-6)


class ResnetBlock(nn.Module):
    """x [B, Cin, H, W] to [B, Cout, H, W]."""

    def __init__(self, width_in: int, width_out: int) -> None:
        super().__init__()
        self.norm1, self.conv1 = _norm(width_in), nn.Conv2d(width_in, width_out, 3, padding=1)
        self.norm2, self.conv2 = _norm(width_out), nn.Conv2d(width_out, width_out, 3, padding=1)
        if width_in != width_out:
            self.nin_shortcut = nn.Conv2d(width_in, width_out, 1)
        nn.init.zeros_(self.conv2.weight)

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv1(F.silu(self.norm1(x)))
        h = self.conv2(F.silu(self.norm2(h)))
        return (self.nin_shortcut(x) if hasattr(self, "nin_shortcut") else x) + h


class AttnBlock(nn.Module):
    """One head of self-attention over all places. x [B, C, H, W] to the same."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.norm = _norm(width)
        self.q, self.k, self.v, self.proj_out = (nn.Conv2d(width, width, 1) for _ in range(4))
        nn.init.zeros_(self.proj_out.weight)

    def forward(self, x: Tensor) -> Tensor:
        b, c, h, w = x.shape
        n = self.norm(x)
        q, k, v = (part(n).flatten(2).transpose(1, 2) for part in (self.q, self.k, self.v))
        mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, c, h, w)
        return x + self.proj_out(mixed)


class _Middle(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.block_1, self.attn_1, self.block_2 = ResnetBlock(width, width), AttnBlock(width), ResnetBlock(width, width)

    def forward(self, x: Tensor) -> Tensor:
        return self.block_2(self.attn_1(self.block_1(x)))


class _Resample(nn.Module):
    """Halves (stride 2, padded on the right and below) or doubles (nearest, then 3×3)."""

    def __init__(self, width: int, up: bool) -> None:
        super().__init__()
        self.up = up
        self.conv = nn.Conv2d(width, width, 3, padding=1 if up else 0, stride=1 if up else 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv(F.interpolate(x, scale_factor=2.0) if self.up else F.pad(x, (0, 1, 0, 1)))


class _Level(nn.Module):
    def __init__(self, width_in: int, width_out: int, blocks: int) -> None:
        super().__init__()
        self.block = nn.ModuleList(ResnetBlock(width_in if i == 0 else width_out, width_out) for i in range(blocks))


class Encoder(nn.Module):
    """x [B, 3, H, W] to moments before `quant_conv` [B, 8, H/8, W/8]."""

    def __init__(self, width: int, multiples: tuple[int, ...]) -> None:
        super().__init__()
        widths = [width * m for m in multiples]
        self.conv_in = nn.Conv2d(3, width, 3, padding=1)
        self.down = nn.ModuleList(_Level(a, b, 2) for a, b in zip([width, *widths], widths))
        for level in self.down[:-1]:
            level.downsample = _Resample(level.block[-1].conv2.out_channels, up=False)
        self.mid = _Middle(widths[-1])
        self.norm_out, self.conv_out = _norm(widths[-1]), nn.Conv2d(widths[-1], 8, 3, padding=1)

    @torch.no_grad()
    def begin_plain(self) -> None:
        """Starts from halving that averages, with a little of the usual noise to tell the places apart."""
        for level in self.down[:-1]:
            weight = level.downsample.conv.weight
            weight *= 0.5
            weight[:, :, :2, :2] += 0.25 * torch.eye(len(weight))[:, :, None, None]

    def forward(self, x: Tensor) -> Tensor:
        h = self.conv_in(x)
        for level in self.down:
            for block in level.block:
                h = block(h)
            if hasattr(level, "downsample"):
                h = level.downsample(h)
        return self.conv_out(F.silu(self.norm_out(self.mid(h))))


class Decoder(nn.Module):
    """z [B, 4, h, w] after `post_quant_conv` to [B, 3, 8h, 8w]."""

    def __init__(self, width: int, multiples: tuple[int, ...]) -> None:
        super().__init__()
        widths = [width * m for m in multiples]
        self.conv_in = nn.Conv2d(4, widths[-1], 3, padding=1)
        self.mid = _Middle(widths[-1])
        above = widths[1:] + [widths[-1]]
        self.up = nn.ModuleList(_Level(a, b, 3) for a, b in zip(above, widths))
        for level in self.up[1:]:
            level.upsample = _Resample(level.block[-1].conv2.out_channels, up=True)
        self.norm_out, self.conv_out = _norm(width), nn.Conv2d(width, 3, 3, padding=1)

    def begin_plain(self) -> None:
        """Starts from upsampling that copies, so that the first thing the layers behind it see is the latent, enlarged."""
        for level in self.up[1:]:
            nn.init.dirac_(level.upsample.conv.weight)
            nn.init.zeros_(level.upsample.conv.bias)

    def stages(self, z: Tensor) -> Iterator[Tensor]:
        """The features [B, C, h, w] at the end of each level, small to large: 1/8, 1/4, 1/2 and all of the picture's size."""
        h = self.mid(self.conv_in(z))
        for level in reversed(self.up):
            for block in level.block:
                h = block(h)
            yield h
            if hasattr(level, "upsample"):
                h = level.upsample(h)

    def finish(self, h: Tensor) -> Tensor:
        """The last stage's features to the picture [B, 3, H, W]."""
        return self.conv_out(F.silu(self.norm_out(h)))

    def forward(self, z: Tensor) -> Tensor:
        *_, h = self.stages(z)
        return self.finish(h)


class AutoencoderKL(nn.Module):
    """Keys as under `first_stage_model.` in a checkpoint; each half has widths of its own."""

    SCALE = 0.18215
    """Latents are kept times this; then they have unit variance."""

    def __init__(self) -> None:
        super().__init__()
        # The decoder's last norm has 32 groups. With 32 channels it would take every channel's mean out of the picture, and so its tone.
        self.encoder, self.decoder = Encoder(32, (1, 2, 2, 2)), Decoder(64, (1, 1, 1, 1))
        self.quant_conv, self.post_quant_conv = nn.Conv2d(8, 8, 1), nn.Conv2d(4, 4, 1)

    def moments(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and log variance [B, 4, h, w] of the latent of x [B, 3, H, W]."""
        mean, log_variance = self.quant_conv(self.encoder(x)).chunk(2, 1)
        return mean, log_variance.clamp(-30, 20)

    def decode(self, z: Tensor) -> Tensor:
        """Unscaled latent [B, 4, h, w] to [B, 3, H, W]."""
        return self.decoder(self.post_quant_conv(z))

