"""Writes pictures.json: small PNG and JPEG files of every kind, and the colours that they hold.

PNG files are put together here from random samples, so that the truth needs no decoder; Pillow confirms it where it
reads the kind correctly. The truth of JPEG files is Pillow's decoding. Run: python pictures.py (needs Pillow, numpy).
"""
import base64
import io
import json
import random
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

chance = random.Random(20)
WIDTH, HEIGHT = 9, 7
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, payload):
    body = kind + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))


def packed(rows, depth):
    """Rows of samples as filtered bytes; the filters are none and sub in turn."""
    out = b""
    for number, row in enumerate(rows):
        samples = [sample for pixel in row for sample in pixel]
        if depth == 16:
            line = b"".join(struct.pack(">H", sample) for sample in samples)
        elif depth == 8:
            line = bytes(samples)
        else:
            bits = "".join(format(sample, f"0{depth}b") for sample in samples)
            bits += "0" * (-len(bits) % 8)
            line = bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
        step = max(1, depth * len(row[0]) // 8)
        if number % 2:
            line = b"\x01" + bytes((line[i] - (line[i - step] if i >= step else 0)) % 256 for i in range(len(line)))
        else:
            line = b"\x00" + line
        out += line
    return out


def png(color, depth, rows, interlaced=False, extra=b""):
    if interlaced:
        data = b""
        for x0, y0, dx, dy in PASSES:
            part = [row[x0::dx] for row in rows[y0::dy]]
            if part and part[0]:
                data += packed(part, depth)
    else:
        data = packed(rows, depth)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data))
            + chunk(b"IEND", b""))


records = []


def record(name, file, rgb, alpha, maximum, texts=None):
    records.append({
        "name": name, "file": base64.b64encode(file).decode(), "maximum": maximum, "height": len(rgb),
        "width": len(rgb[0]), "rgb": np.asarray(rgb).ravel().tolist(),
        "alpha": None if alpha is None else np.asarray(alpha).ravel().tolist(), "texts": texts or {},
    })


def confirm(name, file, rgb, alpha):
    image = Image.open(io.BytesIO(file))
    seen = np.asarray(image.convert("RGBA" if alpha is not None else "RGB"))
    assert (seen[..., :3] == np.asarray(rgb)).all(), name
    assert alpha is None or (seen[..., 3] == np.asarray(alpha)).all(), name


for color, depths in ((0, (1, 2, 4, 8, 16)), (2, (8, 16)), (3, (1, 2, 4, 8)), (4, (8, 16)), (6, (8, 16))):
    for depth in depths:
        for interlaced in (False, True):
            for transparent in (False, True) if color in (0, 2, 3) else (False,):
                top = 2 ** depth - 1
                rows = [[[chance.randint(0, top) for _ in range(CHANNELS[color])] for _ in range(WIDTH)]
                        for _ in range(HEIGHT)]
                extra, alpha, maximum = b"", None, 65535 if depth == 16 else 255
                scale = maximum // top
                if color == 3:
                    palette = [[chance.randint(0, 255) for _ in range(3)] for _ in range(top + 1)]
                    extra = chunk(b"PLTE", bytes(sum(palette, [])))
                    rgb = [[palette[pixel[0]] for pixel in row] for row in rows]
                    if transparent:
                        opacity = [chance.randint(0, 255) for _ in range(top)]
                        extra += chunk(b"tRNS", bytes(opacity))
                        alpha = [[(opacity + [255])[pixel[0]] for pixel in row] for row in rows]
                else:
                    gray = color in (0, 4)
                    rgb = [[[sample * scale for sample in (pixel[:1] * 3 if gray else pixel[:3])] for pixel in row]
                           for row in rows]
                    if color in (4, 6):
                        alpha = [[pixel[-1] for pixel in row] for row in rows]
                    if transparent:
                        clear = rows[3][4]
                        extra = chunk(b"tRNS", b"".join(struct.pack(">H", sample) for sample in clear))
                        alpha = [[0 if pixel == clear else maximum for pixel in row] for row in rows]
                name = f"{['gray', '', 'rgb', 'palette', 'gray+alpha', '', 'rgba'][color]} {depth} bit"
                name += (", transparent" if transparent else "") + (", interlaced" if interlaced else "")
                file = png(color, depth, rows, interlaced, extra)
                # Pillow keeps 8 of 16 bits, and forgets to scale the clear level of 2 and 4 bit gray.
                if depth != 16 and not (color == 0 and transparent and depth in (2, 4)):
                    confirm(name, file, rgb, alpha)
                record(name, file, rgb, alpha, maximum)

rows = [[[chance.randint(0, 255) for _ in range(3)] for _ in range(WIDTH)] for _ in range(HEIGHT)]
texts = chunk(b"tEXt", b"prompt\0{\"1\": 2}") + chunk(b"tEXt", b"Comment\0caf\xe9")
texts += chunk(b"zTXt", b"workflow\0\0" + zlib.compress(b"{\"nodes\": []}"))
texts += chunk(b"iTXt", b"note\0\0\0\0\0" + "日本".encode()) + chunk(b"iTXt", b"packed\0\1\0en\0\0" + zlib.compress("é".encode()))
record("texts", png(2, 8, rows, extra=texts), rows, None, 255,
       {"prompt": "{\"1\": 2}", "Comment": "café", "workflow": "{\"nodes\": []}", "note": "日本", "packed": "é"})

base = Image.fromarray(np.asarray(rows, np.uint8)).resize((20, 14), Image.Resampling.BICUBIC)
for mode, options in (("RGB", {"subsampling": 0}), ("RGB", {"subsampling": 2}), ("RGB", {"progressive": True}),
                      ("L", {}), ("CMYK", {})):
    held = io.BytesIO()
    base.convert(mode).save(held, "JPEG", quality=90, **options)
    seen = Image.open(io.BytesIO(held.getvalue())).convert("RGB")
    record(f"jpeg {mode} {options}", held.getvalue(), np.asarray(seen).tolist(), None, 255)
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x0110] = "prompt:{\"3\": {}}"
    exif[0x010F] = "workflow:{\"nodes\": []}"
    held = io.BytesIO()
    base.save(held, "JPEG", quality=90, subsampling=0, exif=exif)
    seen = ImageOps.exif_transpose(Image.open(io.BytesIO(held.getvalue())))
    record(f"jpeg orientation {orientation}", held.getvalue(), np.asarray(seen).tolist(), None, 255,
           {"prompt": "{\"3\": {}}", "workflow": "{\"nodes\": []}"})

target = Path(__file__).with_name("pictures.json")
target.write_text("[\n" + ",\n".join(json.dumps(record) for record in records) + "\n]\n")
print(len(records), "pictures,", target.stat().st_size, "bytes")
