"""Low-rank additions to a U-Net and a text encoder, kept under kohya's key names."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .text_encoder import TextEncoder
from .unet import UNet


class Added(nn.Module):
    """A layer whose weight has a trainable addition up · down · alpha / rank. At first the addition is nothing."""

    def __init__(self, base: nn.Linear | nn.Conv2d, rank: int, alpha: float) -> None:
        super().__init__()
        self.base, self.scale = base, alpha / rank
        if isinstance(base, nn.Conv2d):
            self.lora_down = nn.Conv2d(base.in_channels, rank, base.kernel_size, bias=False)
            self.lora_up = nn.Conv2d(rank, base.out_channels, 1, bias=False)
        else:
            self.lora_down = nn.Linear(base.in_features, rank, bias=False)
            self.lora_up = nn.Linear(rank, base.out_features, bias=False)
        nn.init.kaiming_uniform_(self.lora_down.weight, a=5**0.5)
        nn.init.zeros_(self.lora_up.weight)

    def forward(self, x: Tensor) -> Tensor:
        base = self.base
        addition = self.lora_up.weight.flatten(1) @ self.lora_down.weight.flatten(1)
        weight = base.weight + self.scale * addition.view_as(base.weight)
        if isinstance(base, nn.Conv2d):
            return F.conv2d(x, weight, base.bias, base.stride, base.padding)
        return F.linear(x, weight, base.bias)


class LoRA(nn.Module):
    """Additions to every matrix and convolution of the U-Net but its time embedding, and to every matrix of the text encoder.
    Making one puts the additions in place.
    """

    def __init__(self, unet: UNet, text: TextEncoder, rank: int = 8, alpha: float = 8.0) -> None:
        super().__init__()
        self.alpha = alpha
        self.added: dict[str, Added] = {}
        for place, name in _unet_names():
            for path, layer in list(unet.get_submodule(place).named_modules()):
                if isinstance(layer, (nn.Linear, nn.Conv2d)):
                    theirs = _RESIDUAL.get(path, path).replace(".", "_")
                    self._add(unet, f"{place}.{path}".rstrip("."), f"lora_unet_{name}_{theirs}".rstrip("_"), rank)
        for path, layer in list(text.named_modules()):
            if isinstance(layer, nn.Linear):
                self._add(text, path, f"lora_te_{path.replace('.', '_')}", rank)
        self.parts = nn.ModuleList(self.added.values())

    def _add(self, model: nn.Module, path: str, key: str, rank: int) -> None:
        parent, _, child = path.rpartition(".")
        holder = model.get_submodule(parent)
        addition = Added(getattr(holder, child), rank, self.alpha)
        setattr(holder, child, addition)
        self.added[key] = addition

    def keep_strength(self, strength: float) -> None:
        """Scales all additions, as the strength of a LoRA loader does."""
        for addition in self.added.values():
            addition.scale = strength * self.alpha / addition.lora_down.weight.shape[0]

    def published(self) -> dict[str, Tensor]:
        """Tensors under kohya's keys: `….lora_down.weight`, `….lora_up.weight`, `….alpha`."""
        state = {}
        for key, addition in self.added.items():
            state[f"{key}.lora_down.weight"] = addition.lora_down.weight.detach()
            state[f"{key}.lora_up.weight"] = addition.lora_up.weight.detach()
            state[f"{key}.alpha"] = torch.tensor(self.alpha)
        return state


_RESIDUAL = {"in_layers.2": "conv1", "emb_layers.1": "time_emb_proj", "out_layers.3": "conv2", "skip_connection": "conv_shortcut"}
"""What kohya calls the parts of a residual block."""


def _unet_names() -> list[tuple[str, str]]:
    """Where each transformer, residual block and resampling lies here, and what kohya calls it."""
    down = [(f"input_blocks.{3 * i + j + 1}", f"down_blocks_{i}", j) for i in range(4) for j in range(2)]
    up = [(f"output_blocks.{3 * i + j}", f"up_blocks_{i}", j) for i in range(4) for j in range(3)]
    names = [(f"{place}.0", f"{block}_resnets_{j}") for place, block, j in down + up]
    names += [(f"{place}.1", f"{block}_attentions_{j}") for place, block, j in down if block != "down_blocks_3"]
    names += [(f"{place}.1", f"{block}_attentions_{j}") for place, block, j in up if block != "up_blocks_0"]
    names += [("input_blocks.0.0", "conv_in"), ("out.2", "conv_out")]
    names += [("middle_block.0", "mid_block_resnets_0"), ("middle_block.1", "mid_block_attentions_0"), ("middle_block.2", "mid_block_resnets_1")]
    names += [(f"input_blocks.{3 * i + 3}.0.op", f"down_blocks_{i}_downsamplers_0_conv") for i in range(3)]
    return names + [(f"output_blocks.{3 * i + 2}.{1 if i == 0 else 2}.conv", f"up_blocks_{i}_upsamplers_0_conv") for i in range(3)]
