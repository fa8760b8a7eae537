"""Darkroom as its users start it: a new process for every picture, told by its own events as they come."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def graph(checkpoint, size, steps, pictures=1):
    """Text to image as ComfyUI saves it."""
    return {
        "model": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": checkpoint}},
        "show": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse at dusk", "clip": ["model", 1]}},
        "avoid": {"class_type": "CLIPTextEncode", "inputs": {"text": "", "clip": ["model", 1]}},
        "canvas": {
            "class_type": "EmptyLatentImage", "inputs": {"width": size, "height": size, "batch_size": pictures},
        },
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


def run(arguments, size, steps, pictures=1, threads=None):
    """Seconds from the start to the end of each step and of the process, seconds of each node, peak memory in MiB."""
    starts, nodes = [], {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.json")
        path.write_text(json.dumps(graph(arguments.checkpoint.name, size, steps, pictures)))
        command = [
            arguments.darkroom, "run", str(path), "--models", str(arguments.checkpoint.parent.parent),
            "--output", folder, "--no-cache", "--quiet", "--events", "-",
            "--threads", str(threads or arguments.threads),
        ]
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if not line.startswith("{"):
                sys.exit(f"darkroom: {line.strip()}")
            event = json.loads(line)
            if event["event"] == "progressed" and event["type"] == "KSampler":
                starts.append(time.perf_counter() - start)
            if event["event"] == "finished":
                nodes.setdefault(event["type"], []).append(event["seconds"])
        _, status, usage = os.wait4(process.pid, 0)
        whole = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"darkroom ended with status {process.returncode}")
    return {"starts": starts, "whole": whole, "nodes": nodes, "memory": usage.ru_maxrss / 1024}


def measure(arguments, size):
    told = run(arguments, size, arguments.steps)
    starts = told["starts"]
    # The first step meets the weights for the first time.
    steps = [after - before for before, after in zip(starts[1:], starts[2:])]
    return {
        f"step {size}²": min(steps),
        f"VAE decode {size}²": told["nodes"]["VAEDecode"][0],
        # Of two prompts the second.
        "text encoder": min(told["nodes"]["CLIPTextEncode"]),
        "process start to first step": starts[0],
        "process start to end of first step": starts[1],
        f"peak memory {size}², MiB": told["memory"],
    }
