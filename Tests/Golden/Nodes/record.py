"""Records what Pillow, SciPy and PyTorch make of small pictures and latents: python record.py > nodes.json"""
import json

import numpy
import scipy.ndimage
import torch
import torch.nn.functional as functional
from PIL import Image


def picture(height, width, seed):
    """Bytes that change smoothly, so that dithering has something to do, with a little noise."""
    rows, columns = numpy.mgrid[0:height, 0:width]
    smooth = numpy.stack([rows * 255 / height, columns * 255 / width, (rows + columns) * 255 / (height + width)], 2)
    noise = numpy.random.default_rng(seed).integers(0, 24, (height, width, 3))
    return numpy.clip(smooth + noise, 0, 255).astype(numpy.uint8)


def bayer(order):
    matrix = numpy.zeros((1, 1), numpy.float32)
    while len(matrix) < order:
        size = (2 * len(matrix)) ** 2
        matrix = numpy.block([[size * matrix - 1.5, size * matrix + 0.5], [size * matrix + 1.5, size * matrix - 0.5]]) / size
    return matrix.astype(numpy.float32)


def quantized(pixels, colors, dither):
    image = Image.fromarray(pixels)
    palette = image.quantize(colors)
    mode = Image.Dither.FLOYDSTEINBERG if dither == "floyd-steinberg" else Image.Dither.NONE
    if dither.startswith("bayer"):
        order = int(dither.split("-")[1])
        offsets = 2 * 256 / (len(palette.getpalette()) // 3) * bayer(order) + 0.5
        height, width = pixels.shape[:2]
        tiled = numpy.tile(offsets, (height // order + 1, width // order + 1))[:height, :width, None]
        image = Image.fromarray(numpy.clip(pixels.astype(numpy.float32) + tiled, 0, 255).astype(numpy.uint8))
    return numpy.array(image.quantize(palette=palette, dither=mode).convert("RGB"))


def floats(tensor):
    return [float(value) for value in tensor.flatten()]


def guidance():
    torch.manual_seed(3)
    latent, positive, negative = (torch.randn(2, 4, 3, 3) for _ in range(3))
    sigma, scale = 2.5, 6.0
    plain = negative + (positive - negative) * scale

    def velocity(clean):
        return (latent / (sigma**2 + 1) - clean) * (sigma**2 + 1) ** 0.5 / sigma

    guided = velocity(negative) + scale * (velocity(positive) - velocity(negative))
    ratio = velocity(positive).std((1, 2, 3), keepdim=True) / guided.std((1, 2, 3), keepdim=True)
    mixed = 0.7 * guided * ratio + 0.3 * guided
    rescaled = latent / (sigma**2 + 1) - mixed * sigma / (sigma**2 + 1) ** 0.5

    pairs = torch.stack([(latent - negative).reshape(2, -1), (latent - positive).reshape(2, -1)], 1)
    direction = torch.linalg.svd(pairs, full_matrices=False)[2][:, :1]
    damped = latent - ((pairs[:, :1] @ direction.transpose(1, 2)) * direction).reshape(latent.shape)
    tangential = damped + (positive - damped) * scale

    def root(value):
        return value.abs().sqrt() * value.sign()

    leap = positive * scale
    likeness = functional.cosine_similarity(root(negative * scale), root((leap + plain) / 2)).mean()
    share = 2 * (likeness + 1)
    mahiro = (share * plain + (4 - share) * leap) / 4

    noise = [(latent - clean).reshape(2, -1) for clean in (positive, negative)]
    factor = ((noise[0] * noise[1]).sum(1) / (noise[1] ** 2).sum(1)).reshape(2, 1, 1, 1)
    zero = plain + negative * (factor - 1) + scale * negative * (1 - factor)

    lengths = [value.norm(dim=1, keepdim=True) for value in (positive, plain)]
    normed = plain * (lengths[0] / (lengths[1] + 1e-8)).clamp(0, 1)
    return {
        "sigma": sigma, "scale": scale, "latent": floats(latent), "positive": floats(positive),
        "negative": floats(negative), "rescaled": floats(rescaled), "tangential": floats(tangential),
        "mahiro": floats(mahiro), "zero": floats(zero), "normed": floats(normed),
    }


def blur(radius, sigma):
    line = torch.linspace(-1, 1, 2 * radius + 1)
    kernel = torch.exp(-(torch.sqrt(line[:, None] ** 2 + line[None] ** 2) ** 2) / (2 * sigma * sigma))
    kernel = kernel / kernel.sum()
    pixels = torch.from_numpy(picture(9, 11, 5)).float() / 255
    padded = functional.pad(pixels.permute(2, 0, 1)[None], [radius] * 4, "reflect")
    blurred = functional.conv2d(padded, kernel.repeat(3, 1, 1, 1), groups=3)
    return {"radius": radius, "sigma": sigma, "blurred": floats(blurred[0].permute(1, 2, 0))}


def grown(expand, tapered):
    mask = numpy.random.default_rng(9).random((7, 9)).astype(numpy.float32)
    corner = 0 if tapered else 1
    kernel = numpy.array([[corner, 1, corner], [1, 1, 1], [corner, 1, corner]])
    change = scipy.ndimage.grey_erosion if expand < 0 else scipy.ndimage.grey_dilation
    result = mask
    for _ in range(abs(expand)):
        result = change(result, footprint=kernel)
    return {"expand": expand, "tapered": tapered, "mask": floats(mask), "grown": floats(result)}


pixels = picture(20, 24, 1)
cases = [(5, "none"), (5, "floyd-steinberg"), (7, "bayer-2"), (4, "bayer-4"), (16, "bayer-8"), (16, "bayer-16"), (256, "none"), (1, "none")]
print(json.dumps({
    "pixels": pixels.flatten().tolist(),
    "quantized": [
        {"colors": colors, "dither": dither, "pixels": quantized(pixels, colors, dither).flatten().tolist()}
        for colors, dither in cases
    ],
    "guidance": guidance(),
    "picture": picture(9, 11, 5).flatten().tolist(),
    "blurs": [blur(1, 1.0), blur(3, 0.5), blur(4, 1.7)],
    "grown": [grown(1, True), grown(2, False), grown(-1, True), grown(-2, False), grown(3, True)],
}, separators=(",", ":")))
