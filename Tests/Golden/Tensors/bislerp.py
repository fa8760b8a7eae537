#!/usr/bin/env python3
"""Writes bislerp.csv: latents resized by ComfyUI's bislerp. Usage: bislerp.py FOLDER_OF_COMFYUI

Inputs are the numbers of Tests/Support/Noise.swift; values are in [N, C, H, W] order.
"""

import csv
import pathlib
import sys

import torch

sys.path.insert(0, sys.argv[1])
from comfy.utils import bislerp  # noqa: E402
from resampling import noise  # noqa: E402

# images, channels, height, width, newHeight, newWidth
SHAPES = [
    (1, 4, 8, 8, 12, 12),
    (2, 4, 5, 7, 3, 9),
    (1, 4, 9, 3, 4, 1),
    (1, 16, 3, 4, 5, 2),
    (1, 4, 1, 1, 2, 3),
    (1, 4, 6, 6, 6, 6),
    (1, 4, 2, 3, 1, 130),
]

with open(pathlib.Path(__file__).with_suffix(".csv"), "w", newline="") as file:
    writer = csv.writer(file, lineterminator="\n")
    for seed, shape in enumerate(SHAPES, start=1):
        images, channels, height, width, new_height, new_width = shape
        latent = torch.from_numpy(noise(images * channels * height * width, seed).reshape(shape[:4]))
        # A vector of zeros and two opposite ones take paths of their own.
        latent[0, :, 0, 0] = 0
        if width > 2:
            latent[0, :, -1, 1] = -latent[0, :, -1, 2]
        result = bislerp(latent, new_width, new_height)
        writer.writerow(list(shape) + [repr(float(value)) for value in result.flatten().numpy()])
