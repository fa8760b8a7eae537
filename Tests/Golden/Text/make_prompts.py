"""Writes clip-prompts.json: prompts and the chunks that ComfyUI's own tokenizer makes of them.

    pip install 'transformers<5' regex
    python3.11 make_prompts.py COMFYUI_FOLDER clip-prompts.json

A chunk is a list of [token, weight, how often]; a token is an id or "NAME#INDEX" of an embedding's vector. Only ComfyUI's
tokenizer is run, so empty modules stand in for torch, and a table for the folder of embeddings.

Any ComfyUI since 0.3 makes the same file: newer ones also take other white space than a space before `embedding:`, and end a
name at `<` or `[`, so no prompt here has these; the tests of EmbeddingReference do.
"""

import itertools
import json
import random
import re
import sys
import types

from transformers import CLIPTokenizer  # before torch is replaced, which it looks for


class StandIn(types.ModuleType):
    def __getattr__(self, name):
        return type(name, (), {})


class Vectors(list):
    shape = (0, 0)


EMBEDDINGS = {"emb": 3, "one": 1, "nine": 9, "long": 80, "c,": 2}
SHORT = ["a", "photo of a ", "red", "fox ", " ", " snowy mountains ", ", ", "antidisestablishmentarianism ", "7", "\n", "\t"]
SYNTAX = [
    "(", ")", "(", ")", ":", ":1.3)", ":0.5)", "\\(", "\\)", "\\", "[", "]", ":-1)", ":.5)", ":1_0)", ": 2 )", ":1e-1)", ":inf)",
    ":x)", ":\u0661.\u0665)", ":1._5)", ":\u20051.5\t)", ":1\x1c)", ":+1.25)", ":1.)", ":.)", ":)", ":1,5)", "embedding:emb", " embedding:emb",
    " embedding:one,", " embedding:none ", " embedding:long ", " embedding:c,", " embedding:,emb,", " embedding:emb,,, and",
    " embedding:nine ", " embedding:emb\u2003y", "embedding:emb\n", "AND", "BREAK", "\0\1", "\0\2",
]  # fmt: skip
CHOSEN = [
    "", "a (red:1.3) fox in the (snow:0.6)", "a ((very (bright:1.2)) colourful) [muted [quiet]] garden", "a fox [x] and [[y]] (z)",
    "portrait \\(oil\\) by an artist \\(1900\\), (framed \\(gold\\):1.4)", "a fox (tree:-0.5) (cloud:0.0)", "a (red fox in the snow, (blue:1.5",
    "a) fox (in) the)) ((snow", "(a (b:1.3) c", "(:1.3) (x:) () (a:b:1.5)", "(a:1.2(b))", "((((((deep))))))", "cat AND dog BREAK bird",
    ", ".join(f"detail number {n} of a large painting" for n in range(24)), ", ".join(f"(detail {n}:{0.5 + n / 10:.1f})" for n in range(30)),
    " ".join(f"(fox {n})" for n in range(40)), "antidisestablishmentarianism " * 12, "(antidisestablishmentarianism) " * 12, "x" * 700,
    "a fox embedding:none in snow", "a fox in the style of embedding:emb at noon", "a fox (embedding:emb:1.4), snow", "embedding:emb, red",
    "embedding:c, red", "a,embedding:emb", "(embedding:1.5)", "(a fox embedding:emb, in snow:1.2) and", "fox " * 74 + "(embedding:emb)", "embedding:long red",
    "une for\u00eat enneig\u00e9e, \u96ea\u306e\u4e2d\u306e\u72d0, (na\u00efve caf\u00e9:1.2) \u2014 100% \U0001f98a", "<|endoftext|> a (<|startoftext|>)",
]  # fmt: skip


def load(folder):
    assert CLIPTokenizer.from_pretrained(f"{folder}/comfy/sd1_tokenizer").fix_text is None, "ftfy is installed"
    sys.path.insert(0, folder)
    import comfy

    for name in ["ops", "model_management", "clip_model"]:
        sys.modules[f"comfy.{name}"] = StandIn(name)
        setattr(comfy, name, sys.modules[f"comfy.{name}"])
    sys.modules["torch"] = StandIn("torch")
    sys.modules["torch"].nn = StandIn("nn")
    from comfy import sd1_clip

    def embedding(name, *_):
        if name not in EMBEDDINGS:
            return None
        vectors = Vectors(f"{name}#{index}" for index in range(EMBEDDINGS[name]))
        vectors.shape = (len(vectors), 768)
        return vectors

    sd1_clip.load_embed = embedding
    return sd1_clip.SDTokenizer(embedding_directory="embeddings")


def main():
    tokenizer = load(sys.argv[1])
    random.seed(77)
    prompts = list(CHOSEN)
    for _ in range(200):
        parts = [random.choice(SYNTAX if random.random() < 0.5 else SHORT) for _ in range(random.choice([2, 4, 8, 16, 30]))]
        prompt = "".join(parts)
        if not re.search(r"[^\S ]embedding:|embedding:\S*[<\[]", prompt):
            prompts.append(prompt)
    rows = []
    for prompt in prompts:
        chunks = tokenizer.tokenize_with_weights(prompt)
        runs = [[[*token, len(list(group))] for token, group in itertools.groupby(chunk)] for chunk in chunks]
        # JSON has no infinity; a weight of 1e400 reads as one.
        row = json.dumps([prompt, runs], separators=(",", ":")).replace("Infinity", '"inf"')
        rows.append(row)
    with open(sys.argv[2], "w") as file:
        file.write("[\n" + ",\n".join(rows) + "\n]\n")


main()
