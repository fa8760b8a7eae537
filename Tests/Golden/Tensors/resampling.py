#!/usr/bin/env python3
"""Writes resampling.csv: fingerprints of what torch and Pillow make of pictures of many sizes.

Needs torch, numpy and Pillow below 13 (from 13 on, Pillow resizes some pictures down before across, which rounds
differently; ComfyUI's pictures so far were made the old way). Inputs are the numbers of Tests/Support/Noise.swift, so none are stored. The fingerprint
is the sum of word[i] * P^i over the result's 32-bit words in [N, H, W, C] order, modulo 2^64.
"""

import csv
import pathlib
import random

import numpy
import PIL
import torch
from PIL import Image

PRIME = 0x100000001B3
STEP = 0x9E3779B97F4A7C15


def noise(count, seed):
    with numpy.errstate(over="ignore"):
        state = numpy.arange(1, count + 1, dtype=numpy.uint64) * numpy.uint64(STEP)
        state += numpy.uint64(seed * STEP % 2**64)
        state = (state ^ (state >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
        state = (state ^ (state >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
        state ^= state >> numpy.uint64(31)
    return (state >> numpy.uint64(40)).astype(numpy.float32) / numpy.float32(2**23) - numpy.float32(1)


def fingerprint(values):
    words = numpy.ascontiguousarray(values, dtype=numpy.float32).view(numpy.uint32).ravel().astype(numpy.uint64)
    powers = numpy.full(len(words), PRIME, dtype=numpy.uint64)
    if len(powers):
        powers[0] = 1
    with numpy.errstate(over="ignore"):
        return int((words * numpy.cumprod(powers)).sum())


def cropped(image, height, width):
    """The middle of [N, C, H, W] with another aspect ratio, as ComfyUI's `crop: center` takes it."""
    old_height, old_width = image.shape[-2:]
    old_aspect, new_aspect = old_width / old_height, width / height
    top = left = 0
    if old_aspect > new_aspect:
        left = round((old_width - old_width * (new_aspect / old_aspect)) / 2)
    elif old_aspect < new_aspect:
        top = round((old_height - old_height * (old_aspect / new_aspect)) / 2)
    return image.narrow(-2, top, old_height - 2 * top).narrow(-1, left, old_width - 2 * left)


def pillow(image, height, width):
    """Lanczos by way of 8 bits; [N, C, H, W] → [N, H, W, C]."""
    results = []
    for picture in image.permute(0, 2, 3, 1).numpy():
        levels = numpy.clip(255.0 * picture, 0, 255).astype(numpy.uint8)
        levels = levels[:, :, 0] if levels.shape[2] == 1 else levels
        resized = Image.fromarray(levels).resize((width, height), resample=Image.Resampling.LANCZOS)
        results.append((numpy.array(resized).astype(numpy.float32) / 255.0).reshape(height, width, -1))
    return numpy.stack(results)


def main():
    assert int(PIL.__version__.split(".")[0]) < 13, f"Pillow {PIL.__version__}"
    torch.set_num_threads(1)
    random.seed(20)
    rows = []
    methods = ["nearest-exact", "bilinear", "area", "bicubic", "lanczos"]
    for case in range(400):
        method = methods[case % len(methods)]
        images = random.choice([1, 1, 2])
        channels = random.choice([1, 3, 4] if method == "lanczos" else [1, 2, 3, 4, 4, 5, 8, 16, 19])
        order = random.choice(["first", "last"])
        if method == "area" and order == "last":
            # torch adds up in another order there, which no picture meets.
            channels = min(channels, 4)
        limit = random.choice([12, 40, 110])
        height, width, new_height, new_width = (random.randint(1, limit) for _ in range(4))
        if case % 11 == 0:
            new_height = height
        if case % 13 == 0:
            new_width = width
        if method == "area" and new_height == new_width == 1:
            new_width = 2
        # A crop that leaves nothing is an error in ComfyUI as well.
        crop = random.choice(["disabled", "disabled", "center"])
        values = noise(images * height * width * channels, case + 1).reshape(images, height, width, channels)
        if method == "lanczos":
            values = values * numpy.float32(0.5) + numpy.float32(0.5)
            values = values * numpy.float32(1.25) - numpy.float32(0.125)
        image = torch.from_numpy(values).movedim(-1, 1)
        if order == "first":
            image = image.contiguous()
        if crop == "center":
            image = cropped(image, new_height, new_width)
            if image.numel() == 0:
                continue
        if method == "lanczos":
            result = pillow(image, new_height, new_width)
        else:
            result = torch.nn.functional.interpolate(image, size=(new_height, new_width), mode=method)
            result = result.permute(0, 2, 3, 1).numpy()
        rows.append(
            [case + 1, method, order, crop, images, height, width, channels, new_height, new_width, fingerprint(result)])
    with open(pathlib.Path(__file__).with_suffix(".csv"), "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("seed method order crop images height width channels newHeight newWidth fingerprint".split())
        writer.writerows(rows)


if __name__ == "__main__":
    main()
