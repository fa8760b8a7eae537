"""Low-rank additions to a U-Net and a text encoder, kept under kohya's key names."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .text_encoder import TextEncoder
from .unet import UNet


class Added(nn.Module):
    """A layer with a trainable addition up(down(x)) · alpha / rank. At first the addition is nothing."""

    def __init__(self, base: nn.Linear | nn.Conv2d, rank: int, alpha: float) -> None:
        super().__init__()
        self.base, self.scale = base, alpha / rank
        if isinstance(base, nn.Conv2d):
            self.lora_down = nn.Conv2d(base.in_channels, rank, 1, bias=False)
            self.lora_up = nn.Conv2d(rank, base.out_channels, 1, bias=False)
        else:
            self.lora_down = nn.Linear(base.in_features, rank, bias=False)
            self.lora_up = nn.Linear(rank, base.out_features, bias=False)
        nn.init.kaiming_uniform_(self.lora_down.weight, a=5**0.5)
        nn.init.zeros_(self.lora_up.weight)

    def forward(self, x: Tensor) -> Tensor:
        return self.base(x) + self.lora_up(self.lora_down(x)) * self.scale


class LoRA(nn.Module):
    """Additions to every matrix of the transformers of both models. Making one puts the additions in place."""

    def __init__(self, unet: UNet, text: TextEncoder, rank: int = 8, alpha: float = 8.0) -> None:
        super().__init__()
        self.alpha = alpha
        self.added: dict[str, Added] = {}
        for place, name in _unet_names():
            for path, layer in list(unet.get_submodule(place).named_modules()):
                if isinstance(layer, nn.Linear) or path in ("proj_in", "proj_out"):
                    self._add(unet, f"{place}.{path}", f"lora_unet_{name}_{path.replace('.', '_')}", rank)
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


def _unet_names() -> list[tuple[str, str]]:
    """Where each spatial transformer lies here, and what kohya calls it."""
    names = [(f"input_blocks.{3 * i + j + 1}.1", f"down_blocks_{i}_attentions_{j}") for i in range(3) for j in range(2)]
    names.append(("middle_block.1", "mid_block_attentions_0"))
    return names + [(f"output_blocks.{3 * i + j}.1", f"up_blocks_{i}_attentions_{j}") for i in range(1, 4) for j in range(3)]
