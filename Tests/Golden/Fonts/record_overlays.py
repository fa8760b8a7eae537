"""Records what ComfyUI's TextOverlay writes on pictures.

    python record_overlays.py COMFYUI      # its folder, 0.29 or later; needs numpy, torch and Pillow with its FreeType

Writes overlays.json and overlays.png beside this file: what was asked for; of every case the letters on nothing, one below the
other; and of small ones what comes of them on a picture, bit for bit.
"""

import importlib.util
import json
import pathlib
import sys
import types
from unittest.mock import MagicMock

import numpy as np
import torch
from PIL import Image, ImageFont, features

HERE = pathlib.Path(__file__).parent


def load(folder):
    api, latest = types.ModuleType("comfy_api"), types.ModuleType("comfy_api.latest")
    latest.ComfyExtension, latest.IO = object, MagicMock()
    latest.IO.ComfyNode, latest.IO.NodeOutput = object, lambda *values: values
    sys.modules.update({"comfy_api": api, "comfy_api.latest": latest})
    spec = importlib.util.spec_from_file_location("overlay", f"{folder}/comfy_extras/nodes_text_overlay.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.TextOverlay


def pictures(shape):
    n, y, x, c = np.ogrid[: shape[0], : shape[1], : shape[2], : shape[3]]
    return torch.from_numpy(((x * x // 5 + y * 7 + x * y // 9 + c * 29 + n * 57) % 101 / 100).astype(np.float32))


PANGRAM = "The quick brown fox jumps over the lazy dog; 0123456789 (#@%&*) [x|y] {a_b} ~^`'\"!? <=> $/\\ +-."
CASES = [
    # shape, text, size, colour, position, align, outline
    ((1, 96, 128, 3), "Hello, jig", 12.5, "#ffffff", "top", "left", True),
    ((1, 96, 128, 3), "Hello, jig", 12.5, "#ffffff", "bottom", "right", False),
    ((1, 120, 160, 3), PANGRAM, 10.0, "#ffd000", "top", "left", True),
    ((1, 120, 160, 3), PANGRAM, 9.0, "#40c0ff", "bottom", "center", False),
    ((1, 120, 161, 3), "one\\ntwo and a half\n\nthree\\tfour", 11.0, "#ffffff80", "top", "center", True),
    ((1, 120, 161, 3), "one\ntwo and a half\n\nthree", 11.0, "#f0f8", "bottom", "right", True),
    ((1, 90, 60, 3), "incomprehensibilities of Donaudampfschifffahrtsgesellschaft", 14.5, "rebeccapurple", "top", "center", True),
    ((1, 90, 60, 3), "a text that is much too long for so small a picture, whose letters shrink until they are as small as they may be", 30.0, "black", "top", "left", True),
    ((1, 200, 50, 3), "narrow and tall, and shrinking step by step as long as that helps", 25.0, "#fff", "bottom", "right", True),
    ((1, 40, 240, 3), "wide and low", 50.0, "hsl(210, 60%, 55%)", "bottom", "center", True),
    ((1, 64, 200, 3), "Größe żółć Ångström – “quoted” ‘it’ … ™ © ° ´ · « » ﬁ ﬂ ⁄ ‹›", 18.0, "rgb(255, 128, 0)", "top", "left", True),
    ((1, 64, 200, 3), "日本語 🙂 \u00a0nbsp\u2003em\u3000wide ß", 20.0, "rgb(10%, 90%, 50%)", "bottom", "left", False),
    ((1, 64, 96, 3), "  spaces   between\tand around  ", 15.0, "hsv(30, 100%, 80%)", "top", "right", True),
    ((1, 64, 96, 3), "", 15.0, "#ffffff", "top", "left", True),
    ((1, 64, 96, 3), " \t\n\x1c", 15.0, "#ffffff", "top", "left", True),
    ((1, 64, 96, 3), "\\n\\n", 15.0, "#ffffff", "bottom", "left", True),
    ((1, 64, 96, 3), "clear", 15.0, "#ffffff00", "top", "left", True),
    ((1, 64, 96, 3), "clear", 15.0, "rgba(300, 20, 20, 200)", "top", "center", False),
    ((1, 64, 96, 3), "black", 22.0, "#000000", "top", "center", True),
    ((1, 1, 1, 3), "tiny", 5.0, "#ffffff", "top", "left", True),
    ((1, 3, 2, 3), "ij", 50.0, "#ffffff", "bottom", "center", True),
    ((1, 8, 8, 3), "Wij", 50.0, "#ff0000", "top", "right", False),
    ((1, 20, 33, 3), "ij j i", 50.0, "#ff0000", "top", "center", True),
    ((2, 30, 40, 3), "two", 30.0, "#12345678", "top", "center", True),
    ((2, 30, 40, 1), "gray", 30.0, "#ffcc00", "bottom", "center", True),
    ((1, 300, 420, 3), "Six hundred\npixels", 26.0, "lime", "bottom", "center", True),
    ((1, 300, 420, 3), "By a jetty", 50.0, "HSB(0, 0%, 90%)", "top", "left", False),
]
# One line of every size at which hinting matters, and of some beyond.
CASES += [((1, 2 * size, 5 * size, 3), "fiji @5©g", 50.0, "#ffffff", "top", "left", size % 2 == 0) for size in range(7, 41)]
CASES += [((1, 2 * size, 3 * size, 3), "Gjü", 50.0, "#ffffff", "top", "left", True) for size in (53, 64, 81, 100)]

COLOURS = [
    "Red", "darkslategrey", "#ABC", "#abcd", "#a0B1c2", "#a0b1c2d3", "rgb(1,2,3)", "rgb( 4 , 5 , 600 )", "rgb(33%,66%,101%)",
    "hsl(0,0%,50%)", "hsl(359.5, 12.25%, 88%)", "hsl(720, 100%, 25%)", "hsl(120,50.%,75%)", "hsv(61,10%,99%)", "hsb(300,100%,100%)",
    "hsv(200.5, 45.5%, 30%)", "hsl(240,150%,60%)", "rgba(1,2,3,4)", "", "#", "#12", "#12345", "#1234567", "#ggg", "rgb(1,2)", "rgb(-1,2,3)",
    "rgb(1.5,2,3)", "rgba(1,2,3)", "hsl(1,2,3)", "hsl(1%,2%,3%)", "hsv(.5,2%,3%)", "notacolour", " red", "rgb (1,2,3)", "rgb(1,2,3", "rgb(1%,2,3)"]


def main(folder):
    node = load(folder)
    layers = {}

    def render(cls, *arguments, render=node.render_overlay_text.__func__):
        rgb, alpha = render(cls, *arguments)
        layers["last"] = torch.cat([rgb, alpha], dim=-1)
        return rgb, alpha

    node.render_overlay_text = classmethod(render)
    cases, sheet = [], []
    for shape, text, size, colour, position, align, outline in CASES:
        layers.clear()
        image = pictures(shape)
        written = node.execute(image, text, size, colour, position, align, outline)[0]
        layer = np.zeros((*shape[1:3], 4), np.uint8)
        if layers:
            layer = np.round(layers["last"].numpy() * 255).astype(np.uint8)
        sheet.append(np.pad(layer, ((0, 0), (0, 420 - shape[2]), (0, 0))))
        cases.append({
            "shape": shape, "text": text, "size": size, "color": colour, "position": position, "align": align,
            "outline": outline,
            "written": written.numpy().ravel().view(np.uint32).tolist() if written.numel() <= 3600 else None})
    colours = []
    for text in COLOURS:
        try:
            colours.append([text, [max(0, min(255, v)) for v in node.parse_color_to_rgba(text)]])
        except ValueError:
            colours.append([text, None])
    font = ImageFont.load_default(size=20)
    lines = []
    for text in ["A", "Ay", "fiji", PANGRAM, "日本", " ", ""]:
        for size in (4, 10, 13, 20, 51, 200):
            font = ImageFont.load_default(size=size)
            lines.append({
                "text": text, "size": size, "width": font.getlength(text),
                "plain": list(font.getbbox(text)), "stroked": list(font.getbbox(text, stroke_width=3, anchor="ma"))})
    whole = {"freetype": features.version("freetype2"), "cases": cases, "colours": colours, "lines": lines}
    Image.fromarray(np.concatenate(sheet)).save(HERE / "overlays.png", optimize=True)
    (HERE / "overlays.json").write_text(json.dumps(whole, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
