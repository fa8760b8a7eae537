"""Records a small detector and what ComfyUI's code finds with it.

    python record_detector.py COMFYUI      # its folder; needs torch, torchvision, safetensors

Writes rtdetr.safetensors beside this file: weights by ComfyUI's names, a picture, and the rectangles and scores.
"""

import pathlib
import sys
import types
from unittest.mock import MagicMock

import torch
import torchvision  # before its surroundings are stand-ins
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
SIZE, QUERIES, CLASSES, WIDTH, DECODER = 64, 12, 7, 16, 24


def attention(q, k, v, heads, mask=None):
    b, _, width = q.shape
    q, k, v = (t.reshape(b, -1, heads, width // heads).transpose(1, 2) for t in (q, k, v))
    out = torch.nn.functional.scaled_dot_product_attention(q, k, v)
    return out.transpose(1, 2).reshape(b, -1, width)


def main(folder):
    comfy = types.ModuleType("comfy")
    comfy.model_management = MagicMock()
    ldm = types.ModuleType("comfy.ldm.modules.attention")
    ldm.optimized_attention_for_device = lambda *_, **__: attention
    sys.modules.update({"comfy": comfy, "comfy.model_management": comfy.model_management, "comfy.ldm": MagicMock()})
    sys.modules.update({"comfy.ldm.modules": MagicMock(), "comfy.ldm.modules.attention": ldm})
    module = types.ModuleType("rtdetr_v4")
    source = pathlib.Path(folder, "comfy/ldm/rt_detr/rtdetr_v4.py").read_text()
    exec(compile(source, "rtdetr_v4.py", "exec"), module.__dict__)

    torch.manual_seed(4)
    module.HGNetv2._STAGE_CFGS = [
        [8, 4, 8, 1, False, False, 3, 2],
        [8, 4, 16, 2, True, False, 3, 2],
        [16, 8, 24, 2, True, True, 5, 2],
        [24, 8, 32, 1, True, True, 5, 2],
    ]
    stem = module._StemBlock
    module._StemBlock = lambda ic, mc, oc, **kw: stem(ic, 6, 8, **kw)
    ops = types.SimpleNamespace(Conv2d=torch.nn.Conv2d, Linear=torch.nn.Linear, LayerNorm=torch.nn.LayerNorm)
    net = torch.nn.Module()
    net.backbone = module.HGNetv2(operations=ops)
    net.encoder = module.HybridEncoder(
        in_channels=(16, 24, 32), hidden_dim=WIDTH, dim_feedforward=20, eval_spatial_size=(SIZE, SIZE), operations=ops)
    net.decoder = module.DFINETransformer(
        num_classes=CLASSES, hidden_dim=DECODER, num_queries=QUERIES, feat_channels=[WIDTH] * 3, num_layers=2,
        dim_feedforward=20, reg_max=8, eval_spatial_size=(SIZE, SIZE), operations=ops)
    net.eval()
    with torch.no_grad():
        for name, buffer in net.named_buffers():
            if name.endswith("running_mean"):
                buffer.normal_(0, 0.2)
            if name.endswith("running_var"):
                buffer.uniform_(0.5, 1.5)
        for name, parameter in net.named_parameters():
            if parameter.ndim > 1:
                parameter.mul_(1.6)
            elif name not in ("decoder.up", "decoder.reg_scale"):
                parameter.add_(torch.randn_like(parameter) * 0.1)
        picture = torch.rand(1, 3, SIZE, SIZE)
        scales = net.encoder(net.backbone(picture))
        found = net.decoder(scales)
    kept = {k: v.float().contiguous() for k, v in net.state_dict().items() if v.is_floating_point()}
    twice = ("decoder.decoder.up", "decoder.decoder.reg_scale")
    kept = {k: v for k, v in kept.items() if not k.endswith(("anchors", "num_points_scale", ".project", *twice))}
    kept |= {
        "truth.picture": picture.permute(0, 2, 3, 1).contiguous(),
        "truth.boxes": found["pred_boxes"][0].contiguous(),
        "truth.scores": found["pred_logits"][0].contiguous(),
    }
    save_file(kept, str(HERE / "rtdetr.safetensors"))
    print({k: tuple(v.shape) for k, v in kept.items() if k.startswith("truth")}, sum(v.numel() for v in kept.values()))
    print(found["pred_boxes"][0][:3], torch.sigmoid(found["pred_logits"][0]).max(-1).values[:5])


if __name__ == "__main__":
    main(sys.argv[1])
