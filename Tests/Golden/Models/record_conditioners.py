"""Records what transformers, diffusers and PyTorch make of small random models that stand beside a prompt.

    python record_conditioners.py        # torch, diffusers, transformers, safetensors; writes conditioners.safetensors

Weights are those of `synthetic.weights`, by name.
"""

import pathlib

import torch
import torch.nn.functional as functional
from diffusers.models.attention import GatedSelfAttentionDense
from diffusers.models.embeddings import GLIGENTextBoundingboxProjection
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

import synthetic
from record import values

HERE = pathlib.Path(__file__).parent
kept = {}


def fill(module, prefix=""):
    """Random weights for all that a module has; gets their names and shapes."""
    state = {
        name: torch.from_numpy(synthetic.weights(prefix + name, tuple(value.shape))).float().reshape(value.shape)
        for name, value in module.state_dict().items()
        if not name.endswith("position_ids")
    }
    assert not module.load_state_dict(state, strict=False).missing_keys
    return module.eval()


def record_vision():
    config = CLIPVisionConfig(
        hidden_size=64, intermediate_size=128, num_hidden_layers=3, num_attention_heads=16, image_size=28,
        patch_size=14, projection_dim=24, hidden_act="quick_gelu")
    model = fill(CLIPVisionModelWithProjection(config))
    picture = (values("picture", 2, 40, 52, 3) / 4 + 0.5).clamp(0, 1)
    kept["vision.picture"] = picture
    mean = torch.tensor([0.48145466, 0.4578275, 0.40821073])
    deviation = torch.tensor([0.26862954, 0.26130258, 0.27577711])
    for crop, size in ((True, (28, 36)), (False, (28, 28))):
        resized = functional.interpolate(picture.permute(0, 3, 1, 2), size=size, mode="bicubic", antialias=True)
        left = (size[1] - 28) // 2
        resized = resized[:, :, :, left : left + 28].permute(0, 2, 3, 1)
        prepared = ((255 * resized).clip(0, 255).round() / 255 - mean) / deviation
        name = "vision.crop" if crop else "vision.squeezed"
        kept[f"{name}.prepared"] = prepared
        output = model(prepared.permute(0, 3, 1, 2), output_hidden_states=True)
        kept[f"{name}.last"] = output.last_hidden_state
        kept[f"{name}.penultimate"] = output.hidden_states[-2]
        kept[f"{name}.embedding"] = output.image_embeds


def record_gligen():
    width, object_width = 64, 768
    gate = fill(
        GatedSelfAttentionDense(width, object_width, 8, 8), "input_blocks.1.1.transformer_blocks.0.fuser.")
    network = fill(GLIGENTextBoundingboxProjection(48, object_width), "position_net.")
    boxes = torch.zeros(1, 30, 4)
    boxes[0, 0] = torch.tensor([2 / 12, 1 / 8, 8 / 12, 5 / 8])
    boxes[0, 1] = torch.tensor([0 / 12, 4 / 8, 3 / 12, 8 / 8])
    vectors = torch.zeros(1, 30, 48)
    vectors[0, :2] = values("objects", 2, 48)
    masks = torch.zeros(1, 30)
    masks[0, :2] = 1
    tokens = values("tokens", 2, 10, width)
    kept["gligen.objects"] = vectors[0, :2].clone()
    kept["gligen.tokens"] = tokens
    placed = network(boxes, masks, positive_embeddings=vectors)
    kept["gligen.output"] = gate(tokens, placed.repeat(2, 1, 1))


def record_hypernetwork():
    tokens = values("tokens", 2, 10, 32)
    for side in (0, 1):
        first, second = torch.nn.Linear(32, 48), torch.nn.Linear(48, 32)
        fill(first, f"32.{side}.linear.0."), fill(second, f"32.{side}.linear.1.")
        kept[f"hypernetwork.{side}"] = tokens + 0.7 * second(functional.mish(first(tokens)))
    kept["hypernetwork.tokens"] = tokens


def record_style():
    width, words = 64, 3
    layers = torch.nn.ModuleDict()
    style = torch.from_numpy(synthetic.weights("style_embedding", (1, words, width))).float()
    seen = values("seen", 2, 5, width)
    hidden = torch.cat([seen, style.repeat(2, 1, 1)], dim=1)
    before, after = fill(torch.nn.LayerNorm(width), "ln_pre."), fill(torch.nn.LayerNorm(width), "ln_post.")
    hidden = before(hidden)
    for index in range(2):
        prefix = f"transformer_layes.{index}."
        attention = fill(torch.nn.MultiheadAttention(width, 8, batch_first=True), prefix + "attn.")
        norms = [fill(torch.nn.LayerNorm(width), f"{prefix}ln_{number}.") for number in (1, 2)]
        widen = fill(torch.nn.Linear(width, 4 * width), prefix + "mlp.c_fc.")
        narrow = fill(torch.nn.Linear(4 * width, width), prefix + "mlp.c_proj.")
        normed = norms[0](hidden)
        hidden = hidden + attention(normed, normed, normed, need_weights=False)[0]
        wide = widen(norms[1](hidden))
        hidden = hidden + narrow(wide * torch.sigmoid(1.702 * wide))
    projection = torch.from_numpy(synthetic.weights("proj", (width, 40))).float()
    kept["style.seen"] = seen
    kept["style.words"] = after(hidden[:, -words:]) @ projection


if __name__ == "__main__":
    with torch.no_grad():
        for record in (record_vision, record_gligen, record_hypernetwork, record_style):
            record()
    save_file(
        {name: value.detach().float().contiguous() for name, value in kept.items()},
        HERE / "conditioners.safetensors")
