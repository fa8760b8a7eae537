"""Darkroom against its peers on the same work, in turns in one run: steps of Stable Diffusion 1.5, VAE decode, text encoder.

All compute in float32 with the same number of threads; only stable-diffusion.cpp keeps the file's float16. Prints a Markdown
table. Nothing else should run meanwhile; the best of all rounds counts.

    python Benchmarks/peers/bench.py --darkroom .build/release/darkroom --sizes 256 512 --peers torch openvino
    python Benchmarks/peers/bench.py --darkroom .build/release/darkroom --sizes 512 1024 --sdxl checkpoints/sdxl.safetensors --rounds 1

A round of the latter takes seven minutes.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import checkpoint
import darkroom_peer

HERE = Path(__file__).parent

# Script and package of each peer, and the name that the table gives it.
PEERS = {
    "torch": ("torch_peer.py", "torch", "PyTorch"),
    "openvino": ("openvino_peer.py", "openvino", "OpenVINO"),
    "sdcpp": ("sdcpp_peer.py", "stable-diffusion-cpp-python", "sd.cpp"),
}


def run_peer(arguments, peer, size, *more):
    """The same in a process of the peer's own; loading is not measured."""
    environment = {**os.environ, "OMP_NUM_THREADS": str(arguments.threads)}
    command = [sys.executable, str(HERE / PEERS[peer][0]), str(size), str(arguments.threads), str(arguments.checkpoint)]
    command += more
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{PEERS[peer][2]} ended with status {process.returncode}: {' '.join(command)}")
    # Some peers greet on standard output; the result comes last.
    result = json.loads(output.strip().splitlines()[-1])
    if not more:
        result[f"peak memory {size}², MiB"] = usage.ru_maxrss / 1024
    return result


def thread_scaling(arguments, size):
    """How much faster two threads are than one, per step."""
    def step(threads):
        starts = darkroom_peer.run(arguments, size, 3, threads=threads)["starts"]
        return min(after - before for before, after in zip(starts[1:], starts[2:]))
    return step(1) / step(2)


def batching(arguments, size, pictures=8):
    """Pictures per second of one job of several over those of as many jobs of one, each a process."""
    one = darkroom_peer.run(arguments, size, 4)["whole"]
    return pictures * one / darkroom_peer.run(arguments, size, 4, pictures=pictures)["whole"]


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except OSError:
        return platform.processor() or platform.machine()


def keep_best(results, new):
    for name, value in new.items():
        results[name] = min(value, results.get(name, value))


def print_table(arguments, ours, theirs):
    about = [f"{processor()}, {arguments.threads} threads"]
    if hasattr(os, "getloadavg"):
        about[0] += f", load {os.getloadavg()[0]:.0f}"
    about += [", ".join(f"{PEERS[peer][2]} {metadata.version(PEERS[peer][1])}" for peer in theirs)] if theirs else []
    rounds = "one round" if arguments.rounds == 1 else f"best of {arguments.rounds} rounds"
    about.append(f"{rounds} in turns" if theirs else rounds)
    print("; ".join(about) + "\n")
    print_row(["", "Darkroom"] + [PEERS[peer][2] for peer in theirs])
    print_row(["---"] * (2 + len(theirs)))
    for name, value in ours.items():
        form = "{:.0f}" if name.endswith("MiB") else "{:.2f}" if name.startswith("times") else "{:.3f} s"
        cells = [form.format(value)]
        for results in theirs.values():
            other = results.get(name)
            cells.append(f"{form.format(other)} ({other / value:.2f}x)" if other else "–")
        print_row([name] + cells)


def print_row(cells):
    print("| " + " | ".join(cells) + " |")


def large(arguments, ours, theirs):
    """Stable Diffusion XL: steps in turns with the peers, or without peers a whole job."""
    for size in arguments.sizes:
        for _ in range(arguments.rounds):
            if theirs:
                keep_best(ours, darkroom_peer.large_step(arguments, size))
            else:
                keep_best(ours, darkroom_peer.large_job(arguments, size))
            for peer in theirs:
                keep_best(theirs[peer], run_peer(arguments, peer, size, "sdxl"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--darkroom", default=".build/release/darkroom")
    parser.add_argument("--checkpoint", type=Path, help="a Stable Diffusion 1.5 file in a folder `checkpoints`")
    parser.add_argument("--sizes", type=int, nargs="+", default=[256, 512], help="pictures, in pixels")
    parser.add_argument("--peers", nargs="+", choices=PEERS, default=list(PEERS))
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument(
        "--sdxl", type=Path, help="a Stable Diffusion XL file: its steps against PyTorch's, in place of the rest")
    parser.add_argument("--only-darkroom", action="store_true", help="scaling, batches and whole jobs; no peers")
    arguments = parser.parse_args()
    if arguments.sdxl:
        arguments.checkpoint = arguments.sdxl = arguments.sdxl.resolve()
        arguments.peers = ["torch"]
    arguments.checkpoint = checkpoint.found_or_made(arguments.checkpoint)

    ours, theirs = {}, {} if arguments.only_darkroom else {peer: {} for peer in arguments.peers}
    if arguments.sdxl:
        large(arguments, ours, theirs)
        print_table(arguments, ours, theirs)
        return
    for size in arguments.sizes:
        for _ in range(arguments.rounds):
            keep_best(ours, darkroom_peer.measure(arguments, size))
            for peer in theirs:
                keep_best(theirs[peer], run_peer(arguments, peer, size))
    keep_best(ours, darkroom_peer.text_encoder(arguments))
    if arguments.only_darkroom:
        for size, steps in (64, 3), (256, 4):
            runs = [darkroom_peer.run(arguments, size, steps) for _ in range(arguments.rounds)]
            ours[f"whole job {size}², {steps} steps"] = min(run["whole"] for run in runs)
            ours[f"peak memory of the job {size}², MiB"] = max(run["memory"] for run in runs)
        size = min(arguments.sizes)
        ours[f"times faster with two threads, step {size}²"] = thread_scaling(arguments, size)
        ours[f"times the pictures per second in a batch of 8, {size}²"] = batching(arguments, size)
    print_table(arguments, ours, theirs)


if __name__ == "__main__":
    main()
