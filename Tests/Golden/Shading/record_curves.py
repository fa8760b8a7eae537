"""Records ComfyUI's curves and histograms.

    python record_curves.py COMFYUI      # its folder; needs numpy

Writes curves.json beside this file: points, the curve through them at 256 places, and how often levels of a picture occur.
"""

import importlib.util
import json
import pathlib
import sys
import types
from unittest.mock import MagicMock

import numpy as np

HERE = pathlib.Path(__file__).parent

CURVES = {
    "straight": [[0, 0], [1, 1]],
    "bent": [[0, 0], [0.39, 0.53], [0.74, 0.45], [1, 1]],
    "steep": [[0, 0], [0.1, 0.9], [0.5, 0.92], [0.55, 0.1], [1, 0]],
    "within": [[0.2, 0.3], [0.8, 0.6]],
    "unsorted": [[1, 0.2], [0, 0.7], [0.5, 0.5]],
    "two at one place": [[0, 0], [0.5, 0.2], [0.5, 0.8], [1, 1]],
    "flat": [[0, 0.4], [0.3, 0.4], [0.6, 0.9], [1, 0.9]],
    "one point": [[0.5, 0.25]],
    "no point": [],
}


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Pixels:
    """As much of a tensor as the node uses."""

    def __init__(self, array):
        self.array = array

    def __getitem__(self, index):
        return Pixels(self.array[index])

    def cpu(self):
        return self

    def numpy(self):
        return self.array


def main(folder):
    curves = load(folder + "/comfy_api/latest/_input/curve_types.py", "curve_types")
    recorded = []
    for name, points in CURVES.items():
        for interpolation in ["monotone_cubic", "linear"]:
            curve = curves.CurveInput.from_raw({"points": points, "interpolation": interpolation})
            levels = [float(f"{value:.9g}") for value in curve.to_lut().tolist()]
            recorded.append({"name": name, "points": points, "interpolation": interpolation, "levels": levels})

    api, latest, given = (types.ModuleType(n) for n in ["comfy_api", "comfy_api.latest", "comfy_api.input"])
    latest.ComfyExtension, latest.io = object, MagicMock()
    latest.io.ComfyNode, latest.io.NodeOutput = object, lambda *values: values
    given.CurveInput = curves.CurveInput
    sys.modules.update({"comfy_api": api, "comfy_api.latest": latest, "comfy_api.input": given})
    nodes = load(folder + "/comfy_extras/nodes_curve.py", "nodes_curve")
    random = np.random.default_rng(3)
    picture = (random.random((1, 12, 11, 3)) * 1.2 - 0.1).astype(np.float32)
    counts = nodes.ImageHistogram.execute(Pixels(picture))
    whole = {
        "curves": recorded,
        "pixels": picture.ravel().tolist(),
        "counts": [[int(c) for c in channel] for channel in counts],
    }
    (HERE / "curves.json").write_text(json.dumps(whole, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
