"""Trains the writer, which makes a whole description of a short wish: `python -m train_writer --minutes 20`."""

from __future__ import annotations

import argparse

import numpy as np
import sentencepiece
import torch
from torch import Tensor
from torch.nn import functional as F

import runs
from loop import Loop, add_time
from models.llama import Llama, Shape
from world.grammar import caption, description, parse
from world.scene import draw
from world.wishes import completed, sentence, wish

OPEN, CLOSE = "<|im_start|>", "<|im_end|>"


def vocabulary() -> sentencepiece.SentencePieceProcessor:
    """The writer's pieces: byte pairs of the grammar with single bytes to fall back on; trained once."""
    path = runs.folder("writer") / "pieces.model"
    if not path.exists():
        rng = np.random.default_rng(40)
        lines = []
        for _ in range(20_000):
            scene = draw(rng)
            lines += [wish(scene, rng)[0], sentence(caption(scene, rng, thorough=True))]
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(lines), model_prefix=str(path.with_suffix("")), vocab_size=Shape.vocabulary, model_type="bpe",
            byte_fallback=True, add_dummy_prefix=False, control_symbols=[OPEN, CLOSE], normalization_rule_name="identity",
            remove_extra_whitespaces=False, bos_id=1, eos_id=2, unk_id=0, pad_id=-1, minloglevel=2)
    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def prompt_ids(pieces: sentencepiece.SentencePieceProcessor, text: str) -> list[int]:
    """Ids of a wish in the chat template (ChatML), up to where the answer begins."""
    opened, closed = pieces.piece_to_id(OPEN), pieces.piece_to_id(CLOSE)
    plain = lambda words: pieces.encode(words)  # noqa: E731
    return [1, opened, *plain("user\n" + text), closed, *plain("\n"), opened, *plain("assistant\n")]


def pair(rng: np.random.Generator, most: int = 4, placed: float = 0.3) -> tuple[str, str, dict[str, str | bool]]:
    """A wish, one description that grants it, and what was wished."""
    scene = draw(rng)
    text, wanted = wish(scene, rng, most, placed)
    return text, sentence(description(completed(wanted, rng), rng)), wanted


@torch.no_grad()
def greedy(model: Llama, prompt: list[int], stop: int, limit: int = 90) -> list[int]:
    """The likeliest next token, again and again."""
    ids = list(prompt)
    while len(ids) - len(prompt) < limit:
        ids.append(int(model(torch.tensor([ids]))[0, -1].argmax()))
        if ids[-1] == stop:
            break
    return ids[len(prompt):]


def grants(text: str, wanted: dict[str, str | bool]) -> bool:
    """Whether a description is all grammar, without contradiction, and says everything that was wished."""
    reading = parse(text)
    return reading.whole and all(reading.named().get(name) == value for name, value in wanted.items())


def score(model: Llama, pieces: sentencepiece.SentencePieceProcessor, count: int, seed: int = 50) -> float:
    """Share of `count` fresh wishes that greedy answers grant."""
    rng, stop, granted = np.random.default_rng(seed), pieces.piece_to_id(CLOSE), 0
    for _ in range(count):
        text, _, wanted = pair(rng)
        ids = greedy(model, prompt_ids(pieces, text), stop)
        granted += ids[-1] == stop and grants(pieces.decode(ids[:-1]), wanted)
    return granted / count


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    add_time(options, 20)
    options.add_argument("--batch", type=int, default=24)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(7)
    pieces, model = vocabulary(), Llama()
    loop = Loop("writer", model, 2e-3, chosen.minutes, average=0.99, more=chosen.more)
    rng, close = np.random.default_rng(700 + loop.step), pieces.piece_to_id(CLOSE)
    while not loop.done:
        rows, heads = [], []
        for _ in range(chosen.batch):
            text, answer, _ = pair(rng, most=6, placed=0.75)
            head = prompt_ids(pieces, text)
            rows.append(head + pieces.encode(answer) + [close])
            heads.append(len(head))
        longest = max(map(len, rows))
        ids = torch.tensor([row + [2] * (longest - len(row)) for row in rows])
        targets = ids[:, 1:].clone()
        for i, row in enumerate(rows):
            targets[i, : heads[i] - 1] = -100
            targets[i, len(row) - 1:] = -100
        with torch.autocast("cpu", torch.bfloat16):
            logits: Tensor = model(ids[:, :-1])
        loop.update(F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=-100))
        if loop.step % 200 == 0:
            print(f"wishes granted {score(loop.averaged, pieces, 24):.2f}", flush=True)
    loop.save()
    print(f"wishes granted {score(loop.averaged, pieces, 40):.3f}", flush=True)


if __name__ == "__main__":
    main()
