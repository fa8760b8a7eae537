"""Imports the sampling code of a ComfyUI checkout, and nothing else of it."""

import sys
import types


def load(path):
    sys.path.insert(0, path)
    import torch

    def module(name, **contents):
        made = types.ModuleType(name)
        made.__dict__.update(contents)
        sys.modules[name] = made
        return made

    def set_post_cfg(options, function, disable_cfg1_optimization=False):
        options["sampler_post_cfg_function"] = options.get("sampler_post_cfg_function", []) + [function]
        return options

    def betas(schedule, count, linear_start, linear_end, cosine_s):
        assert schedule == "linear"
        return torch.linspace(linear_start**0.5, linear_end**0.5, count, dtype=torch.float64) ** 2

    comfy = module("comfy", __path__=[path + "/comfy"])
    comfy.model_patcher = module("comfy.model_patcher", set_model_options_post_cfg_function=set_post_cfg)
    comfy.memory_management = module("comfy.memory_management")
    comfy.utils = module("comfy.utils", model_trange=lambda n, disable=None: range(n))
    for name in ["comfy.ldm", "comfy.ldm.modules", "comfy.ldm.modules.diffusionmodules"]:
        module(name)
    module("comfy.ldm.modules.diffusionmodules.util", make_beta_schedule=betas)
    import comfy.model_sampling
    import comfy.k_diffusion.sampling
    from comfy.extra_samplers import uni_pc

    return comfy.model_sampling, comfy.k_diffusion.sampling, uni_pc
