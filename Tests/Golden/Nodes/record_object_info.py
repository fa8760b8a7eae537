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
SHADER_SOURCE = {"name": "fragment_shader", "type": "STRING", "multiline": True}


def kept(name, kind, declared, optional=False):
    """What is compared of one input; of a choice that brings inputs along, these as well."""
    entry = {"name": name, "type": kind}
    if optional:
        entry["optional"] = True
    options = declared.get("options")
    brings = isinstance(options, list) and options and isinstance(options[0], dict)
    if brings:
        entry["choices"] = [
            {"key": option["key"], "inputs": children(option["inputs"])} for option in options]
    entry |= {
        key: declared[key] for key in FIELDS
        if declared.get(key) is not None and not (key == "options" and brings)}
    if "template" in declared:
        entry["template"] = json.dumps(declared["template"], sort_keys=True, separators=(",", ":"))
    return entry


def children(groups):
    found = []
    for group in ("required", "optional"):
        for name, (kind, *rest) in groups.get(group, {}).items():
            found.append(kept(name, kind, rest[0] if rest else {}, group == "optional"))
    return found


def main(path):
    nodes = json.load(open(path))["nodes"]
    all_kept = {}
    for name, node in sorted(nodes.items()):
        if node["tier"] not in "ABD" and not node.get("category", "").startswith(PLACES):
            continue
        if name == "GLSLShader":
            node = node | SHADER | {"inputs": [SHADER_SOURCE] + node["inputs"][1:]}
        inputs = [
            kept(declared["name"], declared["type"], declared, declared.get("optional")) for declared in node["inputs"]]
        all_kept[name] = {
            "category": node.get("category", ""),
            "display_name": node.get("display_name"),
            "output_node": node.get("output_node", False),
            "inputs": inputs,
            "outputs": [[o["name"], o["type"], o["is_list"]] for o in node["outputs"]],
        }
    with open(HERE / "object-info.json", "w") as file:
        lines = [f"{json.dumps(name)}:{json.dumps(node, separators=(',', ':'))}" for name, node in all_kept.items()]
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main(sys.argv[1])
