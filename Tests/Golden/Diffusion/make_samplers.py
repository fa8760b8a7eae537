"""Records what ComfyUI's samplers make of an analytic model: samplers.json.

    python3 make_samplers.py COMFYUI      # a checkout of ComfyUI 0.29 or newer; torch, torchsde, scipy, numpy
"""

import base64
import json
import os
import sys
import warnings

import torch

import analytic
import comfyui

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
model_sampling, sampling, uni_pc = comfyui.load(sys.argv[1])
SHAPE = [2, 3, 4, 4]
SEED = 1234567

NAMES = """euler euler_cfg_pp euler_ancestral euler_ancestral_cfg_pp heun heunpp2 exp_heun_2_x0 exp_heun_2_x0_sde dpm_2
dpm_2_ancestral lms dpm_fast dpm_adaptive dpmpp_2s_ancestral dpmpp_2s_ancestral_cfg_pp dpmpp_sde dpmpp_sde_gpu dpmpp_2m
dpmpp_2m_cfg_pp dpmpp_2m_sde dpmpp_2m_sde_gpu dpmpp_2m_sde_heun dpmpp_2m_sde_heun_gpu dpmpp_3m_sde dpmpp_3m_sde_gpu ddpm
lcm ipndm ipndm_v deis res_multistep res_multistep_cfg_pp res_multistep_ancestral res_multistep_ancestral_cfg_pp
gradient_estimation gradient_estimation_cfg_pp er_sde seeds_2 seeds_3 sa_solver sa_solver_pece ddim uni_pc
uni_pc_bh2""".split()

OPTIONS = [
    ("euler_ancestral", {"eta": 0.6, "s_noise": 0.9}),
    ("euler_ancestral_cfg_pp", {"eta": 0.6, "s_noise": 0.9}),
    ("dpm_2_ancestral", {"eta": 0.6, "s_noise": 0.9}),
    ("lms", {"order": 2}),
    ("lms", {"order": 6}),
    ("dpm_adaptive", {"order": 2, "rtol": 0.02, "atol": 0.01, "h_init": 0.1, "pcoeff": 0.2, "icoeff": 0.8, "dcoeff": 0.1}),
    ("dpm_adaptive", {"eta": 0.5, "s_noise": 0.9}),
    ("dpmpp_2s_ancestral", {"eta": 0.6, "s_noise": 0.9}),
    ("dpmpp_2s_ancestral_cfg_pp", {"eta": 0.6, "s_noise": 0.9}),
    ("dpmpp_sde", {"eta": 0.6, "s_noise": 0.9, "r": 0.3}),
    ("dpmpp_2m_sde", {"eta": 0.6, "s_noise": 0.9, "solver_type": "heun"}),
    ("dpmpp_3m_sde", {"eta": 0.6, "s_noise": 0.9}),
    ("lcm", {"s_noise": 0.8, "s_noise_end": 1.1, "noise_clip_std": 1.5}),
    ("ipndm", {"max_order": 3}),
    ("ipndm_v", {"max_order": 2}),
    ("deis", {"max_order": 4}),
    ("res_multistep_ancestral", {"eta": 0.6, "s_noise": 0.9}),
    ("gradient_estimation", {"ge_gamma": 1.5}),
    ("er_sde", {"s_noise": 0.9, "max_stage": 2}),
    ("er_sde", {"noise_scaler_eta": 0.7}),
    ("seeds_2", {"eta": 0.6, "s_noise": 0.9, "r": 0.3, "solver_type": "phi_2"}),
    ("seeds_3", {"eta": 0.6, "s_noise": 0.9}),
    ("sa_solver", {"predictor_order": 2, "corrector_order": 2, "simple_order_2": True}),
    ("sa_solver_pece", {"predictor_order": 4, "corrector_order": 3, "s_noise": 0.9}),
]


def function(name):
    if name == "ddim":
        return sampling.sample_euler
    if name.startswith("uni_pc"):
        return uni_pc.sample_unipc_bh2 if name.endswith("bh2") else uni_pc.sample_unipc
    if name in ("dpm_fast", "dpm_adaptive"):
        inner = getattr(sampling, "sample_" + name)

        def bounded(model, x, sigmas, **options):
            lowest = sigmas[-1] if sigmas[-1] > 0 else sigmas[-2]
            count = [len(sigmas) - 1] if name == "dpm_fast" else []
            return inner(model, x, lowest, sigmas[0], *count, **options)

        return bounded
    return getattr(sampling, "sample_" + name)


class Discrete(model_sampling.ModelSamplingDiscrete, model_sampling.EPS):
    pass


class Flow(model_sampling.ModelSamplingDiscreteFlow, model_sampling.CONST):
    pass


flow = Flow()
flow.set_parameters(shift=3.0)
discrete = Discrete()
LEVELS = {
    "noise": (discrete, [14.614641, 7.2, 3.5, 1.9, 1.1, 0.62, 0.3, 0.0]),
    "open": (discrete, [9.0, 4.1, 1.7, 0.8, 0.45]),
    "flow": (flow, [1.0, 0.95, 0.88, 0.75, 0.56, 0.3, 0.0]),
}


def case(name, levels, options):
    model_type, sigmas = LEVELS[levels]
    sigmas = torch.tensor(sigmas)
    given = dict(options)
    if "noise_scaler_eta" in given:
        eta = given.pop("noise_scaler_eta")
        given["noise_scaler"] = lambda x: x ** (eta + 1)
    x = torch.randn(SHAPE, generator=torch.Generator().manual_seed(SEED)) * sigmas[0]
    model = analytic.Model(model_type, 2.5)
    steps = []
    with torch.no_grad():
        result = function(name)(
            model, x.clone(), sigmas.clone(), extra_args={"seed": SEED, "model_options": {}}, disable=True,
            callback=lambda report: steps.append(report["denoised"]), **given)
    assert result.isfinite().all(), (name, levels, options)
    return {
        "sampler": name,
        "levels": levels,
        "options": options,
        "calls": model.calls,
        "steps": len(steps),
        "last": encode(steps[-1]),
        "result": encode(result),
    }


def encode(tensor):
    return base64.b64encode(tensor.float().contiguous().numpy().astype("<f4").tobytes()).decode()


cases = [case(name, levels, {}) for name in NAMES for levels in LEVELS]
cases += [case(name, levels, options) for name, options in OPTIONS for levels in ("noise", "flow")]
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "samplers.json"), "w") as file:
    json.dump(
        {
            "shape": SHAPE,
            "seed": SEED,
            "cfg": 2.5,
            "levels": {name: [float(s) for s in torch.tensor(sigmas)] for name, (_, sigmas) in LEVELS.items()},
            "cases": cases,
        },
        file,
    )
    file.write("\n")
print(len(cases), "cases")
