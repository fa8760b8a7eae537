"""Where a training run keeps what it makes: caches, checkpoints, logs, exports. Never inside the repository."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(os.environ.get("DARKROOM_TRAINING", Path.home() / "darkroom-training"))


def folder(name: str) -> Path:
    """A folder of the run, made if it is missing."""
    path = ROOT / name
    path.mkdir(parents=True, exist_ok=True)
    return path


def export(name: str) -> Path:
    """Where a finished model goes, in ComfyUI's folder layout, such as "checkpoints/starter.safetensors"."""
    path = folder("export") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
