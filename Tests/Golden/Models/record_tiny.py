"""Records diffusers' AutoencoderTiny with random weights, in TAESD's own numbering: tiny.safetensors.

    python3 record_tiny.py      # torch, diffusers, safetensors
"""

import pathlib

import torch
from diffusers import AutoencoderTiny
from safetensors.torch import save_file

SCALE = 0.18215

torch.manual_seed(7)
model = AutoencoderTiny(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4).eval()
tensors = {}
for half, shift in [("encoder", 0), ("decoder", 1)]:  # the decoder's first part limits the latent and has no weights
    for name, tensor in getattr(model, half).layers.state_dict().items():
        number, rest = name.split(".", 1)
        tensors[f"{half}.{int(number) + shift}.{rest}"] = tensor.clone()
picture = torch.rand(2, 24, 40, 3)
latent = torch.randn(2, 4, 3, 5) / SCALE * 1.5
with torch.no_grad():
    # diffusers' own encoder takes -1...1 and its decoder gives the same; the latent is in the model's scale.
    tensors["encoded"] = (model.encoder(picture.movedim(3, 1) * 2 - 1) / SCALE).contiguous()
    decoded = model.decoder(latent * SCALE)
tensors["decoded"] = ((decoded + 1) / 2).clamp(0, 1).movedim(1, 3).contiguous()
tensors |= {"picture": picture, "latent": latent}
save_file(tensors, pathlib.Path(__file__).with_name("tiny.safetensors"))
