#!/usr/bin/env python3
"""What a LoRA costs: seconds, memory, and whether pictures without it stay what they were, to the byte.

  lora-cost.py PROGRAM MODELS CHECKPOINT LORA [SIDE]      (make lora-cost MODELS=… CHECKPOINT=… LORA=…)

Runs one graph without the LoRA, with it, and without it again, three times each and in turn, every run a process of its own; then
one process that makes all three pictures one after the other. Prints the differences of the medians. A run with the LoRA takes
its steps with it as well, so that what is printed is all that a user waits for. Fails above 1.5 s or 300 MiB (LIMIT_SECONDS,
LIMIT_MIB), or if a picture without the LoRA is not the same.
"""
import hashlib, json, os, statistics, subprocess, sys, tempfile
from pathlib import Path

program, models, checkpoint, lora = sys.argv[1:5]
side = int(sys.argv[5]) if len(sys.argv) > 5 else 128
limit_seconds, limit_mib = float(os.environ.get("LIMIT_SECONDS", 1.5)), float(os.environ.get("LIMIT_MIB", 300))
root = Path(tempfile.mkdtemp(prefix="darkroom-lora."))


def nodes(prefix, with_lora, first=100):
    """A picture of one step, its nodes numbered from `first`; the checkpoint is node 1."""
    a = str(first)
    model, clip = ([a, 0], [a, 1]) if with_lora else (["1", 0], ["1", 1])
    made = {
        f"{first + 1}": {"class_type": "CLIPTextEncode", "inputs": {"text": "a lighthouse", "clip": clip}},
        f"{first + 2}": {"class_type": "EmptyLatentImage", "inputs": {"width": side, "height": side, "batch_size": 1}},
        f"{first + 3}": {"class_type": "KSampler", "inputs": {
            "model": model, "seed": 7, "steps": 1, "cfg": 7.0, "sampler_name": "euler", "scheduler": "normal",
            "positive": [f"{first + 1}", 0], "negative": [f"{first + 1}", 0], "latent_image": [f"{first + 2}", 0], "denoise": 1.0}},
        f"{first + 4}": {"class_type": "VAEDecode", "inputs": {"samples": [f"{first + 3}", 0], "vae": ["1", 2]}},
        f"{first + 5}": {"class_type": "SaveImage", "inputs": {"images": [f"{first + 4}", 0], "filename_prefix": prefix}},
    }
    if with_lora:
        made[a] = {"class_type": "LoraLoader", "inputs": {
            "model": ["1", 0], "clip": ["1", 1], "lora_name": lora, "strength_model": 0.8, "strength_clip": 0.8}}
    return made


def run(graph, name):
    """Seconds, MiB at the peak, and the digests of the pixels of the pictures."""
    out = root / name
    graph = {"1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": checkpoint}}} | graph
    path = root / f"{name}.json"
    path.write_text(json.dumps(graph))
    before = os.times()
    process = subprocess.Popen([program, "run", str(path), "--models", models, "--output", str(out), "--no-cache", "--quiet"],
                               stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = os.times().elapsed - before.elapsed
    if status:
        sys.exit(f"lora-cost: {name} failed")
    pixels = {}
    for file in sorted(out.glob("*.png")):
        data = file.read_bytes()
        start, idat = 8, b""
        while start < len(data):
            size = int.from_bytes(data[start:start + 4], "big")
            if data[start + 4:start + 8] == b"IDAT":
                idat += data[start + 8:start + 8 + size]
            start += 12 + size
        pixels[file.name.split("_")[0]] = hashlib.sha256(idat).hexdigest()
    return seconds, usage.ru_maxrss / 1024, pixels


runs = {"without": [], "with": []}
plain = set()
for number in range(3):
    for kind in runs:
        result = run(nodes("p", kind == "with"), f"{kind}{number}")
        runs[kind].append(result)
        if kind == "without":
            plain.add(result[2]["p"])
together = run(nodes("before", False, 100) | nodes("changed", True, 200) | nodes("after", False, 300), "together")[2]
plain |= {together["before"], together["after"]}
medians = {kind: [statistics.median(r[i] for r in results) for i in (0, 1)] for kind, results in runs.items()}
seconds, mib = (medians["with"][i] - medians["without"][i] for i in (0, 1))
print(f"without: {medians['without'][0]:.2f} s, {medians['without'][1]:.0f} MiB; with: {medians['with'][0]:.2f} s, "
      f"{medians['with'][1]:.0f} MiB; the LoRA costs {seconds:.2f} s and {mib:.0f} MiB")
print("pictures without it: the same to the byte" if len(plain) == 1 else "pictures without it DIFFER")
if runs["with"][0][2]["p"] in plain or together["changed"] in plain:
    sys.exit("lora-cost: the LoRA changes nothing")
if len(plain) != 1 or seconds > limit_seconds or mib > limit_mib:
    sys.exit(1)
