#!/usr/bin/env python3
"""Adds small stand-ins for SDPose, RT-DETR and BiRefNet to a folder of stand-ins, as run-workflows.py reads it.

    pose-standins.py STANDINS      # needs numpy and safetensors

Weights are random, so poses and masks mean nothing; names, prompt, sizes of pictures and number of points are the real ones.
"""
import json
import pathlib
import sys

from safetensors.numpy import load_file, save_file

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "Golden"
sys.path.insert(0, str(GOLDEN / "Models"))
import synthetic  # noqa: E402


def pose():
    layout = synthetic.unet("model.diffusion_model.", 64, (1, 2), (0, 1), 1, 1024, linear=True, label=4)
    head = "model.diffusion_model.heatmap_head."
    layout[head + "deconv_layers.0.weight"] = (128, 128, 4, 4)
    layout.conv(head + "conv_layers.0", 128, 128, 1)
    layout.conv(head + "final_layer", 128, 133, 1)
    layout |= synthetic.vae("first_stage_model.", 32, (1, 1, 1, 1), blocks=1)
    return synthetic.tensors(layout)


def recorded(file):
    recorded = load_file(GOLDEN / file)
    return {name: value for name, value in recorded.items() if not name.startswith("truth.")}


def main():
    folder = pathlib.Path(sys.argv[1])
    for place, word, tensors in (
        ("checkpoints/sdpose.safetensors", "sdpose", pose()),
        ("diffusion_models/rtdetr.safetensors", "rt_detr", recorded("Detection/rtdetr.safetensors")),
        ("background_removal/birefnet.safetensors", "birefnet", recorded("Background/birefnet.safetensors")),
    ):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        save_file(tensors, folder / place)
        kind, name = place.split("/")
        file = folder / "standins.json"
        table = json.loads(file.read_text()) if file.exists() else {}
        for pairs in [table.setdefault("*", {}).setdefault(kind, [])] + [
            part[kind] for part in table.values() if kind in part
        ]:
            if [word, name] not in pairs:
                pairs.insert(0, [word, name])
        file.write_text(json.dumps(table, indent=1) + "\n")


if __name__ == "__main__":
    main()
