"""PyTorch by way of diffusers and transformers, in a process of its own: torch_peer.py SIZE THREADS - [FAMILY] prints JSON.

FAMILY is sd15, unless given, or sdxl.
"""

import json
import sys
import time


def best(body, runs):
    """Seconds of the fastest of some runs that follow one that does not count."""
    body()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        body()
        times.append(time.perf_counter() - start)
    return min(times)


def unet():
    from diffusers import UNet2DConditionModel

    # The defaults of the class are not those of Stable Diffusion 1.5.
    return UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8).eval()


def sdxl_unet():
    import torch
    from diffusers import UNet2DConditionModel

    # Two and a half billion numbers, which no time depends on; the class's own way to draw them takes a minute.
    with torch.device("meta"):
        network = UNet2DConditionModel(
            block_out_channels=(320, 640, 1280), attention_head_dim=(5, 10, 20), transformer_layers_per_block=(1, 2, 10),
            down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"), cross_attention_dim=2048,
            use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=256,
            projection_class_embeddings_input_dim=2816)
    network = network.to_empty(device="cpu").eval()
    for parameter in network.parameters():
        parameter.uniform_(-0.02, 0.02)
    return network


def vae():
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4,
    ).eval()


def text_encoder():
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(CLIPTextConfig(
        vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12,
    )).eval()


def sdxl(size):
    """One step of the larger network, with guidance; a single run after one that does not count, for it takes a minute."""
    import torch

    network = sdxl_unet()
    cells = size // 8
    latent, text = torch.randn(2, 4, cells, cells), torch.randn(2, 77, 2048)
    added = {"text_embeds": torch.randn(2, 1280), "time_ids": torch.full((2, 6), float(size))}
    return {f"SDXL step {size}²": best(
        lambda: network(latent, torch.tensor(500), text, added_cond_kwargs=added, return_dict=False), 1)}


def main(size, threads, family="sd15"):
    import torch

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)
    if family == "sdxl":
        print(json.dumps(sdxl(size)))
        return
    cells = size // 8
    results = {}
    network = unet()
    latent, text = torch.randn(2, 4, cells, cells), torch.randn(2, 77, 768)
    results[f"step {size}²"] = best(lambda: network(latent, torch.tensor(500), text, return_dict=False), 2)
    del network
    network = vae()
    latent = torch.randn(1, 4, cells, cells)
    results[f"VAE decode {size}²"] = best(lambda: network.decode(latent, return_dict=False), 2 if size < 512 else 1)
    network = text_encoder()
    tokens = torch.full((1, 77), 49407)
    results["text encoder"] = best(lambda: network(tokens), 3)
    print(json.dumps(results))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[4:5])
