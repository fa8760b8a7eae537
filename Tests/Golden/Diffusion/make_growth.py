"""Records where ComfyUI's sample_lcm_upscale ends: growth.json.

    python3 make_growth.py COMFYUI --cpu      # a checkout of ComfyUI 0.29 or newer with what it needs
"""

import base64
import json
import pathlib
import sys

import torch

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, sys.argv.pop(1))
import comfy.options

comfy.options.enable_args_parsing()
from comfy_extras.nodes_advanced_samplers import sample_lcm_upscale

import analytic

SHAPE = [1, 4, 12, 8]
SEED = 21
SIGMAS = [14.0, 6.0, 2.0, 0.5, 0.0]


def walk(ratio, steps, method):
    noise = torch.randn(SHAPE, generator=torch.manual_seed(SEED))  # the global generator, which the sampler goes on with
    end = sample_lcm_upscale(
        lambda x, sigma: analytic.clean(x, sigma, 0.5), noise * SIGMAS[0], torch.tensor(SIGMAS), disable=True,
        total_upscale=ratio, upscale_steps=steps, upscale_method=method)
    data = base64.b64encode(end.float().numpy().tobytes()).decode()
    return {"ratio": ratio, "steps": steps, "method": method, "shape": list(end.shape), "end": data}


cases = [walk(2.0, None, "bislerp"), walk(1.5, 3, "nearest-exact"), walk(0.5, 1, "bilinear"), walk(3.0, 9, "bicubic")]
record = {"shape": SHAPE, "seed": SEED, "sigmas": SIGMAS, "cases": cases}
(HERE / "growth.json").write_text(json.dumps(record) + "\n")
