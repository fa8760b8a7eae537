"""Darkroom against llama.cpp on the same language model, in turns in one run: loading, prompts, decoding, memory; and eight
texts decoded together against one after the other. Prints a Markdown table. Nothing else should run meanwhile.

    python Benchmarks/peers/bench_llm.py --benchmarks .build/release/LanguageBenchmarks --models models/synthetic/llm
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent

# What is measured, how it is shown, and whether more is better.
ROWS = {
    "decode": ("decoding, tokens/s", "{:.1f}", True),
    "prompt": ("prompt of {prompt}, tokens/s", "{:.0f}", True),
    "load": ("nothing to first token, s", "{:.2f}", False),
    "memory": ("peak memory, MiB", "{:.0f}", False),
    "together": ("8 texts together, tokens/s", "{:.1f}", True),
}


def run(command, threads):
    """The JSON object that a command prints last, and the most memory that it took."""
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return {"memory": usage.ru_maxrss / 1024, **json.loads(output.strip().splitlines()[-1])}


def keep_best(results, new):
    for name, value in new.items():
        better = max if ROWS[name][2] else min
        results[name] = better(value, results[name]) if name in results else value


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except OSError:
        return platform.processor() or platform.machine()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--benchmarks", default=".build/release/LanguageBenchmarks")
    parser.add_argument("--models", default="models/synthetic/llm", help="a folder for the files; made where missing")
    parser.add_argument("--files", nargs="*", help="other GGUF files")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="of llama.cpp; Darkroom takes all")
    parser.add_argument("--prompt", type=int, default=512)
    parser.add_argument("--decoded", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.files:
        paths = {Path(path).stem: path for path in arguments.files}
    else:
        import llm_checkpoint
        paths = llm_checkpoint.found_or_made(arguments.models)

    print(
        f"{processor()}, {arguments.threads} threads, load {os.getloadavg()[0]:.0f}; "
        f"llama-cpp-python {metadata.version('llama-cpp-python')}; best of {arguments.rounds} processes each, in turns\n")
    print("| model | | Darkroom | llama.cpp | ratio |\n| --- | --- | --- | --- | --- |")
    numbers = [str(arguments.prompt), str(arguments.decoded), "2"]
    for kind, path in paths.items():
        ours, theirs = {}, {}
        for _ in range(arguments.rounds):
            keep_best(theirs, run(
                [sys.executable, str(HERE / "llamacpp_peer.py"), str(path), str(arguments.threads), *numbers],
                arguments.threads))
            keep_best(ours, run([arguments.benchmarks, str(path), *numbers], arguments.threads))
        for name, (title, form, more) in ROWS.items():
            other = theirs.get(name, ours["decode"] if name == "together" else None)
            ratio = ours[name] / other if more else other / ours[name]
            peer = form.format(other) + (" (Darkroom, one after the other)" if name not in theirs else "")
            title = title.format(prompt=arguments.prompt)
            print(f"| {kind} | {title} | {form.format(ours[name])} | {peer} | {ratio:.2f}x |", flush=True)


if __name__ == "__main__":
    main()
