"""Records what ComfyUI makes of weights and the rarer kinds of changes to them: lora.safetensors.

    python3 record_lora.py COMFYUI --cpu      # a checkout of ComfyUI 0.29 or newer with what it needs
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file

sys.path.insert(0, sys.argv.pop(1))
import comfy.options

comfy.options.enable_args_parsing()
import comfy.weight_adapter as adapters

torch.manual_seed(3)
tensors = {}


def record(name, shape, factors, load, strength):
    """`load` puts the factors into the order in which the adapter keeps them."""
    original = torch.randn(shape)
    changed = load(factors).calculate_weight(original.clone(), name, strength, 1.0, None, lambda x: x)
    tensors.update({f"{name}|{key}": value for key, value in factors.items()})
    tensors.update({f"{name}|original": original, f"{name}|changed": changed, f"{name}|strength": torch.tensor([strength])})


def lora(f):
    alpha = f[".alpha"].item() if ".alpha" in f else None
    return adapters.LoRAAdapter(set(), (
        f[".lora_up.weight"], f[".lora_down.weight"], alpha, f.get(".lora_mid.weight"), f.get(".dora_scale"), None))


def loha(f):
    alpha = f[".alpha"].item() if ".alpha" in f else None
    return adapters.LoHaAdapter(set(), (
        f[".hada_w1_a"], f[".hada_w1_b"], alpha, f[".hada_w2_a"], f[".hada_w2_b"], f.get(".hada_t1"), f.get(".hada_t2"),
        f.get(".dora_scale")))


def lokr(f):
    alpha = f[".alpha"].item() if ".alpha" in f else None
    return adapters.LoKrAdapter(set(), (
        f.get(".lokr_w1"), f.get(".lokr_w2"), alpha, f.get(".lokr_w1_a"), f.get(".lokr_w1_b"), f.get(".lokr_w2_a"),
        f.get(".lokr_w2_b"), f.get(".lokr_t2"), f.get(".dora_scale")))


def glora(f):
    alpha = f[".alpha"].item() if ".alpha" in f else None
    return adapters.GLoRAAdapter(set(), tuple(f[f".{part}.weight"] for part in ("a1", "a2", "b1", "b2")) + (alpha, None))


def oft(f):
    alpha = f[".alpha"].item() if ".alpha" in f else None
    return adapters.OFTAdapter(set(), (f[".oft_blocks"], f.get(".rescale"), alpha, None))


def boft(f):
    return adapters.BOFTAdapter(set(), (f[".oft_blocks"], f.get(".rescale"), f[".alpha"].item(), None))


rand = torch.randn
two = {".lora_up.weight": rand(12, 3), ".lora_down.weight": rand(3, 8), ".alpha": torch.tensor([2.0])}
record("rows", [12, 8], two | {".dora_scale": rand(12, 1).abs()}, lora, 1.0)
record("columns", [12, 8], two | {".dora_scale": rand(1, 8).abs()}, lora, 1.0)
record("rows, partly", [12, 8], two | {".dora_scale": rand(12, 1).abs()}, lora, 0.7)
record("columns, partly", [12, 8], two | {".dora_scale": rand(1, 8).abs()}, lora, -0.4)
kernel = {".lora_up.weight": rand(6, 2, 1, 1), ".lora_down.weight": rand(2, 5, 3, 3)}
record("kernel, rows", [6, 5, 3, 3], kernel | {".dora_scale": rand(6, 1, 1, 1).abs()}, lora, 0.5)
record("kernel, columns", [6, 5, 3, 3], kernel | {".dora_scale": rand(1, 5, 1, 1).abs()}, lora, 0.5)
record("middle", [6, 5, 3, 3], {
    ".lora_up.weight": rand(6, 2, 1, 1), ".lora_down.weight": rand(2, 5, 1, 1), ".lora_mid.weight": rand(2, 2, 3, 3),
    ".alpha": torch.tensor([1.0])}, lora, 0.8)
record("hadamard, middle", [6, 5, 3, 3], {
    ".hada_w1_a": rand(2, 6), ".hada_w1_b": rand(2, 5), ".hada_w2_a": rand(2, 6), ".hada_w2_b": rand(2, 5),
    ".hada_t1": rand(2, 2, 3, 3), ".hada_t2": rand(2, 2, 3, 3), ".alpha": torch.tensor([1.0])}, loha, 0.6)
record("hadamard, rows", [12, 8], {
    ".hada_w1_a": rand(12, 2), ".hada_w1_b": rand(2, 8), ".hada_w2_a": rand(12, 2), ".hada_w2_b": rand(2, 8),
    ".dora_scale": rand(12, 1).abs()}, loha, 1.0)
# ComfyUI 0.29 fails on a middle here and leaves the weight alone; this is what LyCORIS defines.
f = {
    ".lokr_w1": rand(2, 2), ".lokr_w2_a": rand(2, 3), ".lokr_w2_b": rand(2, 5), ".lokr_t2": rand(2, 2, 3, 3),
    ".alpha": torch.tensor([1.0])}
original, strength = rand(6, 10, 3, 3), 0.9
second = torch.einsum("ijkl,jr,ip->prkl", f[".lokr_t2"], f[".lokr_w2_b"], f[".lokr_w2_a"]).contiguous()
product = torch.kron(f[".lokr_w1"][:, :, None, None], second)
tensors |= {f"kronecker, middle|{key}": value for key, value in f.items()}
tensors |= {
    "kronecker, middle|original": original, "kronecker, middle|strength": torch.tensor([strength]),
    "kronecker, middle|changed": original + strength * 1.0 / 2 * product}
record("generalized", [12, 8], {
    ".a1.weight": rand(8, 3), ".a2.weight": rand(3, 8), ".b1.weight": rand(12, 3), ".b2.weight": rand(3, 8),
    ".alpha": torch.tensor([2.0])}, glora, 0.7)
record("generalized, kernel", [6, 5, 3, 3], {
    ".a1.weight": rand(5, 2), ".a2.weight": rand(2, 5), ".b1.weight": rand(6, 2), ".b2.weight": rand(2, 5, 3, 3)}, glora, 0.5)
record("generalized, old", [12, 8], {
    ".a1.weight": rand(3, 8), ".a2.weight": rand(8, 3), ".b1.weight": rand(3, 8), ".b2.weight": rand(12, 3),
    ".alpha": torch.tensor([1.0])}, glora, -0.6)
record("generalized, square", [8, 8], {
    ".a1.weight": rand(8, 8), ".a2.weight": rand(8, 8), ".b1.weight": rand(8, 8), ".b2.weight": rand(8, 8)}, glora, 0.3)
record("rotated", [12, 8], {".oft_blocks": rand(3, 4, 4), ".alpha": torch.tensor([0.0])}, oft, 1.0)
record("rotated, partly", [12, 5, 3, 3], {".oft_blocks": rand(2, 6, 6)}, oft, 0.6)
record("rotated, a little", [12, 8], {".oft_blocks": rand(3, 4, 4), ".alpha": torch.tensor([0.9])}, oft, 0.8)
record("butterfly", [16, 5], {".oft_blocks": rand(3, 4, 4, 4), ".alpha": torch.tensor([0.0])}, boft, 1.0)
record("butterfly, partly", [16, 3, 3, 3], {".oft_blocks": rand(2, 4, 4, 4), ".alpha": torch.tensor([1.5])}, boft, 0.4)
record("butterfly, rescaled", [8, 6], {
    ".oft_blocks": rand(2, 2, 4, 4), ".rescale": rand(8, 1), ".alpha": torch.tensor([0.0])}, boft, 0.7)
save_file({k: v.clone().contiguous().float() for k, v in tensors.items()}, pathlib.Path(__file__).with_name("lora.safetensors"))
