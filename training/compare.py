"""Holds Darkroom's pictures against plain PyTorch's: `python -m compare [text ink lines] [--darkroom PATH] [--models FOLDER]`.

Same files, prompts and seeds. Prints decibels (PSNR over bytes; two equal pictures count as 100) per prompt and fails below 60.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import render
from reference import Reference, drawn_hint
from report import held_out_prompts

BAR = 60.0
_REPOSITORY = Path(__file__).resolve().parent.parent


def graph(kind: str, text: str, seed: int) -> dict[str, dict]:
    """The workflow that makes one picture: with the LoRA ("ink"), with the ControlNet on hint.png ("lines"), or with neither ("text")."""
    model, clip, positive = ["1", 0], ["1", 1], ["2", 0]
    nodes = {"1": ("CheckpointLoaderSimple", {"ckpt_name": "starter.safetensors"})}
    if kind == "ink":
        nodes["9"] = ("LoraLoader", {"model": model, "clip": clip, "lora_name": "starter_ink.safetensors", "strength_model": 1.0, "strength_clip": 1.0})
        model, clip = ["9", 0], ["9", 1]
    negative = ["3", 0]
    if kind == "lines":
        nodes["10"] = ("LoadImage", {"image": "hint.png"})
        nodes["11"] = ("ControlNetLoader", {"control_net_name": "starter_lines.safetensors"})
        nodes["12"] = ("ControlNetApplyAdvanced", {"positive": positive, "negative": negative, "control_net": ["11", 0], "image": ["10", 0],
                                                   "strength": 1.0, "start_percent": 0.0, "end_percent": 1.0})
        positive, negative = ["12", 0], ["12", 1]
    nodes |= {
        "2": ("CLIPTextEncode", {"text": text, "clip": clip}),
        "3": ("CLIPTextEncode", {"text": "", "clip": clip}),
        "4": ("EmptyLatentImage", {"width": 128, "height": 128, "batch_size": 1}),
        "6": ("KSampler", {"model": model, "seed": seed, "steps": 20, "cfg": 5.0, "sampler_name": "euler", "scheduler": "normal",
                           "positive": positive, "negative": negative, "latent_image": ["4", 0], "denoise": 1.0}),
        "7": ("VAEDecode", {"samples": ["6", 0], "vae": ["1", 2]}),
        "8": ("SaveImage", {"images": ["7", 0], "filename_prefix": "made"}),
    }
    return {key: {"class_type": name, "inputs": inputs} for key, (name, inputs) in nodes.items()}


def darkroom_picture(program: Path, models: Path, nodes: dict[str, dict], hint: np.ndarray | None) -> np.ndarray:
    """What the program saves for a workflow, [128, 128, 3] of bytes."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "graph.json").write_text(json.dumps(nodes))
        if hint is not None:
            Image.fromarray(hint).save(folder / "hint.png")
        told = subprocess.run([program, "run", folder / "graph.json", "--models", models, "--input", folder, "--output", folder, "--quiet"],
                              check=True, capture_output=True, text=True, cwd=folder)
        return np.asarray(Image.open(folder / told.stdout.splitlines()[-1]).convert("RGB"))


def decibels(a: np.ndarray, b: np.ndarray) -> float:
    """PSNR over bytes; 100 for equal pictures."""
    error = float(np.square(a.astype(np.float64) - b).mean())
    return 100.0 if error == 0 else 10 * math.log10(255**2 / error)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kinds", nargs="*", choices=["text", "ink", "lines", []], help="text, if none is named")
    options.add_argument("--darkroom", type=Path, default=_REPOSITORY / ".build/release/darkroom")
    options.add_argument("--models", type=Path, default=_REPOSITORY / "Sources/CLI/Resources/starter-models")
    options.add_argument("--count", type=int, default=6)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    lowest = math.inf
    for kind in chosen.kinds or ["text"]:
        model = Reference(chosen.models, ink=kind == "ink", lines=kind == "lines")
        painted, _ = render.load("held-out", chosen.count) if kind == "lines" else ([None] * chosen.count, None)
        for i, (text, picture) in enumerate(zip(held_out_prompts(chosen.count)[1], painted)):
            seed, hint = 1_000 + i, None if picture is None else drawn_hint(picture)
            theirs = model.draw(text, seed, None if hint is None else hint[..., 0] > 0)
            ours = darkroom_picture(chosen.darkroom.resolve(), chosen.models.resolve(), graph(kind, text, seed), hint)
            value = decibels(ours, theirs)
            lowest = min(lowest, value)
            print(f"{kind} {value:6.2f} dB, seed {seed}: {text}", flush=True)
    print(f"lowest {lowest:.2f} dB, wanted {BAR:.0f} dB")
    sys.exit(0 if lowest >= BAR else 1)


if __name__ == "__main__":
    main()
