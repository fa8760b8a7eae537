"""Keeps of ComfyUI's node registry what Darkroom's declarations are compared with.

    python record_object_info.py REGISTRY.json      # {"nodes": {class: {inputs, outputs, …}}}, dumped from a live server

Writes object-info.json beside this file: the classes of images, latents, masks, texts and Stable Diffusion models.
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
FIELDS = ("default", "min", "max", "step", "round", "options", "multiline", "dynamicPrompts")
# Of families that Darkroom has no models of, what prepares prompts, latents and noise levels.
PLACES = ("model/", "advanced/", "experimental", "video", "image/detection", "image/transform")
# A server without a graphics driver does not list it; so its source has it.
SHADER = {"category": "image/shader", "display_name": "GLSL Shader"}


def field(value):
    # Options of inputs that depend on another are compared by the engine's own tests.
    return None if isinstance(value, list) and value and isinstance(value[0], dict) else value


def main(path):
    nodes = json.load(open(path))["nodes"]
    kept = {}
    for name, node in sorted(nodes.items()):
        if node["tier"] not in "ABD" and not node.get("category", "").startswith(PLACES):
            continue
        if name == "GLSLShader":
            node = node | SHADER
        inputs = []
        for declared in node["inputs"]:
            entry = {"name": declared["name"], "type": declared["type"]}
            if declared.get("optional"):
                entry["optional"] = True
            entry |= {key: declared[key] for key in FIELDS if key in declared and field(declared[key]) is not None}
            inputs.append(entry)
        kept[name] = {
            "category": node.get("category", ""),
            "display_name": node.get("display_name"),
            "output_node": node.get("output_node", False),
            "inputs": inputs,
            "outputs": [[o["name"], o["type"], o["is_list"]] for o in node["outputs"]],
        }
    with open(HERE / "object-info.json", "w") as file:
        lines = [f"{json.dumps(name)}:{json.dumps(node, separators=(',', ':'))}" for name, node in kept.items()]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1])
