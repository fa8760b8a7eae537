"""Records how FreSca changes guidance, with PyTorch's Fourier transform: frequencies.json.

    python3 record_frequencies.py      # torch
"""

import json
import pathlib

import torch

torch.manual_seed(9)


def scaled(x, low, high, cutoff):
    """Waves within `cutoff` of the middle of the shifted spectrum times `low`, all others times `high`."""
    spectrum = torch.fft.fftshift(torch.fft.fft2(x), dim=(-2, -1))
    mask = torch.full(x.shape, high)
    rows, columns = (size // 2 for size in x.shape[-2:])
    a, b = min(cutoff, rows), min(cutoff, columns)
    mask[..., rows - a:rows + a, columns - b:columns + b] = low
    return torch.fft.ifft2(torch.fft.ifftshift(spectrum * mask, dim=(-2, -1))).real


cases = []
for shape, low, high, cutoff in [((2, 4, 8, 12), 1.0, 1.25, 2), ((1, 4, 9, 7), 0.5, 2.0, 3), ((1, 1, 8, 8), 1.0, 1.5, 20)]:
    positive, negative = torch.randn(shape), torch.randn(shape)
    result = scaled(positive - negative, low, high, cutoff) + negative
    cases.append({
        "shape": shape, "low": low, "high": high, "cutoff": cutoff, "positive": positive.flatten().tolist(),
        "negative": negative.flatten().tolist(), "result": result.flatten().tolist()})
pathlib.Path(__file__).with_name("frequencies.json").write_text(json.dumps(cases) + "\n")
