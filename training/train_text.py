"""Teaches the text encoder to read: `python -m train_text --minutes 5`.

Linear heads on its output (after the caption's end, where it has seen everything) must tell every attribute that the caption names. The
U-Net then learns from vectors that already hold what was said, in place of learning to read through noise.
"""

from __future__ import annotations

import argparse

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from loop import Loop, add_time
from models.text_encoder import VOCABULARY, TextEncoder
from models.tokenizer import END, LENGTH, encode
from world import scene as names
from world.grammar import caption, parse
from world.scene import draw

CHOICES: dict[str, tuple] = {
    "time": names.TIMES, "ground": names.GROUNDS, "body": names.BODIES[1:], "body_place": names.PLACES, "stars": (True,),
    "clouds": (True,), "clouds_place": names.PLACES, "thing": names.OBJECTS[1:], "thing_place": names.PLACES, "colour": names.COLOURS,
    "weather": names.WEATHERS, "style": names.STYLES,
}


class Reader(nn.Module):
    """The encoder and its heads; class 0 of each head is "not named"."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = TextEncoder()
        self.heads = nn.ModuleDict({name: nn.Linear(64, 1 + len(values)) for name, values in CHOICES.items()})

    def forward(self, ids: Tensor, places: Tensor) -> dict[str, Tensor]:
        """ids [B, 77], places [B, P] of tokens to judge at: logits [B, P, classes] per attribute."""
        states = self.encoder(ids)
        states = states.gather(1, places[..., None].expand(-1, -1, states.shape[-1]))
        return {name: head(states) for name, head in self.heads.items()}


def example(rng: np.random.Generator) -> tuple[np.ndarray, list[int]]:
    """Ids [77] of a caption, now and then with foreign words or empty, and the class of each attribute."""
    text = "" if rng.random() < 0.04 else caption(draw(rng), rng)
    reading = parse(text)
    ids = encode(text)
    if text and rng.random() < 0.2:
        end = int((ids == END).argmax())
        for _ in range(int(rng.integers(1, 4))):
            at = int(rng.integers(1, end + 1))
            ids[at + 1:] = ids[at:-1].copy()
            ids[at] = rng.integers(VOCABULARY - 2)
    classes = [0 if (said := getattr(reading, name)) is None else 1 + values.index(said) for name, values in CHOICES.items()]
    return ids, classes


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 5)
    options.add_argument("--batch", type=int, default=48)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(2)
    model = Reader()
    loop = Loop("text", model, 2e-3, chosen.minutes, average=0.99, more=chosen.more)
    rng = np.random.default_rng(100 + loop.step)
    right: list[Tensor] = []
    while not loop.done:
        rows = [example(rng) for _ in range(chosen.batch)]
        ids = torch.from_numpy(np.stack([ids for ids, _ in rows]))
        classes = torch.tensor([classes for _, classes in rows])
        end = (ids == END).int().argmax(1)
        spread = end[:, None] + ((LENGTH - 1 - end)[:, None] * torch.rand(len(ids), 3)).long()
        logits = model(ids, torch.cat([end[:, None], spread], 1))
        losses = [F.cross_entropy(out.flatten(0, 1), classes[:, i].repeat_interleave(4)) for i, out in enumerate(logits.values())]
        right.append(torch.stack([(out[:, 0].argmax(-1) == classes[:, i]).float().mean() for i, out in enumerate(logits.values())]))
        loop.update(torch.stack(losses).sum())
        if loop.step % 100 == 0:
            print("right:", " ".join(f"{name} {v:.3f}" for name, v in zip(CHOICES, torch.stack(right).mean(0).tolist())), flush=True)
            right.clear()
    loop.save()


if __name__ == "__main__":
    main()
