"""Records what ComfyUI's nodes for sets of pictures and texts make.

    python record_datasets.py COMFYUI      # its folder, 0.29 or later; needs what ComfyUI needs

Writes datasets.json beside this file. Folders are made anew, read and written in a temporary place.
"""

import base64
import json
import os
import pathlib
import sys
import tempfile

import numpy as np
import torch
from PIL import Image

HERE = pathlib.Path(__file__).parent
FOLDER = sys.argv[1]
sys.path.insert(0, FOLDER)
sys.argv = sys.argv[:1] + ["--cpu"]
import comfy.options  # noqa: E402

comfy.options.enable_args_parsing()
import comfy_extras.nodes_dataset as sets  # noqa: E402
import folder_paths  # noqa: E402

TEXTS = ["", "a", "  Straße \u00a0ΑΣ ΑΣΑ ǅ ﬁn\t\n", "ÀÉ\u0301 İstanbul ŉ 🙂🙂 \x1c", "abcabc", "\r\nline\r\n", "\u3000日本\u2028"]


def pictures(count, height, width, channels=3, shift=0):
    n, y, x, c = np.ogrid[:count, :height, :width, :channels]
    return torch.from_numpy(((x * x // 5 + y * 7 + x * y // 9 + c * 29 + (n + shift) * 57) % 101 / 100).astype(np.float32))


def texts():
    made = []
    for text in TEXTS:
        made.append({
            "text": text,
            "lower": sets.TextToLowercaseNode._process(text), "upper": sets.TextToUppercaseNode._process(text),
            "stripped": sets.StripWhitespaceNode._process(text),
            "cut": [sets.TruncateTextNode._process(text, n) for n in (1, 4, 77)],
            "framed": sets.AddTextSuffixNode._process(sets.AddTextPrefixNode._process(text, "\u0301<"), "\u0301>"),
            "replaced": [sets.ReplaceTextNode._process(text, *pair) for pair in (("a", "bb"), ("", "-"), ("abc", ""), ("É", "e"))]})
    return made


def crops():
    made = []
    for seed in (0, 1, 42, 2**32 - 2, 2**32 - 1, 2**32, 2**64 - 1, 123456789012345):
        for height, width, rows, columns in ((30, 40, 7, 9), (30, 40, 30, 9), (9, 300, 40, 17), (5, 6, 8, 8)):
            image = pictures(1, height, width)
            cropped = sets.RandomCropImagesNode.execute(image, width=columns, height=rows, seed=seed).result[0]
            whole = (image.numpy() * 255).clip(0, 255).astype(np.uint8)[0]
            part = np.round(cropped.numpy() * 255).astype(np.uint8)[0]
            places = [(y, x) for y in range(height - part.shape[0] + 1) for x in range(width - part.shape[1] + 1)
                      if (whole[y : y + part.shape[0], x : x + part.shape[1]] == part).all()]
            assert len(places) == 1, places
            made.append({"seed": str(seed), "picture": [height, width], "asked": [rows, columns],
                         "cut": list(part.shape[:2]), "place": places[0]})
    return made


def orders():
    made = []
    for seed in (0, 7, 2**32 - 1, 2**64 - 1):
        for count in (1, 2, 3, 10, 64, 65, 300):
            images = [torch.full((1, 1, 1, 3), float(i)) for i in range(count)]
            shuffled = sets.ShuffleDatasetNode.execute(images, seed=[seed]).result[0]
            both = sets.ShuffleImageTextDatasetNode.execute(images, [str(i) for i in range(count)], [seed]).result
            order = [int(i[0, 0, 0, 0]) for i in shuffled]
            assert order == [int(i[0, 0, 0, 0]) for i in both[0]] == [int(t) for t in both[1]]
            made.append({"seed": str(seed), "order": order})
    return made


def alike():
    random = np.random.default_rng(3)
    base = [pictures(1, 24, 30, shift=i) for i in range(3)] + [pictures(1, 8, 8), pictures(1, 40, 11)]
    images = list(base)
    for i, amount in enumerate((0.02, 0.1, 0.3, 0.5, 0.8)):
        noisy = base[i % 3].numpy() * (1 - amount) + amount * random.random(base[i % 3].shape, dtype=np.float32)
        images.append(torch.from_numpy((np.round(noisy * 255) / 255).astype(np.float32)))
    images += [torch.zeros(1, 9, 9, 3), torch.ones(1, 5, 7, 3), torch.full((2, 6, 6, 3), 1.5), images[5].clone()]
    made = []
    for threshold in (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0):
        kept = sets.ImageDeduplicationNode.execute(images, similarity_threshold=[threshold]).result[0]
        singles = [image[i : i + 1] for image in images for i in range(image.shape[0])]
        places, start = [], 0
        for picture in kept:
            place = next(i for i in range(start, len(singles)) if singles[i].shape == picture.shape and torch.equal(singles[i], picture))
            places.append(place)
            start = place + 1
        made.append({"threshold": threshold, "kept": places})
    return {"pictures": [{"shape": list(i.shape), "bytes": np.round(i.numpy() * 255).astype(int).ravel().tolist()} for i in images], "kept": made}


def buckets():
    sizes = [(1, 4, 6), (2, 4, 4), (1, 4, 6), (3, 8, 6), (1, 4, 4)]
    latents = [{"samples": torch.full((n, 4, h, w), float(i))} for i, (n, h, w) in enumerate(sizes)]
    conditioning = [[f"{i}.{k}" for k in range(n)] for i, (n, _, _) in enumerate(sizes)]
    found, prompts = sets.ResolutionBucket.execute(latents, conditioning).result
    return {"sizes": sizes, "shapes": [list(l["samples"].shape) for l in found],
            "values": [[int(v) for v in l["samples"][:, 0, 0, 0]] for l in found], "prompts": prompts}


def files():
    with tempfile.TemporaryDirectory() as root:
        folder_paths.set_input_directory(f"{root}/in")
        folder_paths.set_output_directory(f"{root}/out")
        for folder in ("set/2_dogs", "set/cats", "set/0_none", "empty/x"):
            os.makedirs(f"{root}/in/{folder}")
        rotated = Image.Exif()
        rotated[0x0112] = 6
        for i, name in enumerate(("set/b.png", "set/a.PNG", "set/2_dogs/d.png", "set/2_dogs/c.png", "set/cats/e.png", "set/0_none/f.png")):
            picture = (pictures(1, 3 + i, 5).numpy()[0] * 255).astype(np.uint8)
            Image.fromarray(picture).save(f"{root}/in/{name}", exif=rotated)
        for name, text in (("set/b.txt", " b \r\nof two lines\r\n"), ("set/2_dogs/c.txt", "ç"), ("set/0_none/f.txt", "never")):
            pathlib.Path(root, "in", name).write_bytes(text.encode())
        listed = os.listdir
        os.listdir = lambda path: sorted(listed(path))
        plain = sets.LoadImageDataSetFromFolderNode.execute("set").result[0]
        pairs = sets.LoadImageTextDataSetFromFolderNode.execute("set").result
        turned = {"file": base64.b64encode(pathlib.Path(root, "in/set/b.png").read_bytes()).decode(),
                  "bytes": np.round(plain[1].numpy() * 255).astype(int).ravel().tolist()}
        subfolders = folder_paths.get_input_subfolders()

        saved = []
        for folder, prefix, mode, captions in (
            ("mine", "image", "overwrite", ["one", "two ü"]), ("mine", "image", "increment", ["three"]),
            ("mine", "image", "increment", None), ("mine", "image", "overwrite", ["four"]), ("", "top", "overwrite", None)):
            images = [pictures(1, 4, 5), pictures(1, 6, 3, shift=1) * 1.3 - 0.1]
            sets.SaveImageTextDataSetToFolderNode.execute(images, [folder], [prefix], [mode], captions)
            there = sorted(str(p.relative_to(f"{root}/out")) for p in pathlib.Path(root, "out").rglob("*") if p.is_file())
            saved.append({
                "folder": folder, "prefix": prefix, "mode": mode, "texts": captions, "files": there,
                "contents": {name: pathlib.Path(root, "out", name).read_text() for name in there if name.endswith(".txt")}})
        png = np.array(Image.open(f"{root}/out/mine/image_00001.png")).ravel().tolist()
        return {"plain": [list(i.shape) for i in plain], "pairs": [list(i.shape) for i in pairs[0]], "texts": pairs[1],
                "subfolders": subfolders, "saved": saved, "png": png, "turned": turned}


def main():
    whole = {"texts": texts(), "crops": crops(), "orders": orders(), "alike": alike(), "buckets": buckets(), "files": files()}
    (HERE / "datasets.json").write_text(json.dumps(whole, separators=(",", ":"), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
