"""A small classifier that tells what a picture shows. It only measures; no other model learns from it."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional as F

from world import scene as names

QUESTIONS: dict[str, tuple] = {
    "time": names.TIMES, "ground": names.GROUNDS, "body": names.BODIES, "body_place": names.PLACES, "stars": (False, True),
    "clouds": (False, True), "clouds_place": names.PLACES, "thing": names.OBJECTS, "thing_place": names.PLACES, "colour": names.COLOURS,
    "weather": names.WEATHERS, "style": names.STYLES,
}
"""The attributes and their possible answers. A place or a colour is only asked where its owner is in the picture."""


def _stage(width_in: int, width_out: int, stride: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(width_in, width_out, 3, stride, 1), nn.GroupNorm(8, width_out), nn.SiLU())


class Judge(nn.Module):
    """Pictures x [B, 3, 128, 128] in -1...1 to logits per question."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(
            _stage(48, 64, 1), _stage(64, 64, 1), _stage(64, 96, 2), _stage(96, 96, 1), _stage(96, 128, 2), _stage(128, 128, 1),
            _stage(128, 64, 1), nn.Flatten(), nn.Dropout(0.1), nn.Linear(64 * 64, 256), nn.SiLU(),
        )
        self.heads = nn.ModuleDict({name: nn.Linear(256, len(answers)) for name, answers in QUESTIONS.items()})

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        features = self.trunk(F.pixel_unshuffle(x, 4))
        return {name: head(features) for name, head in self.heads.items()}
