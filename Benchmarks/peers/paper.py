"""The performance model on paper: multiplications, additions and bytes of one step with guidance, by kind of layer.

Counted from the layout of the models' tensors, which the tests' checkpoints are made by. A batch of two, weights of 16 bits,
activations of 32; what depends on the prompt alone is not counted, for it is computed once per run.

    python3 Benchmarks/peers/paper.py --gflops 234 --gigabytes 45
"""

import argparse
import math
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "Tests" / "Golden" / "Models"))

IMAGES = 2
TOKENS = 77
KINDS = ["3x3 convolutions", "of stride 2", "matrix products", "self-attention", "cross-attention", "norms"]


def layouts():
    import synthetic

    return {
        "SD 1.5": synthetic.unet("", 320, (1, 2, 4, 4), (1, 1, 1, 0), 1, 768),
        "SDXL": synthetic.unet("", 320, (1, 2, 4), (0, 2, 10), 10, 2048, linear=True, label=2816),
    }


def scales(layout):
    """By how much each block is smaller than the latent, and whether it resamples."""
    def indices(part):
        return sorted({int(match[1]) for name in layout if (match := re.match(rf"{part}_blocks\.(\d+)\.", name))})

    scale, found = 1, {}
    for index in indices("input"):
        if f"input_blocks.{index}.0.op.weight" in layout:
            scale *= 2
        found[f"input_blocks.{index}"] = scale
    found["middle_block"] = scale
    for index in indices("output"):
        found[f"output_blocks.{index}"] = scale
        if any(f"output_blocks.{index}.{place}.conv.weight" in layout for place in (1, 2)):
            scale //= 2
    found["out"] = 1
    return found


def step(layout, cells):
    """Operations and bytes by kind, for a latent of `cells` x `cells`."""
    work = {kind: [0, 0] for kind in KINDS}
    found = scales(layout)

    def add(kind, operations, numbers, weights=0):
        work[kind][0] += operations
        work[kind][1] += 4 * numbers + 2 * weights

    for name, shape in layout.items():
        block = re.match(r"(input_blocks\.\d+|output_blocks\.\d+|middle_block|out)\.", name)
        pixels = (cells // found[block[1]]) ** 2 if block else 1
        rows = IMAGES * pixels
        if len(shape) == 1:
            is_norm = re.search(r"(norm\d?|in_layers\.0|out_layers\.0|^out\.0)\.weight$", name)
            if is_norm:
                add("norms", 0, 2 * rows * shape[0])
            continue
        outputs, inputs = shape[:2]
        if "emb_layers" in name or "time_embed" in name or "label_emb" in name:
            rows = IMAGES
        if re.search(r"attn2\.to_[kv]", name):
            continue
        if len(shape) == 4 and shape[2] == 3:
            kind = "of stride 2" if ".op." in name else "3x3 convolutions"
            # Doubling happens before the convolution that follows it.
            if re.search(r"output_blocks\.\d+\.[12]\.conv", name):
                rows *= 4
            add(kind, 18 * rows * inputs * outputs, rows * (inputs + outputs), math.prod(shape))
        else:
            add("matrix products", 2 * rows * inputs * outputs, rows * (inputs + outputs), math.prod(shape))
        if name.endswith("attn1.to_q.weight"):
            add("self-attention", 4 * rows * pixels * outputs, 4 * rows * outputs)
        if name.endswith("attn2.to_q.weight"):
            add("cross-attention", 4 * rows * TOKENS * outputs, 2 * rows * outputs + 2 * IMAGES * TOKENS * outputs)
    return work


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gflops", type=float, default=234, help="multiply-adds in registers, all threads")
    parser.add_argument("--gigabytes", type=float, default=45, help="memory read in a second, all threads")
    arguments = parser.parse_args()
    print("GFLOP / GB of a step | " + " | ".join(KINDS) + " | all | plain floor | Winograd's floor | memory's floor")
    print("--- | " * (len(KINDS) + 4) + "---")
    for name, layout in layouts().items():
        for size in (256, 512, 1024):
            work = step(layout, size // 8)
            operations = sum(value[0] for value in work.values()) * 1e-9
            gigabytes = sum(value[1] for value in work.values()) * 1e-9
            # F(4x4, 3x3) multiplies a quarter as often.
            fewer = operations - 0.75 * work["3x3 convolutions"][0] * 1e-9
            cells = [f"{value[0] * 1e-9:.0f} / {value[1] * 1e-9:.2f}" for value in work.values()]
            floors = [operations / arguments.gflops, fewer / arguments.gflops, gigabytes / arguments.gigabytes]
            print(
                f"{name} {size}² | " + " | ".join(cells) + f" | {operations:.0f} / {gigabytes:.2f} | "
                + " | ".join(f"{floor:.2f} s" for floor in floors))


if __name__ == "__main__":
    main()
