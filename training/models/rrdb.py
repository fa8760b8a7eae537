"""ESRGAN's RRDB network for doubling a picture, and the key names under which the world keeps such networks."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def _slope(x: Tensor) -> Tensor:
    return F.leaky_relu(x, 0.2)


class _DenseBlock(nn.Module):
    """Five convolutions, each of which sees all that came before."""

    def __init__(self, width: int, growth: int) -> None:
        super().__init__()
        for i in range(4):
            setattr(self, f"conv{i + 1}", nn.Conv2d(width + i * growth, growth, 3, padding=1))
        self.conv5 = nn.Conv2d(width + 4 * growth, width, 3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        seen = [x]
        for i in range(4):
            seen.append(_slope(getattr(self, f"conv{i + 1}")(torch.cat(seen, 1))))
        return x + 0.2 * self.conv5(torch.cat(seen, 1))


class _RRDB(nn.Module):
    def __init__(self, width: int, growth: int) -> None:
        super().__init__()
        self.RDB1, self.RDB2, self.RDB3 = (_DenseBlock(width, growth) for _ in range(3))

    def forward(self, x: Tensor) -> Tensor:
        return x + 0.2 * self.RDB3(self.RDB2(self.RDB1(x)))


class RRDBNet(nn.Module):
    """x [B, 3, H, W] in 0...1 to [B, 3, 2H, 2W]: one doubling where the original has two."""

    def __init__(self, width: int = 32, blocks: int = 2, growth: int = 16) -> None:
        super().__init__()
        self.conv_first = nn.Conv2d(3, width, 3, padding=1)
        self.RRDB_trunk = nn.Sequential(*(_RRDB(width, growth) for _ in range(blocks)))
        self.trunk_conv = nn.Conv2d(width, width, 3, padding=1)
        self.upconv1 = nn.Conv2d(width, width, 3, padding=1)
        self.HRconv, self.conv_last = nn.Conv2d(width, width, 3, padding=1), nn.Conv2d(width, 3, 3, padding=1)

    @torch.no_grad()
    def begin_plain(self) -> None:
        """Starts as bilinear enlargement: three channels carry the colours, which the slopes let pass, and the trunk adds nothing yet."""
        for conv in (self.conv_first, self.upconv1, self.HRconv):
            conv.weight[:3] = 0
            conv.bias[:3] = 0
            conv.weight[range(3), range(3), 1, 1] = 1
        tent = torch.tensor([0.25, 0.5, 0.25])
        self.upconv1.weight[range(3), range(3)] = tent[:, None] * tent
        for conv in (self.trunk_conv, self.conv_last):
            conv.weight.zero_()
            conv.bias.zero_()
        self.conv_last.weight[range(3), range(3), 1, 1] = 1

    def features(self, x: Tensor) -> Tensor:
        """What the trunk makes of the small picture [B, C, H, W]. Half precision is enough here; the steps of bytes need more behind it."""
        first = self.conv_first(x)
        return first + self.trunk_conv(self.RRDB_trunk(first))

    def enlarge(self, h: Tensor) -> Tensor:
        """The features doubled and turned into a picture."""
        h = _slope(self.upconv1(F.interpolate(h, scale_factor=2.0)))
        return self.conv_last(_slope(self.HRconv(h)))

    def forward(self, x: Tensor) -> Tensor:
        return self.enlarge(self.features(x))


def published_keys(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """A state dict under ESRGAN's first key names: `model.0`, `model.1.sub.0.RDB1.conv1.0`, …, `model.7`."""
    blocks = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("RRDB_trunk."))
    plain = {"conv_first": "model.0", "trunk_conv": f"model.1.sub.{blocks}", "upconv1": "model.3", "HRconv": "model.5", "conv_last": "model.7"}
    renamed = {}
    for name, value in state.items():
        layer, _, kind = name.rpartition(".")
        renamed[f"{plain[layer]}.{kind}" if layer in plain else f"{layer.replace('RRDB_trunk', 'model.1.sub')}.0.{kind}"] = value
    return renamed
