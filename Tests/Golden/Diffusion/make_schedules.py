"""Records ComfyUI's noise levels, timesteps and progress: schedules.json.

    python3 make_schedules.py COMFYUI      # a checkout of ComfyUI 0.29 or newer; torch, torchsde, scipy, numpy
"""

import ast
import json
import math
import os
import sys
from functools import partial

import numpy
import scipy.stats
import torch

import comfyui

torch.set_num_threads(1)
model_sampling, sampling, _ = comfyui.load(sys.argv[1])
names = {
    "simple_scheduler", "ddim_scheduler", "normal_scheduler", "beta_scheduler", "linear_quadratic_schedule",
    "kl_optimal_scheduler",
}
with open(sys.argv[1] + "/comfy/samplers.py") as file:
    tree = ast.parse(file.read())
tree.body = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name in names]
found = {"torch": torch, "math": math, "numpy": numpy, "scipy": scipy}
exec(compile(tree, "samplers.py", "exec"), found)


def free(function):
    return lambda model, n: function(n=n, sigma_min=float(model.sigma_min), sigma_max=float(model.sigma_max))


SCHEDULERS = {
    "simple": found["simple_scheduler"],
    "sgm_uniform": partial(found["normal_scheduler"], sgm=True),
    "karras": free(sampling.get_sigmas_karras),
    "exponential": free(sampling.get_sigmas_exponential),
    "ddim_uniform": found["ddim_scheduler"],
    "beta": found["beta_scheduler"],
    "normal": found["normal_scheduler"],
    "linear_quadratic": found["linear_quadratic_schedule"],
    "kl_optimal": free(found["kl_optimal_scheduler"]),
}


def model(base, kind, *arguments, **options):
    made = type("Sampling", (base, kind), {})(None, **options)
    if arguments:
        made.set_parameters(*arguments)
    return made


m = model_sampling
MODELS = {
    "discrete": model(m.ModelSamplingDiscrete, m.EPS),
    "pure": model(m.ModelSamplingDiscrete, m.V_PREDICTION, zsnr=True),
    "continuous": model(m.ModelSamplingContinuousEDM, m.EDM, 0.002, 120.0, 0.5),
    "angle": model(m.ModelSamplingContinuousV, m.V_PREDICTION, 0.03, 500.0, 1.0),
    "flow": model(m.ModelSamplingDiscreteFlow, m.CONST, 3.0, 1000, 1000),
    "aura": model(m.ModelSamplingDiscreteFlow, m.CONST, 1.73, 1000, 1.0),
    "flux": model(m.ModelSamplingFlux, m.CONST, 1.15),
    "cascade": model(m.StableCascadeSampling, m.EPS, 2.0),
    "cosmos": model(m.ModelSamplingCosmosRFlow, m.COSMOS_RFLOW, 0.002, 80.0, 1.0),
}
STEPS = [1, 2, 3, 4, 5, 8, 20, 30]


def numbers(values):
    return [None if not math.isfinite(float(value)) else float(value) for value in values]


schedules = []
for model_name, made in MODELS.items():
    for scheduler, function in SCHEDULERS.items():
        if model_name in ("cascade",) and scheduler in ("normal", "sgm_uniform"):
            continue  # its timesteps are 64-bit numbers there by accident
        for steps in STEPS if model_name == "discrete" else [4, 20]:
            try:
                sigmas = numbers(function(made, steps))
            except (TypeError, RuntimeError):
                continue  # ComfyUI cannot, either
            schedules.append({"model": model_name, "scheduler": scheduler, "steps": steps, "sigmas": sigmas})

progress = [0.0, 0.0001, 0.1, 0.25, 0.5, 0.8, 0.999, 1.0]
models = []
for name, made in MODELS.items():
    levels = [float(made.sigma_min), float(made.sigmas[len(made.sigmas) // 3]), float(made.sigma_max)]
    x, output = torch.tensor([[[[0.5, -1.25]]]]), torch.tensor([[[[0.75, 0.125]]]])
    outcomes = []
    for level in levels:
        sigma = torch.tensor([level])
        noised = made.noise_scaling(sigma, x.clone(), output)
        outcomes.append(
            [made.calculate_input(sigma, x), made.calculate_denoised(sigma, output, x), noised,
             made.noise_scaling(sigma, x.clone(), output, True)])
    models.append(
        {
            "model": name,
            "count": len(made.sigmas),
            "ends": numbers([made.sigma_min, made.sigma_max]),
            "levels": levels,
            "timesteps": numbers(made.timestep(torch.tensor([level]))[0] for level in levels),
            "progress": numbers(made.percent_to_sigma(part) for part in progress),
            "outcomes": [[tensor.flatten().tolist() for tensor in row] for row in outcomes],
        })

with open(sys.argv[1] + "/comfy_extras/nodes_align_your_steps.py") as file:
    tree = ast.parse(file.read())
aligned = {"np": numpy}
tree.body = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.Assign))]
tree.body = [node for node in tree.body if getattr(node, "name", "loglinear_interp") == "loglinear_interp"]
exec(compile(tree, "nodes_align_your_steps.py", "exec"), aligned)


def aligned_steps(name, steps, taken):
    sigmas = aligned["NOISE_LEVELS"][name][:]
    if steps + 1 != len(sigmas):
        sigmas = aligned["loglinear_interp"](sigmas, steps + 1)
    sigmas = sigmas[-(taken + 1):]
    sigmas[-1] = 0
    return numbers(torch.FloatTensor(sigmas))


turbo = MODELS["discrete"].sigma(torch.tensor([799, 699, 599]))
free_schedules = [
    {"name": "karras", "sigmas": numbers(sampling.get_sigmas_karras(7, 0.1, 9.0, 5.0))},
    {"name": "exponential", "sigmas": numbers(sampling.get_sigmas_exponential(7, 0.1, 9.0))},
    {"name": "polyexponential", "sigmas": numbers(sampling.get_sigmas_polyexponential(7, 0.1, 9.0, 1.7))},
    {"name": "vp", "sigmas": numbers(sampling.get_sigmas_vp(7, 19.9, 0.1, 0.001))},
    {"name": "laplace", "sigmas": numbers(sampling.get_sigmas_laplace(7, 0.1, 9.0, 0.2, 0.6))},
    {"name": "aligned", "sigmas": aligned_steps("SD1", 10, 10)},
    {"name": "aligned XL", "sigmas": aligned_steps("SDXL", 23, 23)},
    {"name": "aligned part", "sigmas": aligned_steps("SVD", 7, 4)},
    {"name": "turbo", "sigmas": numbers(turbo) + [0.0]},
    {"name": "beta", "sigmas": numbers(found["beta_scheduler"](MODELS["discrete"], 7, alpha=0.4, beta=1.3))},
]

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "schedules.json"), "w") as file:
    json.dump({"schedules": schedules, "parts": progress, "models": models, "free": free_schedules}, file)
    file.write("\n")
print(len(schedules), "schedules")
