#!/usr/bin/env python3
"""Runs graphs with ComfyUI's own node classes, in this process and in 32 bits, and keeps their pictures beside them.

    record.py COMFYUI MODELS INPUT GRAPH...      # a checkout of ComfyUI 0.29 or newer with torch, and Pillow

Writes NAME.NODE.INDEX.png for every picture that a SaveImage gets. Lists, lazy inputs and expansions are not known here.
"""
import asyncio
import importlib
import importlib.machinery
import inspect
import json
import os
import pathlib
import sys
import types

COMFYUI, MODELS, INPUT, GRAPHS = *sys.argv[1:4], sys.argv[4:]
sys.argv = ["main.py", "--cpu", "--force-fp32", "--fp32-text-enc", "--fp32-vae", "--disable-all-custom-nodes"]
sys.path.insert(0, COMFYUI)


class StandIn(types.ModuleType):
    """For what ComfyUI imports and these graphs do not use."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(f"{self.__name__}.{name}")

    def __call__(self, *arguments, **named):
        return arguments[0] if arguments and callable(arguments[0]) else self


for name in (
        "torchaudio", "torchaudio.functional", "torchaudio.transforms", "torchvision", "torchvision.transforms",
        "torchvision.transforms.functional", "torchvision.transforms.v2", "torchvision.ops", "alembic", "sqlalchemy"):
    try:
        importlib.import_module(name)
    except Exception:
        module = StandIn(name)
        module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
        module.__path__, module.__version__ = [], "0"
        sys.modules[name] = module
sys.modules["server"] = StandIn("server")

import comfy.options

comfy.options.enable_args_parsing()
import folder_paths
import numpy
import torch
from PIL import Image

for kind in os.listdir(MODELS):
    known = folder_paths.folder_names_and_paths.get(kind, ([], folder_paths.supported_pt_extensions))
    folder_paths.folder_names_and_paths[kind] = ([os.path.join(MODELS, kind)], known[1])
folder_paths.set_input_directory(INPUT)
import nodes


def waited(value):
    return asyncio.run(value) if inspect.isawaitable(value) else value


def node_classes():
    classes = dict(nodes.NODE_CLASS_MAPPINGS)
    for file in sorted(pathlib.Path(COMFYUI, "comfy_extras").glob("nodes_*.py")):
        try:
            module = importlib.import_module(f"comfy_extras.{file.stem}")
        except Exception as problem:
            print("without", file.name, repr(problem)[:100], file=sys.stderr)
            continue
        classes.update(getattr(module, "NODE_CLASS_MAPPINGS", {}))
        if hasattr(module, "comfy_entrypoint"):
            for kind in waited(waited(module.comfy_entrypoint()).get_node_list()):
                classes[kind.GET_SCHEMA().node_id] = kind
    return classes


def run(graph, classes):
    """Pictures by the SaveImage that gets them."""
    done, saved = {}, {}

    def value(number):
        if number in done:
            return done[number]
        kind = classes[graph[number]["class_type"]]
        given = {}
        for name, entry in graph[number]["inputs"].items():
            linked = isinstance(entry, list) and len(entry) == 2 and entry[0] in graph
            given[name] = value(entry[0])[entry[1]] if linked else entry
        if graph[number]["class_type"] == "SaveImage":
            saved[number] = given["images"]
            return ()
        if hasattr(kind, "GET_SCHEMA"):
            result = waited(kind.PREPARE_CLASS_CLONE(None).execute(**given)).result
        else:
            result = getattr(kind(), kind.FUNCTION)(**given)
        done[number] = result.get("result", ()) if isinstance(result, dict) else result or ()
        return done[number]

    for number, entry in graph.items():
        if entry["class_type"] == "SaveImage" or getattr(classes[entry["class_type"]], "OUTPUT_NODE", False):
            value(number)
    return saved


def main():
    classes = node_classes()
    for path in map(pathlib.Path, GRAPHS):
        with torch.inference_mode():
            saved = run(json.loads(path.read_text()), classes)
        for number, pictures in saved.items():
            for index, picture in enumerate(pictures):
                pixels = numpy.clip(255.0 * picture.cpu().numpy(), 0, 255).astype(numpy.uint8)
                Image.fromarray(pixels).save(path.with_name(f"{path.stem}.{number}.{index}.png"))
        print(path.stem, flush=True)


if __name__ == "__main__":
    main()
