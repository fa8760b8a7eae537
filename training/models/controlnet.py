"""The original ControlNet (keys as under `control_model.`): the U-Net's first half again, fed with a line drawing."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .unet import Down, UNet, _zero, run_block, time_features

_HINT_WIDTHS = (16, 16, 32, 32, 96, 96, 256)


class ControlNet(Down):
    """x [B, 4, H, W], hint [B, 3, 8H, 8W] in 0...1, t [B], text [B, 77, D] to the tensors that `UNet.forward` adds."""

    def __init__(self, width: int = 64, multiples: tuple[int, ...] = (1, 1, 1, 1), context_width: int = 64) -> None:
        super().__init__(width, multiples, context_width)
        widths = (3, *_HINT_WIDTHS)
        layers: list[nn.Module] = []
        for i, (a, b) in enumerate(zip(widths, widths[1:])):
            layers += [nn.Conv2d(a, b, 3, padding=1, stride=2 if i in (2, 4, 6) else 1), nn.SiLU()]
        self.input_hint_block = nn.Sequential(*layers, _zero(nn.Conv2d(_HINT_WIDTHS[-1], width, 3, padding=1)))
        self.zero_convs = nn.ModuleList(nn.Sequential(_zero(nn.Conv2d(w, w, 1))) for w in self.skip_widths)
        self.middle_block_out = nn.Sequential(_zero(nn.Conv2d(self.skip_widths[-1], self.skip_widths[-1], 1)))

    @torch.no_grad()
    def begin_from(self, unet: UNet) -> None:
        """Copies the U-Net's first half, so that training starts from what it knows."""
        theirs = unet.state_dict()
        self.load_state_dict({name: theirs[name] for name in self.state_dict() if name in theirs}, strict=False)

    def forward(self, x: Tensor, t: Tensor, context: Tensor, hint: Tensor) -> list[Tensor]:
        embedding = self.time_embed(time_features(t, self.width))
        guide, h, extras = self.input_hint_block(hint), x, []
        for i, (block, zero) in enumerate(zip(self.input_blocks, self.zero_convs)):
            h = run_block(block, h, embedding, context)
            if i == 0:
                h = h + guide
            extras.append(zero(h))
        extras.append(self.middle_block_out(run_block(self.middle_block, h, embedding, context)))
        return extras
