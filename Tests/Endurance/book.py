#!/usr/bin/env python3
"""Sends a long text through graphs/book-summary.json, kills the run with SIGKILL several times, and starts it again each time.

  book.py PROGRAM [TOKENS]      (make book)

Checks that no finished piece is written again, that the summary is that of an undisturbed run (on a text an eighth as long),
and that memory does not grow with the text; prints the peaks. KILLS chooses how many; KEEP=1 keeps the folders.
"""
import json, os, random, re, shutil, signal, subprocess, sys, tempfile, time
from pathlib import Path

here = Path(__file__).resolve().parent
program, wanted = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 400_000
kills = int(os.environ.get("KILLS", 4))
root = Path(tempfile.mkdtemp(prefix="darkroom-book."))
model = "starter_writer.gguf"


def fail(message):
    sys.exit(f"book: {message}")


def story(sentences, seed):
    """A text of made-up sentences in chapters and paragraphs."""
    rng = random.Random(seed)
    things = "keeper boat lamp sea boy rope tree house moon cloud letter bell rock wind gull lighthouse field star road snow".split()
    deeds = "sees finds carries leaves paints follows hears forgets keeps mends draws loses names counts".split()
    kinds = "old small white quiet red broken distant cold bright wet slow blue narrow empty".split()
    lines, row = [], []
    for number in range(sentences):
        row.append(f"The {rng.choice(kinds)} {rng.choice(things)} {rng.choice(deeds)} the {rng.choice(kinds)} {rng.choice(things)} number {rng.randrange(10_000)}.")
        if rng.random() < 0.2:
            lines.append(" ".join(row))
            row = []
            if rng.random() < 0.02:
                lines.append(f"Chapter {number}")
    return "\n\n".join(lines + [" ".join(row)])


def tokens(text):
    """How many tokens the model counts, slice by slice."""
    count = 0
    for start in range(0, len(text), 50_000):
        done = subprocess.run([program, "tokenize", model, text[start : start + 50_000], "--no-special", "--json"], capture_output=True, check=True)
        count += len(json.loads(done.stdout)["ids"])
    return count


def prepare(name, sentences):
    folder = root / name
    (folder / "input").mkdir(parents=True)
    text = story(sentences, 1)
    (folder / "input/book.txt").write_text(text)
    graph = json.loads((here / "../../graphs/book-summary.json").read_text())
    book = next(key for key, node in graph.items() if node.get("_meta", {}).get("title") == "Book")
    graph[book] = {"class_type": "LoadText", "inputs": {"file": "book.txt"}, "_meta": {"title": "Book"}}
    (folder / "graph.json").write_text(json.dumps(graph))
    return folder, text


def run(folder, out, cache, kill_after=None):
    """Runs the graph, or kills it after so many pieces; gives the pieces that were told and the peak in MB."""
    events = folder / f"events-{time.monotonic_ns()}"
    command = [program, "run", folder / "graph.json", "--input", folder / "input", "--output", out, "--cache", cache, "--events", events, "--quiet"]
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    killed = False
    if kill_after is not None:
        while child.poll() is None and told(events) < kill_after:
            time.sleep(0.02)
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            killed = True
    error = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0) if child.returncode is None else (0, child.returncode, None)
    child.returncode = 0
    if not killed and status != 0:
        fail(f"status {status}: {error}")
    return told(events), (usage.ru_maxrss // 1024 if usage else 0), killed


STEP = re.compile(rb'"event":"progressed".*"type":"TextMap".*"step":[1-9]')


def told(events):
    if not events.exists():
        return 0
    with open(events, "rb") as lines:
        return sum(1 for line in lines if STEP.search(line))


def summary(folder):
    files = sorted(folder.glob("book-summary_*"))
    return files[0].read_bytes() if len(files) == 1 else fail(f"{len(files)} summaries")


def disturbed(name, sentences, kills):
    folder, text = prepare(name, sentences)
    count, peak, done = tokens(text), 0, []
    start = time.monotonic()
    for _ in range(kills):
        # At other places each time, as far as the text is long.
        pieces, _, killed = run(folder, folder / "out", folder / "cache", kill_after=max(1, sentences // (4 * (kills + 1))))
        done.append(pieces)
        if not killed:
            break
    pieces, peak, _ = run(folder, folder / "out", folder / "cache")
    done.append(pieces)
    seconds = time.monotonic() - start
    print(f"{count} tokens: {len(done) - 1} kills, {' + '.join(map(str, done))} = {sum(done)} pieces written, peak {peak} MB, {seconds:.0f} s", flush=True)
    return folder, sum(done), peak


try:
    # A sentence has about 20 tokens of this model.
    probe = tokens(story(500, 1)) / 500
    short = int(wanted / 8 / probe) + 1
    whole, text = prepare("whole", short)
    ideal, least, _ = run(whole, whole / "out", whole / "cache")
    print(f"{tokens(text)} tokens undisturbed: {ideal} pieces written, peak {least} MB", flush=True)
    again, _, _ = run(whole, whole / "out2", whole / "cache")
    if again:
        fail(f"run again, it wrote {again} pieces")
    cut, pieces, _ = disturbed("cut", short, kills)
    if summary(cut / "out") != summary(whole / "out"):
        fail("another summary after kills")
    if not ideal - kills <= pieces <= ideal + kills:
        fail(f"{pieces} pieces instead of {ideal}")
    long, pieces, peak = disturbed("long", int(wanted / probe) + 1, kills)
    if not summary(long / "out"):
        fail("an empty summary")
    if peak > least + 128:
        fail(f"memory grew with the text: {peak} MB instead of {least}")
    print(f"book: at most one piece was written twice for each kill; peak {peak} MB for {wanted} tokens, {least} MB for an eighth of them")
finally:
    if os.environ.get("KEEP"):
        print(f"kept: {root}")
    else:
        shutil.rmtree(root, ignore_errors=True)
