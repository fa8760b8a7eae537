"""Records what ComfyUI's own nodes make of small pictures: compositing.json.

    python3 record_compositing.py COMFYUI COMPOSITOR      # torch, Pillow, numpy, kornia

COMFYUI is a checkout with `nodes_post_processing.py`; COMPOSITOR a folder with `compositor_blend.py`, and with the functions
of `nodes_compositor.py` up to its first node as `compositor_functions.py` (ComfyUI 0.31 and newer).
"""
import ast
import base64
import hashlib
import json
import math
import pathlib
import sys
import types

import kornia
import numpy
import torch
from PIL import Image

COMFYUI, COMPOSITOR = map(pathlib.Path, sys.argv[1:3])
sys.path.insert(0, str(COMPOSITOR))


def floats(array):
    """32-bit numbers in base 64."""
    return base64.b64encode(numpy.asarray(array, numpy.float32).tobytes()).decode()


def picture(height, width, seed, channels=3):
    """Smooth colours with a little noise, far from gray."""
    rows, columns = numpy.mgrid[0:height, 0:width]
    random = numpy.random.default_rng(seed)
    waves = [numpy.sin(rows / (3 + c) + seed) * numpy.cos(columns / (4 + 2 * c)) for c in range(channels)]
    smooth = 0.5 + 0.4 * numpy.stack(waves, 2) + random.normal(0, 0.05, (height, width, channels))
    return numpy.round(numpy.clip(smooth, 0, 1) * 255).astype(numpy.float32) / 255


def color_transfer_class():
    """The class from ComfyUI's file, without what the file imports."""
    source = (COMFYUI / "comfy_extras/nodes_post_processing.py").read_text()
    tree = ast.parse(source)
    found = next(node for node in tree.body if getattr(node, "name", "") == "ColorTransfer")
    found.body = [node for node in found.body if getattr(node, "name", "") != "define_schema"]
    found.bases = []
    management = types.SimpleNamespace(
        get_torch_device=lambda: "cpu", intermediate_device=lambda: "cpu", intermediate_dtype=lambda: torch.float32)
    bar = types.SimpleNamespace(update=lambda count: None)
    names = {
        "torch": torch, "kornia": kornia,
        "comfy": types.SimpleNamespace(
            model_management=management, utils=types.SimpleNamespace(ProgressBar=lambda count: bar)),
        "io": types.SimpleNamespace(NodeOutput=lambda value: value)}
    exec(compile(ast.Module([found], []), "nodes_post_processing.py", "exec"), names)
    return names["ColorTransfer"]


def transfers():
    node = color_transfer_class()
    target = torch.from_numpy(numpy.stack([picture(9, 11, seed) for seed in (1, 2, 3)]))
    references = torch.from_numpy(numpy.stack([picture(7, 8, seed) ** 1.7 for seed in (7, 8)]))
    cases = []
    for method in ("reinhard_lab", "mkl_lab", "histogram"):
        for source, index, strength, count in (
                ("per_frame", 0, 1.0, 1), ("per_frame", 0, 0.4, 2), ("uniform", 0, 1.0, 2), ("target_frame", 1, 1.5, 1)):
            stats = {"source_stats": source, "target_index": index}
            result = node.execute(target, references[:count], method, stats, strength)
            cases.append({
                "method": method, "source": source, "index": index, "strength": strength, "references": count,
                "result": floats(result)})
    return {"target": floats(target), "references": floats(references), "cases": cases}


def compositions():
    import compositor_functions as functions

    def layer(seed, size, channels=3, **placement):
        image = torch.from_numpy(picture(*size, seed, channels))[None]
        return {"image": image, **placement}

    stacks = []
    for number, mode in enumerate(functions._LAYER_MODES):
        stacks.append([
            layer(1, (12, 14), channels=4), layer(5 + number, (9, 10), 4, x=2, y=3, opacity=0.7, blend_mode=mode)])
    stacks += [
        [layer(1, (8, 8)), layer(2, (8, 8), z_index=-1, x=3)],
        [layer(3, (6, 7), 4, x=-3, y=-2, w=15, h=9), layer(4, (5, 5), 3, x=4, y=4, rotation=math.radians(30))],
        [layer(3, (6, 7), 4, x=5, y=5, rotation=math.radians(90)), layer(4, (6, 7), x=1, rotation=math.radians(-45), flip_h=True)],
        [layer(3, (7, 6), 4, x=5, y=5, rotation=math.radians(180), flip_v=True), layer(9, (3, 4), w=3, h=2, opacity=0.0)],
        [layer(3, (5, 4), x=100, y=0), layer(4, (5, 4), 4, x=2, y=1, rotation=math.radians(200.5), w=9, h=7)],
    ]
    masked = layer(6, (8, 8), x=1)
    masked["mask"] = torch.linspace(0, 1, 16).reshape(1, 4, 4)
    stacks.append([layer(2, (9, 9)), masked])

    def recorded(items, **more):
        fields = ("x", "y", "w", "h", "z_index", "opacity", "blend_mode", "rotation", "flip_h", "flip_v")
        return {
            "layers": [
                {"shape": list(item["image"].shape), "pixels": floats(item["image"]),
                 "mask": floats(item["mask"]) if "mask" in item else None,
                 **{name: item[name] for name in fields if name in item}} for item in items], **more}

    cases = []
    for items in stacks:
        frames = functions.expand_item_frames(functions.document_items({"layers": items}))
        alphas = [functions.frame_alpha(frame["tensor"], frame["mask"]) for frame in frames]
        state = functions.state_from_items(frames, functions.canvas_extent(frames))
        out, mask = functions.composite_outputs(
            functions.composite_from_state([frame["tensor"] for frame in frames], state, alphas))
        cases.append(recorded(
            items, fingerprints=functions.input_fingerprints(frames, alphas), shape=list(out.shape), result=floats(out),
            mask=floats(mask)))

    # A composition that an editor has saved.
    items = stacks[-1]
    frames = functions.expand_item_frames(functions.document_items({"layers": items}))
    alphas = [functions.frame_alpha(frame["tensor"], frame["mask"]) for frame in frames]
    saved = {
        "version": 1, "canvas": {"w": 13, "h": 10.4}, "inputs": functions.input_fingerprints(frames, alphas), "order": [1, 0],
        "background": {"color": "#2af", "opacity": 0.8},
        "layers": [
            {"opacity": 0.6, "blend": "overlay", "transform": {"x": 1.5, "y": -2, "w": 7.6, "h": 9, "rotation": 0.3}},
            {"flipH": True, "transform": {"x": 2, "y": 1}}]}
    state = functions.parse_layer_state(json.dumps(saved))
    out, mask = functions.composite_outputs(
        functions.composite_from_state([frame["tensor"] for frame in frames], state, alphas))
    cases.append(recorded(
        items, fingerprints=saved["inputs"], compositor=saved, shape=list(out.shape), result=floats(out),
        mask=floats(mask)))
    return cases


recorded = {"transfers": transfers(), "compositions": compositions()}
pathlib.Path(__file__).with_name("compositing.json").write_text(json.dumps(recorded, indent=1) + "\n")
