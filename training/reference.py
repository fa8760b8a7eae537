"""The exported files in plain PyTorch, single precision, by ComfyUI's rules for noise, steps and bytes; `compare` holds Darkroom against it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor

from lines import drawing
from models.autoencoder import AutoencoderKL
from models.controlnet import ControlNet
from models.lora import LoRA
from models.text_encoder import TextEncoder
from models.tokenizer import encode
from models.unet import UNet
from schedule import STEPS, alphas


def _under(state: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    """The tensors below a prefix, in single precision."""
    return {name.removeprefix(prefix): value.float() for name, value in state.items() if name.startswith(prefix)}


class Reference:
    """The models of one folder in ComfyUI's layout: checkpoints/starter.safetensors and what goes with it."""

    def __init__(self, folder: Path, ink: bool = False, lines: bool = False) -> None:
        state = load_file(folder / "checkpoints/starter.safetensors")
        self.unet, self.text, self.vae = UNet(), TextEncoder(), AutoencoderKL()
        self.unet.load_state_dict(_under(state, "model.diffusion_model."))
        words = _under(state, "cond_stage_model.transformer.")
        words.pop("text_model.embeddings.position_ids", None)
        self.text.load_state_dict(words)
        self.vae.load_state_dict(_under(state, "first_stage_model."))
        self.control = None
        if lines:
            self.control = ControlNet()
            self.control.load_state_dict(_under(load_file(folder / "controlnet/starter_lines.safetensors"), "control_model."))
        if ink:
            changes = load_file(folder / "loras/starter_ink.safetensors")
            with torch.no_grad():
                for key, addition in LoRA(self.unet, self.text).added.items():
                    addition.lora_down.weight.copy_(changes[f"{key}.lora_down.weight"])
                    addition.lora_up.weight.copy_(changes[f"{key}.lora_up.weight"])

    @torch.no_grad()
    def draw(self, text: str, seed: int, hint: np.ndarray | None = None, steps: int = 20, guidance: float = 5.0) -> np.ndarray:
        """The picture [128, 128, 3] of bytes: KSampler's euler over its "normal" steps, noise from PyTorch's CPU generator.

        hint [128, 128] of True and False are white lines for the ControlNet.
        """
        said = self.text(torch.from_numpy(np.stack([encode(text), encode("")])))
        guide = None if hint is None else torch.from_numpy(hint.astype(np.float32)).expand(2, 3, -1, -1)
        a = alphas().double()
        levels = ((1 - a) / a).sqrt().log()
        times = torch.linspace(STEPS - 1, 0, steps, dtype=torch.float64)
        below = times.floor().long()
        above = (below + 1).clamp(max=STEPS - 1)
        sigmas = torch.lerp(levels[below], levels[above], times - below).exp().float()
        sigmas = torch.cat([sigmas, torch.zeros(1)])
        x = torch.randn(1, 4, 16, 16, generator=torch.Generator().manual_seed(seed)) * (1 + sigmas[0] ** 2).sqrt()
        for sigma, following in zip(sigmas, sigmas[1:]):
            t = (levels - sigma.double().log()).abs().argmin().expand(2)
            both = (x / (1 + sigma**2).sqrt()).expand(2, -1, -1, -1)
            extra = None if self.control is None else self.control(both, t, said, guide)
            wanted, unguided = self.unet(both, t, said, extra).chunk(2)
            x = x + (unguided + guidance * (wanted - unguided)) * (following - sigma)
        picture = (self.vae.decode(x / AutoencoderKL.SCALE)[0] + 1) / 2
        return (picture.clamp(0, 1) * 255).byte().permute(1, 2, 0).numpy()


def drawn_hint(picture: np.ndarray) -> np.ndarray:
    """A byte picture's line drawing as bytes [H, W, 3], as a file for LoadImage."""
    return np.repeat((drawing(picture) * np.uint8(255))[..., None], 3, 2).astype(np.uint8)
