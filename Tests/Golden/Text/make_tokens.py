"""Writes clip-tokens.json: texts and the ids that transformers' CLIPTokenizer gives them, as ComfyUI calls it.

    pip install 'transformers<5' regex      # without ftfy, which ComfyUI does not install either
    python3.11 make_tokens.py COMFYUI_FOLDER clip-tokens.json

Python 3.11, because the tokenizer drops what its Python's Unicode (14.0) does not have.
"""

import json
import random
import sys
import unicodedata

from transformers import CLIPTokenizer

assert unicodedata.unidata_version == "14.0.0"

CHOSEN = [
    "", " ", "a photo of a red fox in the snow, highly detailed", "A PHOTO Of A Red FOX",
    "it's I'LL we've they're I'm he'd don't 'S 'LL '\u017f \u2019s", "3.14 1900 \u00bd \u2167 \u0661\u0662 \uff15 1\ufe0f\u20e3",
    "une for\u00eat enneig\u00e9e, \u96ea\u306e\u4e2d\u306e\u72d0, na\u00efve cafe\u0301 \u2014 100% \U0001f98a", "\ud55c\uad6d\uc5b4 \u1112\u1161\u11ab \uac00\u11a8 \U0002f800 \uf900",
    "\u0130stanbul STRASSE stra\u00dfe \u1e9e \u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03a3\u0391\u03a3 \u0391\u03a3' \u03a3. \u01c5 \ufb01 \ufb06 \u212a \u212b",
    "\u0391\u0295\u03a3 \u0391\U0001171e\u03a3 a\u0345b \u03b1\u0345 \u0345",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f44d\U0001f3fd \U0001f1e9\U0001f1ea", "\U0001fae8 new in Unicode 15",
    "tab\tline\nreturn\r\nnbsp\u00a0em\u2003ideographic\u3000line\u2028para\u2029nel\u0085fs\u001czero\u200bbom\ufeff",
    "a\0b \ufffd \u0001 \u007f \u0080 \ue000 \U000f0000 \ufdd0 \U0010ffff soft\u00adhyphen", "C++ & <tag> \"quoted\" -- !!! ... #@$",
    "<|startoftext|> a <|endoftext|>b<|STARTOFTEXT|> c!<|EndOfText|> <|start\0oftext|> <|\u017ftartoftext|> <|<|endoftext|>|>",
    "e\u0323\u0307 e\u0307\u0323 q\u0307\u0323 \u1e9b\u0323 \u0f73 \u0f71\u0f72 \u0958 \u2adc", "x" * 300, "\u0301\u0302 !\u0301",
]  # fmt: skip


def kinds():
    scalars = [c for c in range(0x110000) if not 0xD800 <= c < 0xE000]
    known = [c for c in scalars if unicodedata.category(chr(c))[0] != "C"]
    return [
        scalars,
        known,
        [c for c in known if unicodedata.combining(chr(c))],
        [c for c in known if unicodedata.decomposition(chr(c)) and unicodedata.decomposition(chr(c))[0] != "<"],
        [c for c in known if chr(c).lower() != chr(c)],
        [c for c in known if unicodedata.category(chr(c))[0] == "N"],
        [c for c in scalars if unicodedata.category(chr(c)) in ("Cc", "Cf", "Zs", "Zl", "Zp")],
        [*range(0x1F300, 0x1FB00), 0x200D, 0xFE0F],
        [*range(0x4E00, 0x9FFF), *range(0x3040, 0x3100), *range(0xAC00, 0xD7A4), *range(0x1100, 0x1200)],
        [*range(0x370, 0x400), *range(0x1F00, 0x2000)],
        [*range(32, 127)],
        [*range(32, 0x250)],
    ]


def main():
    tokenizer = CLIPTokenizer.from_pretrained(f"{sys.argv[1]}/comfy/sd1_tokenizer")
    assert tokenizer.fix_text is None, "ftfy is installed"
    random.seed(20)
    pools = kinds()
    texts = list(CHOSEN)
    for _ in range(1200):
        some = random.sample(pools, random.randint(1, 3))
        texts.append("".join(chr(random.choice(random.choice(some))) for _ in range(random.randint(1, 14))))
    rows = [json.dumps([text, tokenizer(text)["input_ids"][1:-1]], separators=(",", ":")) for text in texts]
    with open(sys.argv[2], "w") as file:
        file.write("[\n" + ",\n".join(rows) + "\n]\n")


main()
