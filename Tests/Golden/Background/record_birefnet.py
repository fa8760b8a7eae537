"""Records a small network that tells foreground from background, and what ComfyUI's code sees with it.

    python record_birefnet.py COMFYUI      # its folder; needs torch, torchvision, safetensors

Writes birefnet.safetensors beside this file: weights by ComfyUI's names in 16 bits, a picture, what is seen of it step by step,
and a picture of odd size with its mask.
"""

import math
import pathlib
import sys
import types

import torch
import torchvision  # before its surroundings are stand-ins
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
SIZE = 128
SMALLER = [
    ("embed_dim=192, depths=[2, 2, 18, 2], num_heads=[6, 12, 24, 48], window_size=12",
     "embed_dim=6, depths=[2, 1, 3, 2], num_heads=[1, 2, 3, 4], window_size=3"),
    ("channels = [1536, 768, 384, 192]", "channels = [48, 24, 12, 6]"),
    ("        inter_channels = 64\n", "        inter_channels = 3\n"),
    ("256 // self.down_scale", "5"),
    ("        ic = 64", "        ic = 2"),
    ("_N = 16", "_N = 4"),
]


def modules(folder):
    comfy = types.ModuleType("comfy")
    comfy.ops = types.ModuleType("comfy.ops")
    comfy.ops.cast_bias_weight = lambda layer, *_, **__: (layer.weight, layer.bias, None)
    comfy.ops.uncast_bias_weight = lambda *_: None
    comfy.ops.cast_to_input = lambda value, _: value
    attention = types.ModuleType("comfy.ldm.modules.attention")
    attention.optimized_attention_for_device = None
    names = {"comfy": comfy, "comfy.ops": comfy.ops, "comfy.ldm.modules.attention": attention}
    names |= {name: types.ModuleType(name) for name in ("comfy.ldm", "comfy.ldm.modules")}
    sys.modules.update(names)
    source = pathlib.Path(folder, "comfy/background_removal/birefnet.py").read_text()
    for large, small in SMALLER:
        assert source.count(large) == 1, large
        source = source.replace(large, small)
    network = types.ModuleType("birefnet")
    exec(compile(source, "birefnet.py", "exec"), network.__dict__)
    # Of the file that prepares pictures only the function that does it.
    source = pathlib.Path(folder, "comfy/clip_model.py").read_text()
    start = source.index("def clip_preprocess")
    pictures = types.ModuleType("pictures")
    pictures.__dict__.update(torch=torch, math=math)
    exec(compile(source[start : source.index("\ndef ", start)], "clip_model.py", "exec"), pictures.__dict__)
    return network, pictures.clip_preprocess


def main(folder):
    network, prepare = modules(folder)
    torch.manual_seed(11)
    net = network.BiRefNet({}, operations=torch.nn)
    net.eval()
    with torch.no_grad():
        for name, value in net.state_dict().items():
            if not value.is_floating_point():
                continue
            if name.endswith("running_var"):
                value.uniform_(0.5, 1.5)
            elif value.ndim > 1 and not name.endswith("table"):
                value.normal_(0, 1.4 / value[0].numel() ** 0.5)
            else:
                # Scales of normalisations lie around 1, all else around 0.
                value.copy_((1 if name.endswith("weight") else 0) + 0.2 * torch.randn_like(value))
            value.copy_(value.half().float())
        picture = torch.randint(0, 256, (1, 3, SIZE, SIZE), dtype=torch.uint8)
        seen = picture.float() / 255
        scales = net.forward_enc(seen)
        squeezed = net.squeeze_module(scales[3])
        logits = net(seen)
        odd = torch.randint(0, 256, (2, 45, 77, 4), dtype=torch.uint8)
        small = prepare(odd.float() / 255, size=SIZE, mean=[0.0] * 3, std=[1.0] * 3, crop=False)
        masks = torch.cat([net(small[i : i + 1]) for i in range(2)])
        masks = torch.nn.functional.interpolate(masks, size=(45, 77), mode="bicubic", antialias=False).sigmoid()
    kept = {k: v.half().contiguous() for k, v in net.state_dict().items() if v.is_floating_point()}
    kept |= {
        "truth.picture": picture.permute(0, 2, 3, 1).contiguous(),
        "truth.squeezed": squeezed.permute(0, 2, 3, 1).contiguous(),
        "truth.logits": logits.permute(0, 2, 3, 1).contiguous(),
        "truth.odd": odd,
        "truth.masks": masks.squeeze(1).contiguous(),
    }
    for index, scale in enumerate(scales[:3]):
        kept[f"truth.scale{index}"] = scale.permute(0, 2, 3, 1).contiguous()
    save_file(kept, str(HERE / "birefnet.safetensors"))
    print({k: tuple(v.shape) for k, v in kept.items() if k.startswith("truth")}, sum(v.numel() for v in kept.values()))
    print(logits.mean(), logits.std(), masks.mean(), masks.std(), masks.min(), masks.max())


if __name__ == "__main__":
    main(sys.argv[1])
