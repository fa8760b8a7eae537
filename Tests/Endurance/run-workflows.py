#!/usr/bin/env python3
"""Runs a folder of other people's workflows with small stand-ins for their models, and tells which fail and how.

    run-workflows.py DARKROOM WORKFLOWS STANDINS WORK [--family NAME ...] [--only TEXT] [--divide N] [--timeout S] [--json FILE]

WORKFLOWS holds .json and .png files; with an index.json (a list `entries` of {file, family, local_only}) only those that need
no online service and no custom nodes are run. STANDINS is a models folder; `standins.json` in it says what takes whose place:

    {"SDXL": {"checkpoints": [["inpaint", "sdxl_inpaint.safetensors"], ["", "sdxl.safetensors"]], …}, "*": {…}}

For every file that a workflow names, the first pair whose word is in the name gives the stand-in, looked up under the family
and then under "*"; pose-standins.py adds those of SDPose, RT-DETR and BiRefNet. Pictures of the input folder are all the same one,
picture.png, and so are videos, video.mp4. Sizes and steps are made smaller, nothing else is changed. Exit status 0 if every
workflow ran.
"""
import argparse, glob, json, os, re, shutil, subprocess, sys, time

# Inputs that name files, and the folder that each is looked for in.
FOLDERS = {
    "ckpt_name": "checkpoints", "vae_name": "vae", "lora_name": "loras", "control_net_name": "controlnet",
    "style_model_name": "style_models", "gligen_name": "gligen", "hypernetwork_name": "hypernetworks",
    "unet_name": "diffusion_models", "model_name": "upscale_models", "photomaker_model_name": "photomaker",
    "bg_removal_name": "background_removal",
}
CLIP = {"CLIPVisionLoader": "clip_vision"}


def folder_of(kind, name):
    if name.startswith("clip_name"):
        return CLIP.get(kind, "text_encoders")
    return FOLDERS.get(name)


def standin(table, family, folder, name):
    for part in (family, "*"):
        for word, file in table.get(part, {}).get(folder, []):
            if word in name.lower():
                return file
    return None


def smaller(value, options, least=64, step=8):
    return max(least, value // options.divide // step * step)


def shrink(node, options):
    inputs = node["inputs"]
    for name, value in list(inputs.items()):
        if not isinstance(value, int) or isinstance(value, bool):
            continue
        if name in ("width", "height", "target_width", "target_height", "tile_width", "tile_height") and value > 64:
            inputs[name] = smaller(value, options)
        elif name in ("x", "y", "crop_w", "crop_h", "left", "right", "top", "bottom"):
            inputs[name] = value // options.divide // 8 * 8
        elif name in ("steps", "steps_total"):
            inputs[name] = max(1, min(value, 2))
        elif name == "batch_size" or name == "amount":
            inputs[name] = min(value, 2)
        elif name in ("start_at_step", "end_at_step") and 0 < value < 1000:
            inputs[name] = 1
        elif name == "step":
            inputs[name] = 1


def prepare(graph, family, options, table):
    """Puts stand-ins where the graph looks for its files; tells what there is none for."""
    missing = []
    for node in graph.values():
        for name, value in node["inputs"].items():
            if not isinstance(value, str):
                continue
            folder = folder_of(node["class_type"], name)
            pictured = node["class_type"].startswith("LoadImage") and name == "image"
            filmed = node["class_type"] == "LoadVideo" and name == "file"
            if "://" in value and (folder or pictured):  # A server of somebody's own would fetch it.
                value = re.sub(r"\W+", "_", value)[-60:] + (".safetensors" if folder else ".png")
                node["inputs"][name] = value
            if folder:
                file = standin(table, family, folder, value)
                target = os.path.join(options.work, "models", folder, value.replace("\\", "/"))
                if file is None:
                    missing.append(f"{folder}/{value}")
                    continue
                os.makedirs(os.path.dirname(target), exist_ok=True)
                if os.path.lexists(target):
                    os.remove(target)
                os.symlink(os.path.abspath(os.path.join(options.standins, folder, file)), target)
            elif pictured or filmed:
                target = os.path.join(options.work, "input", re.sub(r" \[\w+\]$", "", value))
                os.makedirs(os.path.dirname(target), exist_ok=True)
                if not os.path.exists(target):
                    shutil.copy(os.path.join(options.standins, "video.mp4" if filmed else "picture.png"), target)
        shrink(node, options)
    return missing


def run(options, *arguments):
    try:
        return subprocess.run(
            [options.darkroom, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=options.timeout)
    except subprocess.TimeoutExpired:
        return None


def check(path, family, options, table):
    converted = run(options, "convert", path)
    if converted is None or converted.returncode:
        return "convert", (converted.stderr.decode(errors="replace").strip()[-600:] if converted else "no end")
    graph = json.loads(converted.stdout)
    missing = prepare(graph, family, options, table)
    if missing:
        return "no stand-in", ", ".join(missing)
    file = os.path.join(options.work, "graph.json")
    json.dump(graph, open(file, "w"))
    done = run(
        options, "run", file, "--models", os.path.join(options.work, "models"), "--input",
        os.path.join(options.work, "input"), "--output", os.path.join(options.work, "output"), "--no-cache", "--quiet")
    if done is None:
        return "no end", f"in {options.timeout} s"
    if done.returncode == 0:
        return "ok", f"{len(done.stdout.splitlines())} files"
    return f"exit {done.returncode}", done.stderr.decode(errors="replace").strip()[-900:]


def listed(options):
    index = os.path.join(options.workflows, "index.json")
    if not os.path.exists(index):
        found = [p for kind in ("json", "png") for p in glob.glob(f"{options.workflows}/**/*.{kind}", recursive=True)]
        return [(path, "*") for path in sorted(found)]
    entries = json.load(open(index))["entries"]
    return [
        (os.path.join(options.workflows, e["file"]), e["family"]) for e in entries
        if e.get("file") and e["local_only"] and (not options.family or e["family"] in options.family)]


def main():
    parser = argparse.ArgumentParser()
    for name in ("darkroom", "workflows", "standins", "work"):
        parser.add_argument(name)
    parser.add_argument("--family", nargs="*")
    parser.add_argument("--only", default="")
    parser.add_argument("--timeout", type=int, default=300)
    parser.add_argument("--divide", type=int, default=8, help="what sizes are divided by")
    parser.add_argument("--json")
    options = parser.parse_args()
    table = json.load(open(os.path.join(options.standins, "standins.json")))
    results = []
    for path, family in listed(options):
        if options.only not in path:
            continue
        began = time.monotonic()
        outcome, note = check(path, family, options, table)
        results.append({"path": path, "family": family, "outcome": outcome, "note": note})
        seconds = time.monotonic() - began
        print(f"{outcome:12} {seconds:6.1f} s  {family:6} {os.path.relpath(path, options.workflows)}", flush=True)
        if outcome != "ok":
            print("    " + note.replace("\n", "\n    "), flush=True)
        shutil.rmtree(os.path.join(options.work, "output"), ignore_errors=True)
    counts = {}
    for result in results:
        counts[result["outcome"]] = counts.get(result["outcome"], 0) + 1
    print(counts)
    if options.json:
        json.dump(results, open(options.json, "w"), indent=1)
    sys.exit(0 if set(counts) <= {"ok"} else 1)


if __name__ == "__main__":
    main()
