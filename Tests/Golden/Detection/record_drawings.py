"""Records what ComfyUI draws of poses and rectangles.

    python record_drawings.py COMFYUI      # its folder; needs numpy, torch, torchvision and Pillow, and no OpenCV

Writes drawings.json beside this file: points, and a digest and some rows of the pictures drawn from them.
"""

import importlib.util
import json
import pathlib
import sys
import types
from unittest.mock import MagicMock

import numpy as np
import torch
import torchvision.transforms  # before its surroundings are stand-ins

HERE = pathlib.Path(__file__).parent


def load(folder, name):
    api, latest = types.ModuleType("comfy_api"), types.ModuleType("comfy_api.latest")
    latest.ComfyExtension, latest.io = object, MagicMock()
    latest.io.ComfyNode, latest.io.NodeOutput = object, lambda *values: values
    management = MagicMock()
    management.intermediate_device, management.intermediate_dtype = lambda: "cpu", lambda: torch.float32
    comfy = types.ModuleType("comfy")
    comfy.model_management, comfy.utils = management, MagicMock()
    classes = types.ModuleType("comfy.ldm.rt_detr.rtdetr_v4")
    source = pathlib.Path(folder, "comfy/ldm/rt_detr/rtdetr_v4.py").read_text()
    start = source.index("COCO_CLASSES = [")
    exec(source[start : source.index("]", start) + 1], classes.__dict__)
    sys.modules.update(
        {
            "comfy_api": api,
            "comfy_api.latest": latest,
            "comfy": comfy,
            "comfy.utils": comfy.utils,
            "comfy.model_management": management,
            "comfy.ldm": MagicMock(),
            "comfy.ldm.rt_detr": MagicMock(),
            "comfy.ldm.rt_detr.rtdetr_v4": classes,
            "comfy_extras": MagicMock(),
            "comfy_extras.nodes_lotus": MagicMock(),
        }
    )
    spec = importlib.util.spec_from_file_location(name, f"{folder}/comfy_extras/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def runs(picture):
    """Bytes as pairs of how many and what."""
    values = np.round(picture.numpy() * 255).astype(int)
    colours = (values[..., 0] << 16 | values[..., 1] << 8 | values[..., 2]).ravel().tolist()
    found = []
    for colour in colours:
        if found and found[-1][1] == colour:
            found[-1][0] += 1
        else:
            found.append([1, colour])
    return [number for pair in found for number in pair]


def person(random, width, height):
    def points(count):
        xy = random.random((count, 2)) * [width * 1.1, height * 1.1] - 3
        score = random.random((count, 1)) * 0.9 + 0.1
        flat = np.concatenate([xy, score], axis=1).astype(np.float32).ravel()
        return [float(f"{value:.6g}") for value in flat.tolist()]

    return {
        "pose_keypoints_2d": points(18),
        "foot_keypoints_2d": points(6),
        "face_keypoints_2d": points(70),
        "hand_right_keypoints_2d": points(21),
        "hand_left_keypoints_2d": points(21),
    }


def main(folder):
    random = np.random.default_rng(5)
    pose = load(folder, "nodes_sdpose")
    width, height = 120, 90
    frames = [
        {"canvas_width": width, "canvas_height": height, "people": [person(random, width, height) for _ in range(n)]}
        for n in [1, 2]
    ]
    drawn = []
    for options in [
        (True, True, True, True, 4, 3, 0.3, True),
        (True, False, False, False, 2, 3, 0.5, False),
        (False, True, False, False, 4, 1, 0.0, True),
        (False, False, True, True, 9, 2, 0.6, False),
    ]:
        body, hands, face, feet, stick, dots, threshold, head = options
        pictures = pose.SDPoseDrawKeypoints.execute(frames, body, hands, face, feet, stick, dots, threshold, head)[0]
        drawn.append({"options": list(map(float, options)), "pictures": [runs(p) for p in pictures]})
    faces = [pose.SDPoseFaceBBoxes.execute(frames, scale, square)[0] for scale, square in [(1.5, True), (3.0, False)]]

    detection = load(folder, "nodes_rtdetr")
    # What it falls back to where a machine has no Arial.
    letters = detection.ImageFont.load_default()
    detection.ImageFont = MagicMock()
    detection.ImageFont.truetype, detection.ImageFont.load_default = MagicMock(side_effect=OSError), lambda: letters
    boxes = [
        {"x": 3.7, "y": 5.2, "width": 20.9, "height": 30.4},
        {"x": -4, "y": 50, "width": 30, "height": 60, "score": 0.4},
        {"x": 60, "y": 20, "width": 3, "height": 2.5, "score": 0.2},
        {"x": 70, "y": 60.9, "width": 80, "height": 9, "score": 0.9},
    ]
    picture = torch.from_numpy((random.integers(0, 256, (1, 80, 100, 3)) / 255).astype(np.float32))
    framed = detection.DrawBBoxes.execute([boxes], picture)[0]
    labelled = [
        {"x": 3.7, "y": 5.2, "width": 60.9, "height": 30.4, "label": "bicycle", "score": 0.875},
        {"x": -14.3, "y": 50.8, "width": 60, "height": 25, "label": "giraffe", "score": 0.4},
        {"x": 61.5, "y": 20.25, "width": 30, "height": 12.5, "label": "hot dog"},
        {"x": 30, "y": 60.9, "width": 80, "height": 9, "label": "dragon", "score": 0.9},
        {"x": 70.1, "y": 74.5, "width": 20, "height": 20, "label": "cat", "score": 0.005},
    ]
    lettered = detection.DrawBBoxes.execute([labelled], picture)[0]
    empty = detection.DrawBBoxes.execute([boxes[:1], boxes[1:]])[0]
    whole = {
        "frames": frames,
        "drawn": drawn,
        "faces": [[[[b["x"], b["y"], b["width"], b["height"]] for b in f] for f in fs] for fs in faces],
        "boxes": [[b["x"], b["y"], b["width"], b["height"], b.get("score", -1)] for b in boxes],
        "picture": np.round(picture.numpy() * 255).astype(int).ravel().tolist(),
        "framed": np.round(framed.numpy() * 255).astype(int).ravel().tolist(),
        "labelled": labelled,
        "lettered": np.round(lettered.numpy() * 255).astype(int).ravel().tolist(),
        "blank": {"shape": list(empty.shape), "pictures": [runs(p) for p in empty]},
    }
    (HERE / "drawings.json").write_text(json.dumps(whole, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
