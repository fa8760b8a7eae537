#!/usr/bin/env python3
"""Writes small checkpoints of the families of Stable Diffusion, with the layout of the real ones and random weights.

    make_models.py MEASURE MODELS      # MEASURE: the folder with make_checkpoints.py, whose small SD 1.5 lies in MODELS as well

U-Nets are as wide at every level as at the first; text encoders and autoencoders are of full size. 12 GB in all.
"""
import os
import sys

sys.path.insert(0, sys.argv[1])
import make_checkpoints as make

UNET = "model.diffusion_model."
SD2 = dict(make.SMALL, ctx=1024, linear=True)


def input_channels(file, count):
    """The first convolution takes more channels; what it hands on of the first four stays."""
    key = UNET + "input_blocks.0.0.weight"
    shape, bound, mean, _, kind = file.items[key]

    def first(weights):
        weights[:10] = 0
        for channel in range(4):
            weights[2 * channel, channel, 1, 1], weights[2 * channel + 1, channel, 1, 1] = 1, -1
        return weights
    file.items[key] = ((shape[0], count) + shape[2:], bound, mean, first, kind)


def sd15(file, channels):
    make.sd15(file, make.SMALL)
    input_channels(file, channels)


def sd2(file, velocity=False, label=None, channels=4):
    make.unet(file, UNET, dict(SD2, adm=label))
    if channels != 4:
        input_channels(file, channels)
    if velocity:  # What tells ComfyUI so is how far these numbers lie apart.
        key = UNET + "output_blocks.11.1.transformer_blocks.0.norm1.bias"
        shape, _, mean, post, kind = file.items[key]
        file.items[key] = (shape, 0.25, mean, post, kind)
    make.vae(file, "first_stage_model.", 0.18215)
    make.clip_open(file, "cond_stage_model.model.", 24, 1024)


def unclip(file):
    sd2(file, velocity=True, label=1536)
    vision(file, "embedder.model.visual.", 24, 1024, 14, 768)


def vision(file, path, layers, width, patch, outputs):
    file.add(path + "class_embedding", (width,), 0.1)
    file.add(path + "positional_embedding", ((224 // patch) ** 2 + 1, width), 0.1)
    file.add(path + "proj", (width, outputs), width ** -0.5)
    file.conv(path + "conv1", 3, width, patch, bias=False)
    file.norm(path + "ln_pre", width)
    for layer in range(layers):
        block = f"{path}transformer.resblocks.{layer}."
        file.norm(block + "ln_1", width)
        file.add(block + "attn.in_proj_weight", (3 * width, width), width ** -0.5)
        file.add(block + "attn.in_proj_bias", (3 * width,), width ** -0.5)
        file.linear(block + "attn.out_proj", width, width)
        file.norm(block + "ln_2", width)
        file.linear(block + "mlp.c_fc", width, 4 * width)
        file.linear(block + "mlp.c_proj", 4 * width, width)
    file.norm(path + "ln_post", width)


def refiner(file):
    make.unet(file, UNET, dict(
        mc=384, mult=(1, 1, 1, 1), depth=(0, 4, 4, 0), mid=4, ctx=1280, linear=True, adm=2560))
    make.vae(file, "first_stage_model.", 0.13025)
    make.clip_open(file, "conditioner.embedders.0.model.", 32, 1280)


def sdxl(file, channels=4):
    make.unet(file, UNET, dict(mc=320, mult=(1, 1, 1), depth=(0, 2, 10), mid=10, ctx=2048, linear=True, adm=2816))
    if channels != 4:
        input_channels(file, channels)
    make.vae(file, "first_stage_model.", 0.13025)
    make.clip_hf(file, "conditioner.embedders.0.transformer.text_model.", 12, 768)
    make.clip_open(file, "conditioner.embedders.1.model.", 32, 1280)


FILES = {
    "sd2_v": lambda file: sd2(file, velocity=True),
    "sd2_eps": sd2,
    "sd2_inpaint": lambda file: sd2(file, channels=9),
    "sd2_unclip_l": unclip,
    "sd15_inpaint": lambda file: sd15(file, 9),
    "sd15_ip2p": lambda file: sd15(file, 8),
    "sdxl_small": sdxl,
    "sdxl_inpaint": lambda file: sdxl(file, 9),
    "sdxl_refiner": refiner,
    # Another one like small_random, for hooks that lead from one to the other.
    "small2_random": lambda file: make.sd15(file, make.SMALL),
}


def main():
    for name, fill in FILES.items():
        path = os.path.join(sys.argv[2], "checkpoints", name + ".safetensors")
        if os.path.exists(path):
            continue
        seed, key = (77, "small2") if name == "small2_random" else (1234, name)
        file = make.Sink(key, seed)
        fill(file)
        print(name, file.write(path)[0] >> 20, "MB", flush=True)


if __name__ == "__main__":
    main()
