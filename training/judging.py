"""Questions, answers and marks: what a scene's right answers are, and how often the judge gives them."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from loop import averaged_state
from models.judge import QUESTIONS, Judge
from world.scene import Scene

UNASKED = -100


def answers(scenes: list[Scene]) -> dict[str, Tensor]:
    """The index of the right answer per question [N]; UNASKED where the question makes no sense."""
    table = {}
    for name, choices in QUESTIONS.items():
        row = []
        for scene in scenes:
            value = scene.clouds_place != "none" if name == "clouds" else getattr(scene, name)
            row.append(choices.index(value) if value in choices else UNASKED)
        table[name] = torch.tensor(row)
    return table


def judge() -> Judge:
    """The trained judge."""
    model = Judge().eval().requires_grad_(False)
    model.load_state_dict(averaged_state("judge"))
    return model


@torch.no_grad()
def verdicts(model: Judge, pictures: np.ndarray) -> dict[str, Tensor]:
    """The judge's answer per question [N] to byte pictures [N, 128, 128, 3]."""
    parts = []
    for part in np.array_split(pictures, max(len(pictures) // 64, 1)):
        logits = model(torch.from_numpy(np.ascontiguousarray(part)).permute(0, 3, 1, 2).float() / 127.5 - 1)
        parts.append({name: out.argmax(1) for name, out in logits.items()})
    return {name: torch.cat([part[name] for part in parts]) for name in QUESTIONS}


def marks(given: dict[str, Tensor], right: dict[str, Tensor]) -> dict[str, float]:
    """Share of right answers per question, over the pictures where it is asked."""
    return {name: (given[name] == right[name])[right[name] != UNASKED].float().mean().item() for name in QUESTIONS}
