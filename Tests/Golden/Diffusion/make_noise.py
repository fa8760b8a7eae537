"""Records torch's CPU noise and torchsde's Brownian tree: noise.json.

    python3 make_noise.py        # torch, torchsde, numpy; a CPU with AVX2
"""

import json
import os
import warnings

import numpy
import torch
import torchsde

warnings.filterwarnings("ignore")
SEEDS = [0, 1, 42, 1234567, 4294967301, 18446744073709551615]
SHAPES = [[1, 4, 8, 8], [2, 4, 8, 8], [1, 4, 32, 32], [1, 4, 9, 11], [3, 5], [1], [7], [16], [17], [2, 16, 5, 5]]


def fingerprint(tensor):
    """FNV-1a over the raw little-endian floats."""
    value = 0xCBF29CE484222325
    for byte in tensor.float().contiguous().numpy().astype("<f4").tobytes():
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def generator(seed):
    return torch.Generator().manual_seed(seed)


normals = [
    {"seed": str(seed), "shape": shape, "fingerprint": fingerprint(torch.randn(shape, generator=generator(seed)))}
    for seed in SEEDS
    for shape in SHAPES
]

streams = []
for seed in SEEDS:
    source = generator(seed)
    parts = [torch.randn([5], generator=source), torch.randn([1, 3, 5, 5], generator=source)]
    parts += [torch.randn([2], generator=source), torch.rand([33], generator=source)]
    parts += [torch.randint(1000, [4], generator=source), torch.randn([64], generator=source)]
    streams.append({"seed": str(seed), "fingerprints": [fingerprint(part) for part in parts]})

words = [
    {
        "entropy": str(entropy),
        "path": path,
        "words": numpy.random.SeedSequence(entropy, spawn_key=path, pool_size=24).generate_state(4).tolist(),
    }
    for entropy in SEEDS
    for path in [[], [0, 0], [5, 3], [2**35 + 7, 36]]
]

TREES = [
    (42, 0.0291671585, 14.6146412, [1, 4, 8, 8], [14.6146412, 7.9, 4.03, 1.91, 0.829, 0.321, 0.107, 0.0291671585]),
    (7, 0.1, 1.0, [2, 3, 5, 5], [1.0, 0.5, 0.7, 0.3, 0.30001, 0.1]),
    (18446744073709551615, 0.002, 4518.76, [1, 4, 4, 4], [4518.76, 300.0, 12.5, 0.4, 0.002]),
]
trees = []
for seed, low, high, shape, times in TREES:
    low, high, times = torch.tensor(low), torch.tensor(high), torch.tensor(times)
    tree = torchsde.BrownianTree(low, torch.zeros(shape), high, entropy=seed)
    increments = []
    for start, end in zip(times[:-1], times[1:]):
        first, last = min(start, end), max(start, end)
        # Not torch's square root: on x86-64 that is MKL's, whose last bit is off for one number in five.
        root = float(numpy.sqrt(numpy.float32((end - start).abs().item())))
        gain = tree(first, last) * (1 if start < end else -1) / torch.tensor(root)
        increments.append(fingerprint(gain))
    trees.append(
        {
            "seed": str(seed), "low": float(low), "high": float(high), "shape": shape, "times": times.tolist(),
            "increments": increments,
        })

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "noise.json"), "w") as file:
    json.dump({"normals": normals, "streams": streams, "words": words, "trees": trees}, file)
    file.write("\n")
