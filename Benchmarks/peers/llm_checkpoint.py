"""A random language model of 1.1 billion weights in the shape of TinyLlama, as a GGUF file of each kind that is compared."""

import ctypes
from pathlib import Path

import gguf
import llama_cpp
import numpy

# Layers, width, heads, heads of keys, width of the feed-forward part, words.
LAYERS, WIDTH, HEADS, KEY_HEADS, FEED, WORDS = 22, 2048, 32, 4, 5632, 32000

# Kinds as files are named, and llama.cpp's number for each.
KINDS = {"q8_0": 7, "q4_0": 2, "q4_k_m": 15, "f16": 1}


def write(path):
    random = numpy.random.default_rng(0)
    file = gguf.GGUFWriter(str(path), "llama")
    file.add_context_length(2048)
    file.add_embedding_length(WIDTH)
    file.add_block_count(LAYERS)
    file.add_feed_forward_length(FEED)
    file.add_head_count(HEADS)
    file.add_head_count_kv(KEY_HEADS)
    file.add_layer_norm_rms_eps(1e-5)
    file.add_rope_dimension_count(WIDTH // HEADS)
    file.add_vocab_size(WORDS)
    pieces = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    pieces += [f"\u2581w{index}" for index in range(WORDS - len(pieces))]
    file.add_tokenizer_model("llama")
    file.add_token_list(pieces)
    file.add_token_scores([-float(index) for index in range(WORDS)])
    file.add_token_types([2, 3, 3] + [6] * 256 + [1] * (WORDS - 259))
    file.add_bos_token_id(1)
    file.add_eos_token_id(2)

    def matrix(name, rows, columns):
        numbers = random.standard_normal((rows, columns), dtype=numpy.float32) * columns ** -0.5
        file.add_tensor(name, numbers.astype(numpy.float16))

    def ones(name):
        file.add_tensor(name, numpy.ones(WIDTH, numpy.float32))

    matrix("token_embd.weight", WORDS, WIDTH)
    for layer in range(LAYERS):
        block = f"blk.{layer}."
        ones(block + "attn_norm.weight")
        ones(block + "ffn_norm.weight")
        for name, rows, columns in (
            ("attn_q", WIDTH, WIDTH), ("attn_k", WIDTH * KEY_HEADS // HEADS, WIDTH),
            ("attn_v", WIDTH * KEY_HEADS // HEADS, WIDTH), ("attn_output", WIDTH, WIDTH),
            ("ffn_gate", FEED, WIDTH), ("ffn_up", FEED, WIDTH), ("ffn_down", WIDTH, FEED),
        ):
            matrix(f"{block}{name}.weight", rows, columns)
    ones("output_norm.weight")
    matrix("output.weight", WORDS, WIDTH)
    file.write_header_to_file()
    file.write_kv_data_to_file()
    file.write_tensors_to_file()
    file.close()


def found_or_made(folder):
    """The files of all kinds in `folder`, made where they are missing."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {kind: folder / f"llama-1.1b-{kind}.gguf" for kind in KINDS}
    if not paths["f16"].exists():
        write(paths["f16"])
    for kind, number in KINDS.items():
        if paths[kind].exists():
            continue
        options = llama_cpp.llama_model_quantize_default_params()
        options.ftype = number
        source, target = str(paths["f16"]).encode(), str(paths[kind]).encode()
        if llama_cpp.llama_model_quantize(source, target, ctypes.byref(options)):
            raise SystemExit(f"llama.cpp cannot make {paths[kind]}")
    return paths
