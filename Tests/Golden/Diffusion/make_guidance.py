"""Records how ComfyUI weighs prompts against each other and keeps what is masked: guidance.json.

    python3 make_guidance.py COMFYUI      # a checkout of ComfyUI 0.29 or newer; torch, torchsde, scipy, numpy
"""

import ast
import base64
import collections
import json
import math
import os
import sys
import types
import uuid

import torch

import analytic
import comfyui

torch.set_num_threads(1)
model_sampling, sampling, uni_pc = comfyui.load(sys.argv[1])


def upscale(samples, width, height, method, crop):
    return torch.nn.functional.interpolate(samples, size=(height, width), mode=method)


sys.modules["comfy.utils"].common_upscale = upscale
comfy = sys.modules["comfy"]
comfy.patcher_extension = types.SimpleNamespace(merge_nested_dicts=lambda a, b, copy_dict1: {**a, **b})
comfy.hooks = types.SimpleNamespace(HookGroup=object)
names = """add_area_dims get_area_and_mult cond_equal_size can_concat_cond cond_cat finalize_default_conds _calc_cond_batch
cfg_function resolve_areas_and_cond_masks_multidim get_mask_aabb create_cond_with_same_area_if_none
calculate_start_end_timesteps KSamplerX0Inpaint Sampler KSAMPLER""".split()
with open(sys.argv[1] + "/comfy/samplers.py") as file:
    tree = ast.parse(file.read())
tree.body = [
    node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name in names]
for node in ast.walk(tree):  # annotations name types that are not there
    if isinstance(node, ast.FunctionDef):
        for argument in node.args.args:
            argument.annotation = None
space = {"torch": torch, "math": math, "collections": collections, "comfy": comfy, "detail": lambda *_: None}
exec(compile(tree, "samplers.py", "exec"), space)
with open(sys.argv[1] + "/comfy/conds.py") as file:
    text = file.read().replace("import comfy.utils", "")
comfy.utils.repeat_to_batch_size = lambda x, n: x.repeat([math.ceil(n / x.shape[0])] + [1] * (x.ndim - 1))[:n]
conds = {"comfy": comfy}
exec(compile(text, "conds.py", "exec"), conds)


class Network:
    """A model whose prompt's mean is the tilt of the analytic one."""

    def __init__(self, kind):
        self.model_sampling = kind
        self.current_patcher = self
        self.calls = []

    def prepare_state(self, *_):
        pass

    def apply_hooks(self, hooks=None):
        return {}

    def get_free_memory(self, _):
        return math.inf

    def memory_required(self, *_, **__):
        return 0

    def apply_model(self, x, t, c_crossattn=None, transformer_options=None):
        self.calls.append(list(x.shape))
        return analytic.clean(x, t, c_crossattn.double().mean(dim=(1, 2)))

    def scale_latent_inpaint(self, sigma, noise, latent_image, **_):
        return self.model_sampling.noise_scaling(sigma.reshape([sigma.shape[0], 1, 1, 1]), noise, latent_image)


class Discrete(model_sampling.ModelSamplingDiscrete, model_sampling.EPS):
    pass


class Flow(model_sampling.ModelSamplingDiscreteFlow, model_sampling.CONST):
    pass


flow = Flow()
flow.set_parameters(shift=3.0)


def draw(shape, seed):
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def encode(tensor):
    return base64.b64encode(tensor.float().contiguous().numpy().astype("<f4").tobytes()).decode()


def entry(tilt, tokens=2, **more):
    """As JSON holds it; every token of the prompt is [tilt - 0.1, tilt + 0.1]."""
    return {"tilt": tilt, "tokens": tokens, **more}


def converted(entry, shape):
    made = {"uuid": uuid.uuid4()}
    prompt = torch.tensor([[entry["tilt"] - 0.1, entry["tilt"] + 0.1]]).repeat(1, entry["tokens"], 1)
    made["model_conds"] = {"c_crossattn": conds["CONDCrossAttn"](prompt)}
    for key in ("strength", "mask_strength", "set_area_to_bounds", "start_percent", "end_percent", "default"):
        if key in entry:
            made[key] = entry[key]
    if "cells" in entry:
        made["area"] = tuple(entry["cells"])
    if "parts" in entry:
        made["area"] = ("percentage", *entry["parts"])
    if "mask" in entry:
        made["mask"] = mask(entry["mask"])
    return made


