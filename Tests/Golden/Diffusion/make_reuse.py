"""Records which steps ComfyUI's EasyCache and LazyCache leave out, and where they end: reuse.json.

    python3 make_reuse.py COMFYUI --cpu      # a checkout of ComfyUI 0.29 or newer with what it needs
"""

import base64
import json
import pathlib
import sys
import types

import torch

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, sys.argv.pop(1))
import comfy.options

comfy.options.enable_args_parsing()
import comfy.model_sampling
import comfy_extras.nodes_easycache as cache

import analytic

SHAPE = [2, 4, 16, 12]
SEED = 11
STEPS = 16
TILTS = {"negative": -0.5, "positive": 0.5}


class Kind(comfy.model_sampling.ModelSamplingDiscrete, comfy.model_sampling.X0):
    pass


def prompts(x, sigma, tilts):
    return torch.cat([analytic.clean(part, sigma, tilt) for part, tilt in zip(x.chunk(len(tilts)), tilts)])


def walk(level, threshold, start, end, scale, together):
    kind = Kind()
    sigmas = torch.cat([torch.linspace(kind.sigma_max.item() ** 0.5, 0.1, STEPS) ** 2, torch.zeros(1)])
    holder = {"network": cache.EasyCacheHolder, "guidance": cache.LazyCacheHolder}[level]
    holder = holder(threshold, start, end, 8, False, output_channels=4).prepare_timesteps(kind)
    skipped = []

    def network(x, sigma, context, y, control, options):
        latent = x * (sigma[0] ** 2 + 1) ** 0.5
        return prompts(latent, sigma[:1], [TILTS[name] for name in options["uuids"]])

    def answer(x, sigma, names):
        options = {"easycache": holder, "sigmas": sigma, "uuids": names}
        seen = (x / (sigma[0] ** 2 + 1) ** 0.5).repeat(len(names), 1, 1, 1)
        if level == "network":
            return cache.easycache_forward_wrapper(network, seen, sigma, None, None, None, options)
        return network(seen, sigma, None, None, None, options)

    def guided(x, sigma, model_options, seed):
        if level == "network":
            holder.skip_current_step = False
        if together:
            negative, positive = answer(x, sigma, ["negative", "positive"]).chunk(2)
        else:
            positive, negative = answer(x, sigma, ["positive"]), answer(x, sigma, ["negative"])
        return negative + (positive - negative) * scale

    x = torch.randn(SHAPE, generator=torch.manual_seed(SEED)) * sigmas[0]
    for sigma, after in zip(sigmas, sigmas[1:]):
        before = holder.total_steps_skipped
        levels = sigma.repeat(SHAPE[0])
        options = {"transformer_options": {"easycache": holder}}
        call = cache.lazycache_predict_noise_wrapper if level == "guidance" else lambda f, *rest: f(*rest)
        clean = call(guided, x, levels, options, 0)
        skipped.append(holder.total_steps_skipped > before)
        x = x + (x - clean) / sigma * (after - sigma)
    return {
        "level": level, "threshold": threshold, "start": start, "end": end, "scale": scale, "together": together,
        "sigmas": sigmas.tolist(), "skipped": skipped,
        "end_latent": base64.b64encode(x.float().numpy().tobytes()).decode(),
    }


cases = [
    walk("network", 0.2, 0.15, 0.95, 4.0, True),
    walk("network", 0.6, 0.0, 1.0, 2.5, True),
    walk("network", 0.2, 0.15, 0.95, 4.0, False),
    walk("guidance", 0.2, 0.15, 0.95, 4.0, True),
    walk("guidance", 0.5, 0.1, 0.8, 7.0, True),
]
for case in cases:
    print(case["level"], case["threshold"], case["together"], "".join("x" if s else "." for s in case["skipped"]))
(HERE / "reuse.json").write_text(json.dumps({"shape": SHAPE, "seed": SEED, "cases": cases}) + "\n")
