"""Records how ComfyUI's hooks change on the way, and where they cut it into parts: hooks.json.

    python3 make_hooks.py COMFYUI --cpu      # a checkout of ComfyUI 0.29 or newer with what it needs
"""

import json
import pathlib
import sys
import types

import torch

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, sys.argv.pop(1))
import comfy.options

comfy.options.enable_args_parsing()
import comfy.hooks as hooks
import comfy.model_sampling


class Kind(comfy.model_sampling.ModelSamplingDiscrete, comfy.model_sampling.EPS):
    pass


kind = Kind()
MODEL = types.SimpleNamespace(model_sampling=kind)


def frames(listed):
    group = hooks.HookKeyframeGroup()
    for strength, start, least in listed:
        group.add(hooks.HookKeyframe(strength=strength, start_percent=start, guarantee_steps=least))
    return group


def walk(listed, levels, skipped=()):
    """Strengths at each level; at the levels of `skipped` no prompt with the hook counts."""
    group = frames(listed)
    group.reset()
    group.initialize_timesteps(MODEL)
    options = {"sample_sigmas": torch.tensor(levels)}
    found = []
    for index, level in enumerate(levels):
        if index not in skipped:
            group.prepare_current_keyframe(torch.tensor(level).item(), options)
        found.append(group.strength)
    return {"keyframes": listed, "levels": levels, "skipped": list(skipped), "strengths": found}


def levels(count, start=0.0, end=1.0):
    parts = torch.linspace(start, end, count).tolist()
    return [min(kind.percent_to_sigma(part), kind.sigma_max.item()) for part in parts]


walks = [
    walk([[0.5, 0.0, 1]], levels(4)),
    walk([[0.5, 0.0, 1], [2.0, 0.5, 1]], levels(8)),
    walk([[0.1, 0.0, 1], [0.2, 0.1, 1], [0.3, 0.15, 1], [0.4, 0.2, 1], [0.5, 0.9, 1]], levels(5)),
    walk([[0.1, 0.0, 0], [0.2, 0.1, 0], [0.3, 0.15, 0], [0.4, 0.2, 0], [0.5, 0.9, 0]], levels(5)),
    walk([[1.0, 0.3, 3], [0.0, 0.4, 1]], levels(10)),
    # Walks that begin later: what lies before them is kept for no step.
    walk([[1.0, 0.0, 4], [0.7, 0.3, 4], [0.2, 0.6, 1]], levels(6, 0.45)),
    walk([[1.0, 0.0, 4], [0.7, 0.3, 4], [0.2, 0.6, 2], [0.1, 0.62, 1]], levels(9, 0.2)),
    walk([[0.9, 0.0, 1], [0.6, 0.25, 2], [0.3, 0.5, 1]], levels(8), skipped=[1, 2, 5]),
    # The same level twice, as samplers of second order ask.
    walk([[0.9, 0.0, 1], [0.6, 0.2, 2], [0.3, 0.4, 1]], [x for x in levels(6) for _ in (0, 1)]),
    # Keyframes that begin together.
    walk([[0.3, 0.5, 1], [0.4, 0.5, 1], [0.8, 0.0, 1]], levels(7)),
]


def schedule(groups):
    group = hooks.HookGroup()
    for listed in groups:
        hook = hooks.WeightHook()
        if listed:
            hook.hook_keyframe = frames(listed)
        group.add(hook)
    spans = []
    for (start, end), active in group.get_hooks_for_clip_schedule():
        spans.append([start, end] + [1.0 if frame is None else frame.strength for _, frame in active])
    return {"hooks": groups, "spans": spans}


schedules = [
    schedule([[]]),
    schedule([[[0.5, 0.0, 1], [1.5, 0.4, 1]]]),
    schedule([[[0.5, 0.2, 1], [0.5, 0.4, 1], [1.0, 0.6, 1]]]),
    schedule([[[0.5, 0.0, 1], [1.5, 0.4, 1]], [[1.0, 0.0, 1], [0.0, 0.7, 1]]]),
    schedule([[[0.5, 0.1, 1], [1.5, 0.4, 1]], []]),
    schedule([[[0.5, 0.0, 1], [0.7, 0.0, 1], [0.2, 1.0, 1]]]),
]
transitions = [
    {"name": name, "count": count, "from": start, "to": end, "strengths": [
        float(x) for x in hooks.InterpolationMethod.get_weights(start, end, count, name)]}
    for name in hooks.InterpolationMethod._LIST for count, start, end in [(5, 1.0, 0.0), (2, 0.2, 1.7), (12, 0.3, 0.31)]
]
(HERE / "hooks.json").write_text(
    json.dumps({"walks": walks, "schedules": schedules, "transitions": transitions}) + "\n")
print(len(walks), len(schedules), len(transitions))
