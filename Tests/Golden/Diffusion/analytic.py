"""A model without weights: a smooth function that Swift and torch evaluate alike (AnalyticModel.swift is its twin)."""

import torch


def clean(x, sigma, tilt):
    """What the model takes x [N, C, H, W] to be without noise; `tilt`, one or N numbers, is its prompt."""
    if torch.is_tensor(tilt):
        tilt = tilt.double().view(-1, 1, 1, 1)
    level = sigma.double().view(-1, 1, 1, 1)
    x = x.double()
    channel = torch.arange(x.shape[1], dtype=torch.float64).view(1, -1, 1, 1)
    mean = 0.3 * torch.cos(channel + tilt)
    kept = 0.6 / (0.6 + level * level)
    neighbour = torch.roll(x, 1, dims=3)
    wave = 0.2 * torch.sin(1.5 * x + tilt) + 0.1 * torch.sin(neighbour - tilt)
    return (mean + kept * (x - mean) + wave / (1 + level)).float()


class Model:
    """Stands where ComfyUI's guided model does: called with a batch and its noise levels."""

    def __init__(self, sampling, cfg, options=None):
        self.model_sampling = sampling
        self.inner_model = self
        self.model_patcher = self
        self.cfg = cfg
        self.calls = 0

    def get_model_object(self, name):
        return getattr(self, name)

    def __call__(self, x, sigma, model_options={}, seed=None, **_):
        self.calls += 1
        positive, negative = clean(x, sigma, 0.4), clean(x, sigma, -0.9)
        guided = negative + (positive - negative) * self.cfg
        for function in model_options.get("sampler_post_cfg_function", []):
            guided = function({"denoised": guided, "uncond_denoised": negative, "cond_denoised": positive})
        return guided
