"""Measures every starter model and prints a table: `python -m report [vae prompts lines ink 2x writer]`.

Pictures are made here in PyTorch. To judge another program's pictures: `python -m report prompts --write-prompts prompts.csv` lists what to
make (seed and text per row); then `python -m report prompts --pictures FOLDER` judges its 000.png, 001.png, … in that order.
With `--kept`, pictures that the U-Net alone made in the last run are judged again instead of made.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

import render
import runs
from bars import table
from generate import Pipeline
from judging import answers, judge, marks, verdicts
from world.grammar import caption
from world.scene import Scene, draw

COUNT, SEED = 200, 77


def held_out_prompts(count: int = COUNT) -> tuple[list[Scene], list[str]]:
    """Scenes whose combination never occurred in training, and a caption of each that leaves nothing out."""
    rng = np.random.default_rng(SEED)
    scenes = [draw(rng, held_out=True) for _ in range(count)]
    return scenes, [caption(scene, rng, thorough=True) for scene in scenes]


def vae() -> dict[str, float]:
    """Decibels through encoder and decoder on held-out scenes, and how far colour histograms move."""
    from train_latents import to_floats
    from train_vae import psnr, trained

    model, (pictures, _) = trained(), render.load("held-out", COUNT)
    with torch.no_grad():
        made = torch.cat([model.decode(model.moments(to_floats(part))[0]) for part in np.array_split(pictures, 50)])
    as_bytes = ((made.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()
    return {"PSNR, dB": psnr(made, pictures), "colour histogram distance (0 same, 1 disjoint)": float(np.mean([_histogram_distance(a, b) for a, b in zip(as_bytes, pictures)]))}


def _histogram_distance(a: np.ndarray, b: np.ndarray) -> float:
    """Half the sum of differences of the two pictures' shares in 8×8×8 colour boxes."""
    shares = [np.bincount(((p >> 5).reshape(-1, 3).astype(int) @ np.array([64, 8, 1])), minlength=512) / (p.size // 3) for p in (a, b)]
    return float(np.abs(shares[0] - shares[1]).sum() / 2)


def follow(pictures: np.ndarray, scenes: list[Scene]) -> dict[str, float]:
    """How well pictures show what their scenes' captions say."""
    given, right = verdicts(judge(), pictures), answers(scenes)
    told = marks(given, right)
    present, sides = [], []
    for name in ("thing", "body", "stars", "clouds"):
        named = right[name] > 0
        present.append((given[name] == right[name])[named])
    for name in ("thing_place", "body_place", "clouds_place"):
        aside = (right[name] == 0) | (right[name] == 2)
        owner = name.removesuffix("_place")
        sides.append((given[name] == right[name])[aside & (given[owner] == right[owner])])
    return {
        "time": told["time"], "ground": told["ground"], "named objects present": torch.cat(present).float().mean().item(),
        "left/right place": torch.cat(sides).float().mean().item(),
        "foreground thing": told["thing"], "its left/right place": sides[0].float().mean().item(), "its colour": told["colour"],
        "sun or moon": told["body"], "weather": told["weather"], "style": told["style"],
    }


def unaided(name: str, texts: list[str], kept: bool) -> np.ndarray:
    """Pictures [N, 128, 128, 3] that the U-Net makes of texts alone; with `kept` those of the last run, if it left any."""
    path = runs.folder("report") / f"{name}.npy"
    if not (kept and path.exists()):
        np.save(path, Pipeline.trained().draw(texts, SEED))
    return np.load(path)


def prompts(kept: bool = False, pictures: np.ndarray | None = None) -> dict[str, dict[str, float]]:
    """Prompt following on held-out combinations, against captions that were dealt to other pictures."""
    scenes, texts = held_out_prompts()
    if pictures is None:
        pictures = unaided("prompts", texts, kept)
    order = np.random.default_rng(1).permutation(len(scenes))
    held, held_scenes = render.load("held-out", 1024)
    return {
        "judge on held-out painted scenes": marks(verdicts(judge(), held), answers(held_scenes)),
        "prompts": follow(pictures, scenes),
        "captions shuffled": follow(pictures, [scenes[i] for i in order]),
    }


def lines(kept: bool = False, count: int = 40) -> dict[str, float]:
    """How well the lines of made pictures match the given ones, with the ControlNet and without it."""
    from lines import drawing, match
    from loop import averaged_state
    from models.controlnet import ControlNet
    from train_controlnet import hints

    painted, scenes = render.load("held-out", count)
    rng = np.random.default_rng(SEED)
    texts = [caption(scene, rng, thorough=True) for scene in scenes]
    model, pipeline, given = ControlNet().eval().requires_grad_(False), Pipeline.trained(), hints(painted)
    model.load_state_dict(averaged_state("controlnet"))

    def steer(x: Tensor, t: Tensor, text: Tensor, rows: slice) -> list[Tensor]:
        return model(x, t, text, torch.cat([given[rows]] * 2))

    figures = {}
    np.save(runs.folder("report") / "lines-1.npy", pipeline.draw(texts, SEED, control=steer))
    for strength in (1, 0):
        made = np.load(runs.folder("report") / "lines-1.npy") if strength else unaided("lines-0", texts, kept)
        figures[f"F1 at strength {strength}"] = float(np.mean([match(drawing(a), drawing(b)) for a, b in zip(made, painted)]))
    figures["F1 of the codec's own copy"] = float(np.mean([match(drawing(a), drawing(b)) for a, b in zip(_copies(painted), painted)]))
    return figures


def _copies(pictures: np.ndarray) -> np.ndarray:
    from train_latents import to_floats
    from train_vae import trained

    model = trained()
    with torch.no_grad():
        made = torch.cat([model.decode(model.moments(to_floats(part))[0]) for part in np.array_split(pictures, len(pictures) // 4)])
    return ((made.clamp(-1, 1) + 1) * 127.5).round().byte().permute(0, 2, 3, 1).numpy()


def ink(kept: bool = False, count: int = 60) -> dict[str, float]:
    """Share of pictures in ink with the LoRA and without, and what becomes of their content."""
    from export import trained_lora
    from train_style import share_of_ink

    scenes, texts = held_out_prompts(count)
    unet, text, _ = trained_lora()
    pipeline = Pipeline.trained()
    pipeline.unet, pipeline.text = unet, text  # type: ignore[assignment]
    figures = {}
    np.save(runs.folder("report") / "ink-1.npy", pipeline.draw(texts, SEED))
    for strength in (1, 0):
        made = np.load(runs.folder("report") / "ink-1.npy") if strength else unaided("ink-0", texts, kept)
        figures[f"in ink at strength {strength}"] = share_of_ink(made)
        told = follow(made, scenes)
        figures |= {f"{name} at strength {strength}": told[name] for name in ("time", "ground", "named objects present", "left/right place")}
    return figures


def upscaler() -> dict[str, float]:
    """Decibels of the upscaler and of bicubic on held-out scenes."""
    from loop import averaged_state
    from models.rrdb import RRDBNet
    from train_upscaler import gain_over_bicubic, large_scenes

    model = RRDBNet().eval().requires_grad_(False)
    model.load_state_dict({name: value.half().float() for name, value in averaged_state("upscaler").items()})
    ours, theirs = gain_over_bicubic(model, large_scenes("held-out", 100))
    return {"PSNR, dB": ours, "bicubic, dB": theirs, "gain, dB": ours - theirs}


def writer(count: int = COUNT) -> dict[str, float]:
    """Share of wishes that llama.cpp's greedy answers grant, and how many answers equal PyTorch's from the same file's weights."""
    import gguf
    import llama_cpp
    from models.llama import Llama
    from train_writer import CLOSE, grants, greedy, pair, prompt_ids, vocabulary

    path, pieces, model = runs.export("llm/starter_writer.gguf"), vocabulary(), Llama().eval().requires_grad_(False)
    state = {t.name: torch.from_numpy(np.array(gguf.quants.dequantize(t.data, t.tensor_type))) for t in gguf.GGUFReader(path).tensors}
    model.load_state_dict({name: state[name].reshape(value.shape) for name, value in model.state_dict().items()})
    other = llama_cpp.Llama(str(path), n_ctx=256, n_threads=1, verbose=False, logits_all=False)
    rng, stop, granted, equal, same_ids = np.random.default_rng(SEED), pieces.piece_to_id(CLOSE), 0, 0, 0
    for _ in range(count):
        text, _, wanted = pair(rng)
        prompt = prompt_ids(pieces, text)
        chat = f"<|im_start|>user\n{text}<|im_end|>\n<|im_start|>assistant\n"
        same_ids += other.tokenize(chat.encode(), add_bos=True, special=True) == prompt
        other.reset()
        theirs: list[int] = []
        for token in other.generate(prompt, top_k=1, temp=0.0, repeat_penalty=1.0):
            theirs.append(token)
            if token == stop or len(theirs) == 90:
                break
        equal += theirs == greedy(model, prompt, stop)
        granted += theirs[-1] == stop and grants(pieces.decode(theirs[:-1]), wanted)
    return {"wishes granted": granted / count, "greedy answers equal to llama.cpp's": equal / count, "prompts tokenised equally": same_ids / count}


PARTS: dict[str, Callable[[], dict]] = {"vae": vae, "prompts": prompts, "lines": lines, "ink": ink, "2x": upscaler, "writer": writer}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all, if none is named")
    options.add_argument("--pictures", type=Path)
    options.add_argument("--write-prompts", type=Path)
    options.add_argument("--kept", action="store_true")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    if chosen.write_prompts:
        with chosen.write_prompts.open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["seed", "text"])
            rows.writerows([SEED + i, text] for i, text in enumerate(held_out_prompts()[1]))
        return
    path = runs.folder("report") / "figures.json"
    figures: dict[str, dict] = {}
    for name in chosen.parts or PARTS:
        if name == "prompts" and chosen.pictures:
            made = np.stack([np.asarray(Image.open(file).convert("RGB")) for file in sorted(chosen.pictures.glob("*.png"))])
            figures["prompts, other program"] = prompts(pictures=made)
            print(json.dumps(figures["prompts, other program"], indent=1))
        else:
            figures[name] = PARTS[name](chosen.kept) if name in ("prompts", "lines", "ink") else PARTS[name]()
            print(name, json.dumps(figures[name], indent=1), flush=True)
        figures = {**(json.loads(path.read_text()) if path.exists() else {}), **figures}
        path.write_text(json.dumps(figures, indent=1))
    print("\n".join(table(figures)))


if __name__ == "__main__":
    main()
