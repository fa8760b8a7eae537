"""Records T2I adapters as ComfyUI has them, and what makes a control network serve several kinds of pictures: adapters.safetensors.

    python3 record_adapters.py COMFYUI --cpu      # a checkout of ComfyUI 0.29 or newer with what it needs
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file

sys.path.insert(0, sys.argv.pop(1))
import comfy.options

comfy.options.enable_args_parsing()
import comfy.t2i_adapter.adapter as t2i

torch.manual_seed(5)
tensors = {}


def adapter(name, cin, size, **options):
    keep(name, t2i.Adapter(cin=cin, channels=[4, 8, 8, 8], nums_rb=2, ksize=1, sk=True, **options).eval(), size)


def keep(name, net, size):
    picture = torch.rand(1, net.input_channels, *size)
    with torch.no_grad():
        result = net(picture)
    for key, value in net.state_dict().items():
        tensors[f"{name}|{key}"] = value
    tensors[f"{name}|picture"] = picture.movedim(1, 3)
    steps = list(reversed(result["input"]))
    for block, feature in enumerate(steps):
        if feature is not None:
            tensors[f"{name}|input {block}"] = feature.movedim(1, 3)
    if "middle" in result:
        tensors[f"{name}|middle"] = result["middle"][0].movedim(1, 3)


# The last one has odd sizes on its way down.
adapter("averaging", 192, (64, 48), use_conv=False, xl=False)
adapter("convolving", 64, (64, 48), use_conv=True, xl=False)
adapter("large", 768, (64, 96), use_conv=False, xl=True)
adapter("odd", 192, (88, 72), use_conv=False, xl=False)

# xinsir's union, written down with PyTorch's own attention: width 32, six kinds.
width, kinds, embedding = 32, 6, 24
task = torch.randn(kinds, width)
attention = torch.nn.MultiheadAttention(width, 4)
norms = [torch.nn.LayerNorm(width), torch.nn.LayerNorm(width)]
for norm in norms:
    torch.nn.init.normal_(norm.weight)
    torch.nn.init.normal_(norm.bias)
widen, narrow = torch.nn.Linear(width, 4 * width), torch.nn.Linear(4 * width, width)
project = torch.nn.Linear(width, width)
first, second = torch.nn.Linear(256 * kinds, embedding), torch.nn.Linear(embedding, embedding)
torch.nn.init.normal_(attention.in_proj_bias)
seen = torch.randn(2, 5, 7, width)
with torch.no_grad():
    tokens = (seen.mean((1, 2)) + task[3]).unsqueeze(0)  # one token of each picture
    inner = norms[0](tokens)
    tokens = tokens + attention(inner, inner, inner, need_weights=False)[0]
    hidden = widen(norms[1](tokens))
    tokens = tokens + narrow(hidden * torch.sigmoid(1.702 * hidden))
    merged = seen + project(tokens)[0][:, None, None, :]
    told = torch.zeros(kinds)
    told[3] = 1
    frequencies = torch.exp(-torch.log(torch.tensor(10000.0)) * torch.arange(128) / 128)
    angles = told[:, None] * frequencies[None]
    numbers = torch.cat([angles.cos(), angles.sin()], 1).reshape(1, -1)
    embedded = second(torch.nn.functional.silu(first(numbers)))
tensors |= {"union|seen": seen, "union|merged": merged, "union|embedded": embedded, "union|task_embedding": task}
parts = {
    "transformer_layes.0.attn": attention, "transformer_layes.0.ln_1": norms[0], "transformer_layes.0.ln_2": norms[1],
    "transformer_layes.0.mlp.c_fc": widen, "transformer_layes.0.mlp.c_proj": narrow, "spatial_ch_projs": project,
    "control_add_embedding.linear_1": first, "control_add_embedding.linear_2": second,
}
for path, part in parts.items():
    for key, value in part.state_dict().items():
        tensors[f"union|{path}.{key}"] = value
keep("light", t2i.Adapter_light(cin=192, channels=[8, 16, 16, 16], nums_rb=4).eval(), (72, 56))
save_file({k: v.detach().clone().contiguous() for k, v in tensors.items()}, pathlib.Path(__file__).with_name("adapters.safetensors"))
