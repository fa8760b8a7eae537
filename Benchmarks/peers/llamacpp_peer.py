"""llama.cpp (through llama-cpp-python) on one language model: seconds from nothing to the first token, tokens per second of a
prompt and of decoding, peak memory beyond the interpreter's. Prints one JSON object.

    python llamacpp_peer.py MODEL.gguf THREADS PROMPT_TOKENS DECODED_TOKENS ROUNDS
"""

import ctypes
import json
import sys
import time

import llama_cpp


def memory(field):
    """A field of /proc/self/status in MiB; 0 where there is none."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(field))
    except OSError:
        return 0


class Context:
    """What llama-bench uses: its own defaults, with as many threads for prompts as for tokens."""

    def __init__(self, path, threads, length):
        options = llama_cpp.llama_model_default_params()
        options.n_gpu_layers = 0
        self.model = llama_cpp.llama_model_load_from_file(path.encode(), options)
        if not self.model:
            sys.exit(f"{path}: llama.cpp cannot load it")
        options = llama_cpp.llama_context_default_params()
        options.n_ctx, options.n_batch, options.n_ubatch = length, 512, 512
        options.n_threads = options.n_threads_batch = threads
        self.context = llama_cpp.llama_init_from_model(self.model, options)
        self.batch = llama_cpp.llama_batch_init(512, 0, 8)
        self.words = llama_cpp.llama_vocab_n_tokens(llama_cpp.llama_model_get_vocab(self.model))

    def clear(self):
        llama_cpp.llama_memory_clear(llama_cpp.llama_get_memory(self.context), True)

    def read(self, tokens, start):
        """Decodes `tokens`, and returns the logits behind them."""
        batch = self.batch
        batch.n_tokens = len(tokens)
        for index, token in enumerate(tokens):
            batch.token[index], batch.pos[index], batch.n_seq_id[index] = token, start + index, 1
            batch.seq_id[index][0] = 0
            batch.logits[index] = index == len(tokens) - 1
        if llama_cpp.llama_decode(self.context, batch):
            sys.exit("llama.cpp cannot decode")
        return llama_cpp.llama_get_logits_ith(self.context, len(tokens) - 1)

    def best(self, logits):
        """The likeliest token."""
        numbers = ctypes.cast(logits, ctypes.POINTER(ctypes.c_float * self.words)).contents
        return max(range(self.words), key=numbers.__getitem__)


def main():
    path, threads, prompt, decoded, rounds = sys.argv[1], *map(int, sys.argv[2:6])
    llama_cpp.llama_log_set(SILENT, ctypes.c_void_p(0))
    llama_cpp.llama_backend_init()
    before = memory("VmRSS")
    start = time.perf_counter()
    model = Context(path, threads, prompt + decoded + 8)
    model.best(model.read([1, 5, 9], 0))
    loaded = time.perf_counter() - start

    ids = [3 + 7919 * index % (model.words - 3) for index in range(prompt)]
    prompt_times, token_times = [], []
    for _ in range(rounds):
        model.clear()
        start = time.perf_counter()
        model.read(ids, 0)
        prompt_times.append(time.perf_counter() - start)
        model.clear()
        model.read(ids[:8], 0)
        start = time.perf_counter()
        for index in range(decoded):
            model.read([ids[index]], 8 + index)
        token_times.append((time.perf_counter() - start) / decoded)
    print(json.dumps({
        "load": loaded, "prompt": prompt / min(prompt_times), "decode": 1 / min(token_times),
        "memory": memory("VmHWM") - before,
    }))


SILENT = llama_cpp.llama_log_callback(lambda level, text, data: None)

if __name__ == "__main__":
    main()
