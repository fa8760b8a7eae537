"""Records what llama.cpp and gguf say of small random language models.

    python record.py            (needs gguf, numpy and llama-cpp-python from PyPI)

Writes, beside itself:
    ARCHITECTURE.gguf   a two-layer model of each architecture with random weights and a made-up vocabulary
    language.json       for each: a prompt, the logits after it, the tokens chosen next; tokenizer cases
    blocks.json         random blocks of every block format, and the numbers that they stand for
"""
import base64
import json
import os
import tempfile

import gguf
import llama_cpp
import numpy as np
from gguf.constants import GGML_QUANT_SIZES, GGMLQuantizationType as Kind

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, LAYERS, HIDDEN = 64, 2, 96
TEXTS = [
    "Hello world", "", " two  spaces ", "It's 1234 o'clock, isn't IT?\r\n\r\n\tYes!", "na\u00efve \u00fcber \u65e5\u672c \U0001f600\u200d",
    "<|im_start|>user\nhello<|im_end|>", "a</s>b", "x=y+12; // done\n\n\n  end", "\u0661\u0662\u0663 \u00bd \u2167 x\u0301",
]

# heads, key heads, head length, kind of the matrices, vocabulary, and what is particular
MODELS = {
    "llama": dict(heads=2, keys=1, length=32, kind=Kind.Q8_0, vocabulary="pieces", factors=True),
    "mixtral": dict(arch="llama", heads=2, keys=1, length=32, kind=Kind.Q4_0, vocabulary="pieces", experts=3),
    "llama3": dict(arch="llama", heads=2, keys=2, length=32, kind=Kind.F16, vocabulary="llama-bpe", tied=True, linear=2.0),
    "qwen2": dict(heads=2, keys=1, length=32, kind=Kind.Q5_0, vocabulary="qwen2", biases=True),
    "qwen3": dict(heads=2, keys=1, length=48, kind=Kind.Q8_0, vocabulary="qwen2", head_norms=True, tied=True),
    "qwen3moe": dict(heads=2, keys=1, length=32, kind=Kind.Q4_1, vocabulary="qwen2", head_norms=True, experts=3),
    "phi3": dict(heads=2, keys=2, length=32, kind=Kind.Q5_1, vocabulary="pieces", fused=True),
    "gemma2": dict(heads=2, keys=1, length=32, kind=Kind.Q8_0, vocabulary="bare pieces", gemma=True, tied=True, window=6, cap=3.0),
    "gemma3": dict(heads=2, keys=1, length=32, kind=Kind.Q8_0, vocabulary="bare pieces", gemma=True, tied=True, window=6,
                   head_norms=True, pattern=2),
    "yarn": dict(arch="llama", heads=2, keys=1, length=32, kind=Kind.BF16, vocabulary="pieces", yarn=4.0),
    "longrope": dict(arch="phi3", heads=2, keys=2, length=32, kind=Kind.Q4_0, vocabulary="pieces", fused=True, long=True),
}


def pieces():
    words = ["\u2581", "\u2581the", "he", "th", "in", "\u2581wor", "ld", "or", "ll", "hell", "\u2581\u2581", "is", "\u00fc", "it"]
    words += list("abcdefghijklmnopqrstuvwxyzHIT0123456789',.!?;=+/<>|_")
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)] + words
    kinds = [2, 3, 3] + [6] * 256 + [1] * len(words)
    scores = [0.0] * 259 + [-float(rank) for rank in range(len(words))]
    return tokens, scores, kinds


def byte_alphabet():
    shown = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    rest = [byte for byte in range(256) if byte not in shown]
    return {**{byte: chr(byte) for byte in shown}, **{byte: chr(256 + place) for place, byte in enumerate(rest)}}


def pairs(specials):
    letters = byte_alphabet()
    space, line = letters[32], letters[10]
    merges = [(space, "w"), ("o", "r"), (space + "w", "or"), ("l", "l"), ("h", "e"), ("he", "ll"), ("hell", "o"), ("1", "2"), ("3", "4"),
              ("12", "34"), ("'", "s"), (space, space), (line, line), ("i", "n"), (letters[13], line), ("I", "t"), ("e", "n")]
    tokens = [letters[byte] for byte in range(256)] + [a + b for a, b in merges] + specials
    kinds = [1] * (len(tokens) - len(specials)) + [3] * len(specials)
    return tokens, [f"{a} {b}" for a, b in merges], kinds