def mask(size):
    """A rectangle of ones with a slope, in [count, height, width]."""
    count, height, width = size
    values = torch.zeros(size)
    for index in range(count):
        values[index, height // 4 : height * 3 // 4, width // 3 : width - 1 - index] = 1
        values[index, height // 2, width // 2 :] = 0.25
    return values


SHAPE = [2, 2, 16, 24]
SIGMA = 1.75
PLAIN = entry(0.4)
NEGATIVE = [entry(-0.9)]
CASES = {
    "plain": ([PLAIN], NEGATIVE, 7.0),
    "strength": ([entry(0.4, strength=0.7)], NEGATIVE, 7.0),
    "combined": ([PLAIN, entry(1.2, strength=0.5)], NEGATIVE, 4.0),
    "longer": ([entry(0.4, tokens=6), entry(1.1, tokens=4)], [entry(-0.9, tokens=2)], 4.0),
    "much longer": ([entry(0.4, tokens=10)], NEGATIVE, 4.0),
    "area": ([PLAIN, entry(1.2, cells=[8, 12, 4, 6], strength=1.5)], NEGATIVE, 4.0),
    "area at an edge": ([PLAIN, entry(1.2, cells=[9, 30, 0, 13])], NEGATIVE, 4.0),
    "two areas": ([entry(0.4, cells=[16, 14, 0, 0]), entry(1.2, cells=[16, 14, 0, 10])], NEGATIVE, 4.0),
    "nested areas": (
        [entry(0.4, cells=[13, 20, 2, 2]), entry(1.2, cells=[5, 6, 6, 8])],
        [entry(-0.9), entry(-0.3, cells=[15, 22, 0, 0])], 4.0),
    "parts": ([PLAIN, entry(1.2, parts=[0.5, 0.51, 0.25, 0.3])], NEGATIVE, 4.0),
    "mask": ([PLAIN, entry(1.2, mask=[1, 48, 72], mask_strength=0.8)], NEGATIVE, 4.0),
    "masks": ([entry(0.3, mask=[2, 16, 24]), entry(1.2, mask=[1, 30, 31])], NEGATIVE, 4.0),
    "mask bounds": ([PLAIN, entry(1.2, mask=[1, 16, 24], set_area_to_bounds=True)], NEGATIVE, 4.0),
    "empty bounds": ([PLAIN, entry(1.2, mask=[1, 2, 2], set_area_to_bounds=True)], NEGATIVE, 4.0),
    "early": ([PLAIN, entry(1.2, start_percent=0.0, end_percent=0.3)], NEGATIVE, 4.0),
    "late": ([PLAIN, entry(1.2, start_percent=0.3, end_percent=1.0)], NEGATIVE, 4.0),
    "default": ([entry(0.4, cells=[8, 12, 4, 6]), entry(1.2, default=True)], NEGATIVE, 4.0),
}


def guidance(name):
    positive, negative, scale = CASES[name]
    network = Network(Discrete())
    x = draw(SHAPE, 11) * SIGMA
    sides = [[converted(one, SHAPE) for one in side] for side in (positive, negative)]
    for side in sides:
        space["resolve_areas_and_cond_masks_multidim"](side, tuple(SHAPE[2:]), None)
        space["calculate_start_end_timesteps"](network, side)
    for this, other in ((0, 1), (1, 0)):
        for one in sides[this]:
            space["create_cond_with_same_area_if_none"](sides[other], one)
    timestep = torch.full([SHAPE[0]], SIGMA)
    options = {"transformer_options": {}}
    found = space["_calc_cond_batch"](network, sides, x, timestep, options)
    return {
        "name": name, "positive": positive, "negative": negative, "scale": scale, "calls": network.calls,
        "result": encode(space["cfg_function"](network, *found, scale, x, timestep, options)),
    }


class Guider(analytic.Model):
    """A guided model that also does what KSAMPLER asks of one."""

    model = property(lambda self: self)
    scale_latent_inpaint = Network.scale_latent_inpaint


LEVELS = {
    "noise": (Discrete(), [14.614641, 5.0, 2.0, 0.7, 0.0]),
    "open": (Discrete(), [9.0, 3.0, 1.1]),
    "single": (Discrete(), [3.0]),
    "flow": (flow, [1.0, 0.9, 0.6, 0.25, 0.0]),
    "open flow": (flow, [0.9, 0.6, 0.25]),
}
RUNS = [
    ("euler", "noise", [1, 12, 16]), ("ddim", "noise", [1, 12, 16]), ("ddim", "noise", None),
    ("euler", "open", [2, 6, 8]), ("euler", "single", None), ("euler_ancestral", "noise", [1, 6, 8]),
    ("euler", "flow", [1, 12, 16]), ("euler", "open flow", None), ("uni_pc", "flow", None),
    ("dpmpp_2m_sde", "noise", [1, 6, 8]), ("euler_cfg_pp", "noise", [1, 6, 8]),
]


def run(sampler, levels, size):
    kind, sigmas = LEVELS[levels]
    shape, seed = [2, 3, 6, 8], 77
    function = {"ddim": sampling.sample_euler, "uni_pc": uni_pc.sample_unipc}.get(sampler)
    made = space["KSAMPLER"](
        function or getattr(sampling, "sample_" + sampler), inpaint_options={"random": sampler == "ddim"})
    blend = None
    if size:
        fitted = upscale(mask(size).unsqueeze(1), shape[3], shape[2], "bilinear", "none").repeat(1, shape[1], 1, 1)
        blend = fitted.repeat(math.ceil(shape[0] / fitted.shape[0]), 1, 1, 1)[: shape[0]]
    latent, scale = draw(shape, 5), 0.18215
    with torch.no_grad():
        result = made.sample(
            Guider(kind, 2.5), torch.tensor(sigmas), {"model_options": {}, "seed": seed}, None, draw(shape, seed),
            latent * scale, blend, True)
    return {
        "sampler": sampler, "levels": levels, "mask": size, "shape": shape, "seed": seed, "latentSeed": 5,
        "result": encode(result / scale),
    }


here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "guidance.json"), "w") as file:
    json.dump(
        {
            "shape": SHAPE, "seed": 11, "sigma": SIGMA, "guidance": [guidance(name) for name in CASES],
            "levels": {name: torch.tensor(sigmas).tolist() for name, (_, sigmas) in LEVELS.items()},
            "runs": [run(*one) for one in RUNS],
        },
        file)
    file.write("\n")
