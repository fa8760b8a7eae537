"""Darkroom as its users start it: a new process for every picture, told by its own events as they come."""

import json
import os
import statistics
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


def with_prompts(graph, count):
    """The same with a longer prompt, of as many texts."""
    joined = "show"
    for index in range(1, count):
        graph[f"text{index}"] = {
            "class_type": "CLIPTextEncode", "inputs": {"text": f"a lighthouse, {index}", "clip": ["model", 1]}}
        graph[f"joined{index}"] = {
            "class_type": "ConditioningConcat",
            "inputs": {"conditioning_to": [joined, 0], "conditioning_from": [f"text{index}", 0]}}
        joined = f"joined{index}"
    graph["sample"]["inputs"]["positive"] = [joined, 0]
    return graph


def without_picture(graph):
    """The same, ended after the last step."""
    graph = {name: node for name, node in graph.items() if name not in ("decode", "save")}
    graph["save"] = {"class_type": "SaveLatent", "inputs": {"samples": ["sample", 0], "filename_prefix": "bench"}}
    return graph


def run(arguments, size, steps, pictures=1, threads=None, prompts=1, checkpoint=None, change=None):
    """Seconds from the start to the end of each step, text and of the process, seconds of each node, peak memory in MiB."""
    starts, texts, nodes = [], [], {}
    checkpoint = checkpoint or arguments.checkpoint
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "graph.json")
        work = with_prompts(graph(checkpoint.name, size, steps, pictures), prompts)
        path.write_text(json.dumps(change(work) if change else work))
        command = [
            arguments.darkroom, "run", str(path), "--models", str(checkpoint.parent.parent),
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
                if event["type"] == "CLIPTextEncode":
                    texts.append(time.perf_counter() - start)
                nodes.setdefault(event["type"], []).append(event["seconds"])
        _, status, usage = os.wait4(process.pid, 0)
        whole = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.exit(f"darkroom ended with status {process.returncode}")
    return {"starts": starts, "texts": texts, "whole": whole, "nodes": nodes, "memory": usage.ru_maxrss / 1024}


def measure(arguments, size):
    told = run(arguments, size, arguments.steps)
    starts = told["starts"]
    # The first step meets the weights for the first time.
    steps = [after - before for before, after in zip(starts[1:], starts[2:])]
    return {
        f"step {size}²": min(steps),
        f"VAE decode {size}²": told["nodes"]["VAEDecode"][0],
        "process start to first step": starts[0],
        "process start to end of first step": starts[1],
        f"peak memory {size}², MiB": told["memory"],
    }


def text_encoder(arguments):
    """Seconds between the ends of texts that are encoded one after another, the first of which do not count."""
    ends = run(arguments, 64, 1, prompts=10)["texts"]
    return {"text encoder": statistics.median(after - before for before, after in zip(ends[2:], ends[3:]))}


def large_step(arguments, size):
    """The second step of the larger network, for the first meets the weights."""
    starts = run(arguments, size, 2, checkpoint=arguments.sdxl, change=without_picture)["starts"]
    return {f"SDXL step {size}²": starts[2] - starts[1]}


def large_job(arguments, size):
    """One step of the larger network, and the picture, in a process of its own."""
    told = run(arguments, size, 1, checkpoint=arguments.sdxl)
    return {f"SDXL job of one step {size}²": told["whole"], f"SDXL peak memory {size}², MiB": told["memory"]}