def add_vocabulary(writer, name):
    if "pieces" in name:
        tokens, scores, kinds = pieces()
        writer.add_tokenizer_model("llama")
        writer.add_token_scores(scores)
        writer.add_bos_token_id(1)
        writer.add_eos_token_id(2)
        writer.add_add_bos_token(True)
        writer.add_add_space_prefix("bare" not in name)
    else:
        marks = {"qwen2": ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], "llama-bpe": ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"]}
        tokens, merges, kinds = pairs(marks[name])
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(name)
        writer.add_token_merges(merges)
        writer.add_bos_token_id(len(tokens) - 3)
        writer.add_eos_token_id(len(tokens) - 1 if name == "qwen2" else len(tokens) - 2)
        writer.add_add_bos_token(name != "qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    return len(tokens)


def write(path, name, spec, exact):
    """The model; with `exact` the same numbers as 32-bit floats, for llama.cpp to compute with."""
    random = np.random.default_rng(sum(name.encode()))
    arch = spec.get("arch", name)
    writer = gguf.GGUFWriter(path, arch)
    heads, keys, length, gemma = spec["heads"], spec["keys"], spec["length"], spec.get("gemma", False)
    writer.add_context_length(512 if "long" in spec else 128)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(heads)
    writer.add_head_count_kv(keys)
    writer.add_key_length(length)
    writer.add_value_length(length)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0 if arch != "gemma3" else 1e6)
    writer.add_rope_dimension_count(length)
    if arch == "phi3":
        writer.add_rope_scaling_orig_ctx_len(256 if "long" in spec else 128)
    if "long" in spec:
        writer.add_rope_scaling_type(gguf.RopeScalingType.LONGROPE)
        writer.add_rope_scaling_attn_factors(1.19)
    if "linear" in spec:
        writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
        writer.add_rope_scaling_factor(spec["linear"])
    if "yarn" in spec:
        writer.add_rope_scaling_type(gguf.RopeScalingType.YARN)
        writer.add_rope_scaling_factor(spec["yarn"])
        writer.add_rope_scaling_orig_ctx_len(32)
    if "window" in spec:
        writer.add_sliding_window(spec["window"])
    if "pattern" in spec:
        writer.add_uint32(f"{arch}.attention.sliding_window_pattern", spec["pattern"])
    if "cap" in spec:
        writer.add_attn_logit_softcapping(spec["cap"])
        writer.add_final_logit_softcapping(2 * spec["cap"])
    if "experts" in spec:
        writer.add_expert_count(spec["experts"])
        writer.add_expert_used_count(2)
        if arch == "qwen3moe":
            writer.add_expert_feed_forward_length(HIDDEN)
    words = add_vocabulary(writer, spec["vocabulary"])
    writer.add_vocab_size(words)

    def matrix(name, *shape, scale=1.0):
        numbers = (random.standard_normal(shape) * scale * shape[-1] ** -0.5).astype(np.float32)
        # Rows that are no whole blocks stay as they are.
        kind = spec["kind"] if shape[-1] % 32 == 0 else Kind.F16
        blocks = gguf.quants.quantize(numbers, kind)
        if exact:
            writer.add_tensor(name, gguf.quants.dequantize(blocks, kind).astype(np.float32))
        else:
            writer.add_tensor(name, blocks, raw_dtype=kind)

    def vector(name, count, mean=1.0, spread=0.1):
        writer.add_tensor(name, (mean + spread * random.standard_normal(count)).astype(np.float32))

    matrix("token_embd.weight", words, WIDTH, scale=0.3 if gemma else 6.0)
    if spec.get("factors"):
        writer.add_tensor("rope_freqs.weight", np.linspace(1, 4, length // 2).astype(np.float32))
    if "long" in spec:
        writer.add_tensor("rope_factors_short.weight", np.linspace(1, 1.5, length // 2).astype(np.float32))
        writer.add_tensor("rope_factors_long.weight", np.linspace(1, 6, length // 2).astype(np.float32))
    for layer in range(LAYERS):
        part = f"blk.{layer}."
        vector(part + "attn_norm.weight", WIDTH)
        vector(part + "ffn_norm.weight", WIDTH)
        sizes = dict(attn_q=heads * length, attn_k=keys * length, attn_v=keys * length)
        if spec.get("fused"):
            matrix(part + "attn_qkv.weight", sum(sizes.values()), WIDTH)
        else:
            for key, size in sizes.items():
                matrix(f"{part}{key}.weight", size, WIDTH)
                if spec.get("biases"):
                    vector(f"{part}{key}.bias", size, 0, 0.5)
        if spec.get("head_norms"):
            vector(part + "attn_q_norm.weight", length)
            vector(part + "attn_k_norm.weight", length)
        matrix(part + "attn_output.weight", WIDTH, heads * length)
        if gemma:
            vector(part + "post_attention_norm.weight", WIDTH)
            vector(part + "post_ffw_norm.weight", WIDTH)
        if "experts" in spec:
            count = spec["experts"]
            writer.add_tensor(part + "ffn_gate_inp.weight", random.standard_normal((count, WIDTH)).astype(np.float32) * 0.2)
            matrix(part + "ffn_gate_exps.weight", count, HIDDEN, WIDTH)
            matrix(part + "ffn_up_exps.weight", count, HIDDEN, WIDTH)
            matrix(part + "ffn_down_exps.weight", count, WIDTH, HIDDEN)
        else:
            if spec.get("fused"):
                matrix(part + "ffn_up.weight", 2 * HIDDEN, WIDTH)
            else:
                matrix(part + "ffn_gate.weight", HIDDEN, WIDTH)
                matrix(part + "ffn_up.weight", HIDDEN, WIDTH)
            matrix(part + "ffn_down.weight", WIDTH, HIDDEN)
    vector("output_norm.weight", WIDTH)
    if not spec.get("tied"):
        matrix("output.weight", words, WIDTH, scale=2.0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return words


def answers(path, words, context=128):
    model = llama_cpp.Llama(path, n_ctx=context, logits_all=True, n_threads=1, type_k=0, type_v=0, flash_attn=False, verbose=False)
    prompt = [1] + [(53 * place * place + 17 * place) % (words - 8) + 3 for place in range(1, 20)]
    model.eval(prompt)
    logits = np.array(model.scores[len(prompt) - 1])
    chosen = []
    for _ in range(8):
        chosen.append(int(np.argmax(model.scores[model.n_tokens - 1])))
        model.eval(chosen[-1:])
    cases = [dict(text=text, tokens=model.tokenize(text.encode(), add_bos=True, special=True),
                  plain=model.tokenize(text.encode(), add_bos=False, special=False)) for text in TEXTS]
    return dict(prompt=prompt, logits=[round(float(value), 6) for value in logits], chosen=chosen, cases=cases)


def blocks():
    random = np.random.default_rng(5)
    kinds = [Kind.Q4_0, Kind.Q4_1, Kind.Q5_0, Kind.Q5_1, Kind.Q8_0, Kind.Q2_K, Kind.Q3_K, Kind.Q4_K, Kind.Q5_K, Kind.Q6_K, Kind.IQ4_NL, Kind.IQ4_XS]
    # Where a block keeps its 16-bit floats; the other bytes may be any.
    halves = {Kind.Q2_K: [80, 82], Kind.Q3_K: [108], Kind.Q6_K: [208], Kind.Q4_1: [0, 2], Kind.Q5_1: [0, 2], Kind.Q4_K: [0, 2], Kind.Q5_K: [0, 2]}
    found = {}
    for kind in kinds:
        length, size = GGML_QUANT_SIZES[kind]
        data = random.integers(0, 256, (1, 3 * size), dtype=np.uint8)
        for block in range(3):
            for place in halves.get(kind, [0]):
                scale = np.float16(random.uniform(-2, 2))
                data[0, block * size + place:block * size + place + 2] = np.frombuffer(scale.tobytes(), np.uint8)
        numbers = gguf.quants.dequantize(data, kind).astype("<f4")
        found[kind.name] = dict(bytes=base64.b64encode(data.tobytes()).decode(), numbers=base64.b64encode(numbers.tobytes()).decode())
    return found


if __name__ == "__main__":
    record = {}
    for name, spec in MODELS.items():
        words = write(f"{HERE}/{name}.gguf", name, spec, exact=False)
        with tempfile.TemporaryDirectory() as folder:
            write(f"{folder}/exact.gguf", name, spec, exact=True)
            record[name] = answers(f"{folder}/exact.gguf", words)
            if "long" in spec:
                # Where the text may get longer than the model was trained for at first.
                record[name]["longLogits"] = answers(f"{folder}/exact.gguf", words, context=512)["logits"]
        print(name, words, record[name]["chosen"], flush=True)
    json.dump(record, open(f"{HERE}/language.json", "w"), separators=(",", ":"))
    json.dump(blocks(), open(f"{HERE}/blocks.json", "w"), separators=(",", ":"))
