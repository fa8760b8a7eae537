"""Darkroom against PyTorch on the same work, in turns in one run: a Stable Diffusion 1.5 step, VAE decode, text encoder.

Both compute in float32 with the same number of threads; the weights are random, which no time depends on. Prints a
Markdown table. Nothing else should run meanwhile; the best of all rounds counts.

    python Benchmarks/peers/bench.py --darkroom .build/release/darkroom --sizes 256 512
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent / "Tests" / "Golden" / "Models"))


def write_checkpoint(path):
    """A full-size Stable Diffusion 1.5 checkpoint of 2.1 GB with random float16 weights."""
    import numpy as np
    import synthetic
    from safetensors.numpy import save_file

    layout = {
        **synthetic.unet("model.diffusion_model.", 320, (1, 2, 4, 4), (1, 1, 1, 0), 1, 768),
        **synthetic.vae("first_stage_model.", 128, (1, 2, 4, 4)),
        **synthetic.clip("cond_stage_model.transformer.text_model.", 768, 12, 49408),
    }
    random = np.random.default_rng(1)
    tensors = {}
    for name, shape in layout.items():
        if len(shape) == 1:
            values = np.full(shape, 0.0 if name.endswith(".bias") else 1.0)
        else:
            values = random.standard_normal(shape, dtype=np.float32) / np.sqrt(np.prod(shape[1:]))
        tensors[name] = values.astype(np.float16)
    save_file(tensors, path)


def graph(checkpoint, size, steps):
    """Text to image as ComfyUI saves it."""
    return {
        "model": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": checkpoint}},
        "show": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse at dusk", "clip": ["model", 1]}},
        "avoid": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["model", 1]}},
        "canvas": {"class_type": "EmptyLatentImage", "inputs": {"width": size, "height": size, "batch_size": 1}},
        "sample": {
            "class_type": "KSampler",
            "inputs": {
                "model": ["model", 0], "positive": ["show", 0], "negative": ["avoid", 0], "latent_image": ["canvas", 0],
                "seed": 1, "steps": steps, "cfg": 7.0, "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0,
            },
        },
        "decode": {"class_type": "VAEDecode", "inputs": {"samples": ["sample", 0], "vae": ["model", 2]}},
        "save": {"class_type": "SaveImage", "inputs": {"images": ["decode", 0], "filename_prefix": "bench"}},
    }


def run_darkroom(arguments, size):
    """Seconds of one run of the program, told by its own events as they come, and its peak memory in MiB."""
    times, seconds = [], {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.json")
        path.write_text(json.dumps(graph(arguments.checkpoint.name, size, arguments.steps)))
        command = [
            arguments.darkroom, "run", str(path), "--models", str(arguments.checkpoint.parent.parent),
            "--output", folder, "--no-cache", "--quiet", "--events", "-", "--threads", str(arguments.threads),
        ]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if not line.startswith("{"):
                sys.exit(f"darkroom: {line.strip()}")
            event = json.loads(line)
            if event["event"] == "progressed" and event["type"] == "KSampler":
                times.append(time.perf_counter() - start)
            if event["event"] == "finished":
                seconds[event["type"]] = event["seconds"]
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"darkroom ended with status {process.returncode}")
    # The first step packs the weights.
    steps = [after - before for before, after in zip(times[1:], times[2:])]
    return {
        f"step {size}²": min(steps),
        f"VAE decode {size}²": seconds["VAEDecode"],
        "process start to first step": times[0],
        f"peak memory {size}², MiB": usage.ru_maxrss / 1024,
    }


def run_torch(arguments, size):
    """The same in a process of PyTorch's own; loading is not measured."""
    environment = {**os.environ, "OMP_NUM_THREADS": str(arguments.threads)}
    command = [sys.executable, __file__, "--torch", str(size), "--threads", str(arguments.threads)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    result = json.loads(process.stdout.read())
    _, _, usage = os.wait4(process.pid, 0)
    result[f"peak memory {size}², MiB"] = usage.ru_maxrss / 1024
    return result


def torch_worker(size, threads):
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel

    torch.set_num_threads(threads)
    torch.set_grad_enabled(False)

    def best(body, runs):
        body()
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            body()
            times.append(time.perf_counter() - start)
        return min(times)

    cells = size // 8
    # The defaults of both classes are not those of Stable Diffusion 1.5.
    unet = UNet2DConditionModel(cross_attention_dim=768, attention_head_dim=8).eval()
    latent, text = torch.randn(2, 4, cells, cells), torch.randn(2, 77, 768)
    step = best(lambda: unet(latent, torch.tensor(500), text, return_dict=False), 2)
    del unet
    vae = AutoencoderKL(
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4,
    ).eval()
    decode = best(lambda: vae.decode(torch.randn(1, 4, cells, cells), return_dict=False), 1)
    print(json.dumps({f"step {size}²": step, f"VAE decode {size}²": decode}))


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except OSError:
        return platform.processor() or platform.machine()


def keep_best(results, new):
    for name, value in new.items():
        results[name] = min(value, results.get(name, value))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--darkroom", default=".build/release/darkroom")
    parser.add_argument("--checkpoint", type=Path, help="a Stable Diffusion 1.5 file in a folder `checkpoints`")
    parser.add_argument("--sizes", type=int, nargs="+", default=[256, 512], help="pictures, in pixels")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--torch", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.torch:
        return torch_worker(arguments.torch, arguments.threads)

    if arguments.checkpoint is None:
        arguments.checkpoint = Path(".build/peers/checkpoints/sd15-random.safetensors")
        if not arguments.checkpoint.exists():
            arguments.checkpoint.parent.mkdir(parents=True, exist_ok=True)
            write_checkpoint(arguments.checkpoint)
    arguments.checkpoint = arguments.checkpoint.resolve()

    ours, theirs = {}, {}
    for size in arguments.sizes:
        for _ in range(arguments.rounds):
            keep_best(ours, run_darkroom(arguments, size))
            keep_best(theirs, run_torch(arguments, size))

    import diffusers
    import torch

    print(f"{processor()}, {arguments.threads} threads; PyTorch {torch.__version__}, diffusers {diffusers.__version__}; "
          f"float32; best of {arguments.rounds} rounds in turns\n")
    print("| | Darkroom | PyTorch | PyTorch / Darkroom |\n| --- | --- | --- | --- |")
    for name, value in ours.items():
        form = "{:.0f}" if name.endswith("MiB") else "{:.2f} s"
        other = theirs.get(name)
        cells = [form.format(value)] + ([form.format(other), f"{other / value:.2f}"] if other else ["–", "–"])
        print(f"| {name} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
