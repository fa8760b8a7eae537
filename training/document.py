"""Writes the contact sheets of `docs/starter-models.md` from what `report` made: `python -m document ../docs/images`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

import render
import runs
from contact_sheet import sheet
from lines import drawing


def _save(pictures: list[np.ndarray], columns: int, path: Path) -> None:
    """As PNG of 256 colours."""
    sheet(pictures, columns).quantize(256).save(path, optimize=True)
    print(f"{path} {path.stat().st_size // 1024} KiB")


def main() -> None:
    folder, made = Path(sys.argv[1]), runs.folder("report")
    painted, _ = render.load("held-out", 24)
    _save(list(painted), 8, folder / "starter-world.png")
    if (made / "prompts.npy").exists():
        _save(list(np.load(made / "prompts.npy")[:24]), 8, folder / "starter-prompts.png")
    if (made / "lines-1.npy").exists():
        given = [np.repeat((drawing(p) * 255).astype(np.uint8)[..., None], 3, 2) for p in painted[:8]]
        _save(given + list(np.load(made / "lines-1.npy")[:8]) + list(np.load(made / "lines-0.npy")[:8]), 8, folder / "starter-lines.png")
    if (made / "ink-1.npy").exists():
        _save(list(np.load(made / "ink-0.npy")[:8]) + list(np.load(made / "ink-1.npy")[:8]), 8, folder / "starter-ink.png")


if __name__ == "__main__":
    main()
