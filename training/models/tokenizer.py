"""CLIP's byte-pair encoding, from the merges file that the `open_clip_torch` package carries (MIT)."""

from __future__ import annotations

import gzip
import html
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import regex

import runs

START, END, LENGTH = 49_406, 49_407, 77
_WORDS = regex.compile(r"<\|startoftext\|>|<\|endoftext\|>|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+", regex.IGNORECASE)


def _merges_file() -> Path:
    spec = find_spec("open_clip")
    if spec is not None and spec.origin is not None:
        return Path(spec.origin).parent / "bpe_simple_vocab_16e6.txt.gz"
    return runs.ROOT / "wheels/open_clip/bpe_simple_vocab_16e6.txt.gz"


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str], dict[str, int], dict[tuple[str, str], int]]:
    """Byte to letter, piece to id, pair to rank."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    letters = {b: chr(b) for b in plain}
    for i, b in enumerate(b for b in range(256) if b not in letters):
        letters[b] = chr(256 + i)
    lines = gzip.open(_merges_file()).read().decode("utf-8").split("\n")[1:49_152 - 256 - 2 + 1]
    pairs = [tuple(line.split()) for line in lines]
    single = [letters[b] for b in plain] + [letters[b] for b in range(256) if b not in set(plain)]
    pieces = single + [s + "</w>" for s in single] + ["".join(pair) for pair in pairs] + ["<|startoftext|>", "<|endoftext|>"]
    return letters, {piece: i for i, piece in enumerate(pieces)}, {pair: i for i, pair in enumerate(pairs)}  # type: ignore[misc]


@lru_cache(maxsize=4096)
def _word(word: str) -> tuple[int, ...]:
    letters, ids, ranks = _tables()
    parts = [letters[b] for b in word.encode()]
    parts[-1] += "</w>"
    while len(parts) > 1:
        rank, at = min((ranks.get(pair, 1 << 30), i) for i, pair in enumerate(zip(parts, parts[1:])))
        if rank == 1 << 30:
            break
        parts[at:at + 2] = [parts[at] + parts[at + 1]]
    return tuple(ids[part] for part in parts)


def encode(text: str) -> np.ndarray:
    """Ids [77]: start, the text (cut if it is too long), end, and ends as padding, as Stable Diffusion 1.x does."""
    clean = " ".join(html.unescape(text).split()).lower()
    ids = [i for word in _WORDS.findall(clean) for i in _word(word)]
    row = np.full(LENGTH, END, np.int64)
    row[0] = START
    row[1:1 + len(ids[:LENGTH - 2])] = ids[:LENGTH - 2]
    return row
