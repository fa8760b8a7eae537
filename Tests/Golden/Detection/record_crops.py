"""Records what ComfyUI cuts out of pictures.

    python record_crops.py COMFYUI      # its folder, 0.33 or later; needs what ComfyUI needs

Writes crops.json beside this file: bytes of the results. Pictures and masks are formulas.
"""

import ast
import json
import logging
import math
import pathlib
import sys
from unittest.mock import MagicMock

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
FOLDER = sys.argv[1]
sys.path.insert(0, FOLDER)
sys.argv = sys.argv[:1] + ["--cpu"]
import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()
import comfy.model_management  # noqa: E402
import comfy.utils  # noqa: E402


def nodes(*names):
    """Parts of nodes_images.py, without what the whole file imports."""
    io = MagicMock()
    io.ComfyNode, io.NodeOutput = object, lambda *values, **_: values[0]
    space = {"torch": torch, "math": math, "logging": logging, "comfy": comfy, "IO": io, "UI": MagicMock()}
    tree = ast.parse(pathlib.Path(FOLDER, "comfy_extras/nodes_images.py").read_text())
    tree.body = [part for part in tree.body if getattr(part, "name", "") in names]
    exec(compile(tree, "nodes_images.py", "exec"), space)
    return [space[name] for name in names]


def pictures(count, height, width):
    n, y, x, c = np.ogrid[:count, :height, :width, :3]
    return torch.from_numpy(((x * x // 5 + y * 7 + x * y // 9 + c * 29 + n * 57) % 101 / 100).astype(np.float32))


def masks(count, height, width, inside, outside):
    """A diamond in the upper right, with a soft edge."""
    n, y, x = np.ogrid[:count, :height, :width]
    distance = np.abs(x - 0.6 * width) / width + np.abs(y - 0.4 * height + 3 * n) / height
    soft = np.clip((0.3 - distance) * 8, 0, 1)
    return torch.from_numpy((outside + (inside - outside) * np.round(soft * 64) / 64).astype(np.float32))


def main():
    _, to_mask, crop = nodes("_crop_image_with_mask", "ImageCropToMask", "ImageCropV2")
    # Pictures, masks (of another size, fewer, inverted, faint, empty), width, height, pad factor, growth, ground.
    cases = [
        ((2, 50, 70), (2, 50, 70, 1, 0), 64, 64, 1.0, 0, "#000000"),
        ((1, 50, 70), (1, 50, 70, 1, 0), 80, 64, 1.5, 3, "#ff8040"),
        ((2, 90, 40), (1, 45, 40, 1, 0), 64, 72, 1.2, -2, "#0080ff"),
        ((1, 50, 70), (1, 50, 70, 0, 1), 64, 64, 1.1, 0, "ffffff"),
        ((1, 50, 70), (1, 50, 70, 0.5, 0.1), 64, 64, 1.0, 0, "red"),
        ((1, 50, 70), (1, 50, 70, 0.6, 0.4), 64, 64, 1.3, 0, "#102030"),
        ((1, 150, 90), (1, 150, 90, 1, 0), 64, 64, 2.0, 1, "#203040"),
    ]
    made = []
    for picture, mask, width, height, factor, growth, ground in cases:
        result = to_mask.execute(pictures(*picture), masks(*mask), width, height, factor, growth, ground)
        made.append({
            "picture": picture, "mask": mask, "width": width, "height": height, "padFactor": factor,
            "growMask": growth, "background": ground,
            "bytes": np.round(result.numpy() * 255).astype(int).ravel().tolist()})
    image = pictures(1, 20, 30)
    regions = [{"x": 3, "y": 4, "width": 10, "height": 5}, {"x": 25, "y": 15, "width": 50, "height": 50},
               {"x": 99, "y": 99, "width": 4, "height": 4}, {}, {"x": -12, "y": 2, "width": 7, "height": 9}]
    cut = []
    for region in regions:
        result = crop.execute(image, region)
        cut.append({"region": json.dumps(region), "shape": list(result.shape), "first": float(result.reshape(-1)[0])})
    (HERE / "crops.json").write_text(json.dumps({"toMask": made, "cut": cut}, separators=(",", ":")) + "\n")
    print(len(made), [np.mean(m["bytes"]) for m in made], cut)


if __name__ == "__main__":
    main()
