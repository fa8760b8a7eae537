"""Records what ComfyUI's nodes make of described rectangles.

    python record_regions.py COMFYUI      # its folder, 0.33 or later; needs what ComfyUI needs

Writes regions.json beside this file: rectangles, elements and previews of CreateBoundingBoxes, and the layers of
LayersFromBoundingBoxes.
"""

import ast
import json
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
import comfy_extras.nodes_bounding_boxes as boxes  # noqa: E402


def layers_node():
    """Parts of nodes_compositor.py, without what the whole file imports."""
    io = MagicMock()
    io.ComfyNode, io.NodeOutput = object, lambda value: value
    space = {"torch": torch, "json": json, "io": io, "boxes_from_input": boxes.boxes_from_input}
    names = ("document_canvas", "_int", "_bbox_list", "_item_mask_frame", "LayersFromBoundingBoxes")
    tree = ast.parse(pathlib.Path(FOLDER, "comfy_extras/nodes_compositor.py").read_text())
    tree.body = [part for part in tree.body if getattr(part, "name", "") in names]
    exec(compile(tree, "nodes_compositor.py", "exec"), space)
    return space["LayersFromBoundingBoxes"]


def pictures(count, height, width):
    n, y, x, c = np.ogrid[:count, :height, :width, :3]
    return torch.from_numpy(((x * x // 5 + y * 7 + x * y // 9 + c * 29 + n * 57) % 101 / 100).astype(np.float32))


def runs(picture):
    """Colours as pairs of how many and what."""
    values = np.round(picture.numpy() * 255).astype(int)
    found = []
    for colour in (values[..., 0] << 16 | values[..., 1] << 8 | values[..., 2]).ravel().tolist():
        if found and found[-1][1] == colour:
            found[-1][0] += 1
        else:
            found.append([1, colour])
    return [number for pair in found for number in pair]


def described(x, y, width, height, **metadata):
    return {"x": x, "y": y, "width": width, "height": height} | ({"metadata": metadata} if metadata else {})


def main():
    drawn = [
        described(100, 50.5, 300, 200, type="text", text="HELLO", desc="a sign", palette=["#ff8000", "#00ff00", "junk"]),
        described(400, 300, -150, -120, type="obj", desc="a dog"),
        described(-20, 500, 2000, 40),
        described(5, 5, 1, 1, palette=["#0000ff"]),
        {"x": 700},
    ]
    elements = [
        {"type": "text", "bbox": [100, 200, 450, 333], "text": "Ä", "desc": "d", "color_palette": ["#abcdef"]},
        {"bbox": [900, 800, 100, 50.5], "desc": "swapped", "text": "not kept"},
    ]
    create = []
    for width, height, editor, last, background, incoming in [
        (640, 576, drawn, [], None, None),
        (1024, 768, drawn, [], (1, 60, 90), None),
        (640, 576, drawn, [], None, elements),
        (640, 576, drawn, [], None, json.dumps(elements[0])),
        (640, 576, drawn, [], None, [[drawn[0]], [drawn[1]]]),
        (640, 576, [drawn[1]], [drawn[0]], None, [drawn[0]]),
        (2048, 1024, [], [], None, " "),
        (640, 576, [], [], None, described(1, 2, 3, 4)),
    ]:
        image = None if background is None else pictures(*background)
        node = boxes.CreateBoundingBoxes.execute(width, height, editor, last, image, incoming)
        preview, found, made = node.result
        create.append({
            "width": width, "height": height, "editor": json.dumps(editor), "last": json.dumps(last),
            "background": background, "incoming": None if incoming is None else json.dumps(incoming),
            "boxes": json.dumps(found), "elements": json.dumps(made), "shape": list(preview.shape),
            "preview": runs(preview)})

    node = layers_node()
    given = [
        described(3, 4.9, 10, 20, name="first", desc="not this"),
        described(1, 2, 0, 7, desc="second", z_index=-3, content_rect=[2, 3, 90, 4]),
        described(-5, 6, 7, 8, content_rect=[50, 0, 3, 3]),
    ]
    stacked = []
    for boxes_given, masks, below, crop, canvas in [
        (given, 4, None, True, (0, 0)), (given, 1, (7, (50, 60)), False, (0, 0)), (json.dumps([given]), 2, (0, None), True, (30, 40)),
        (elements, 0, None, True, (200, 100)),
    ]:
        previous = None
        if below:
            previous = {"layers": [{"image": pictures(1, 4, 4), "z_index": below[0]}]}
            previous |= {"canvas": below[1]} if below[1] else {}
        mask = torch.zeros(masks, 12, 16) if masks else None
        document = node.execute(pictures(4, 12, 16), boxes_given, mask, previous, crop, *canvas)
        stacked.append({
            "boxes": boxes_given if isinstance(boxes_given, str) else json.dumps(boxes_given), "isText": isinstance(boxes_given, str),
            "masks": masks, "below": below[0] if below else None,
            "belowCanvas": below[1] if below else None, "crop": crop, "canvas": canvas,
            "made": document.get("canvas"),
            "layers": [{
                "shape": list(item["image"].shape), "mask": list(item["mask"].shape) if "mask" in item else None,
                "x": item.get("x", 0), "y": item.get("y", 0), "w": item.get("w"), "h": item.get("h"), "z": item["z_index"],
                "name": item.get("name", "")} for item in document["layers"]]})
    (HERE / "regions.json").write_text(json.dumps({"create": create, "stacked": stacked}, separators=(",", ":")) + "\n")
    print(create[2]["boxes"], create[2]["elements"], stacked[0]["layers"])


if __name__ == "__main__":
    main()
