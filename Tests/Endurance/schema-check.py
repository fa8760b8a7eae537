#!/usr/bin/env python3
"""Lets random language models write JSON for every schema of a folder, and has jsonschema say whether it is valid.

  schema-check.py PROGRAM [COUNT]      (make schema-check)

Every text has another model, seed, temperature and limit of tokens; a limit that is too small for a schema must be refused, and
no text may be longer than its limit. MODELS and SCHEMAS are other folders, LIMITS other limits; JOBS processes run side by side.
"""
import json, os, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

here = Path(__file__).resolve().parent
program, count = Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
# The models of the repository can look at 128 tokens, prompt and all.
LIMITS = [int(limit) for limit in os.environ.get("LIMITS", "40,70,90,110").split(",")]
models = sorted(Path(os.environ.get("MODELS", here.parent / "Golden/Language")).glob("*.gguf"))
schemas = sorted(Path(os.environ.get("SCHEMAS", here / "schemas")).glob("*.json"))


def generate(schema, model, seed, limit, temperature):
    command = [program, "generate", model, "--prompt", f"Answer {seed}:", "--schema", schema, "--max-tokens", limit]
    command += ["--seed", seed, "--temperature", temperature, "--top-k", 0, "--top-p", 1, "--min-p", 0, "--json", "--threads", 1]
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def check(number):
    schema, model = schemas[number % len(schemas)], models[number // len(schemas) % len(models)]
    limit, temperature = LIMITS[number // 3 % len(LIMITS)], [0.2, 1, 3][number % 3]
    done = generate(schema, model, number, limit, temperature)
    if done.returncode == 2 and "Allow at least" in done.stderr:
        # Too few: the same with as many as it asks for.
        limit = int(done.stderr.split("Allow at least")[1].split(".")[0])
        done = generate(schema, model, number, limit, temperature)
    where = f"{schema.name}, {model.name}, seed {number}, {limit} tokens"
    if done.returncode:
        return f"{where}: status {done.returncode}: {done.stderr.strip()}"
    answer = json.loads(done.stdout)
    try:
        value = json.loads(answer["text"])
    except ValueError as error:
        return f"{where}: no JSON: {error}: {answer['text']!r}"
    validator = Draft202012Validator(json.loads(schema.read_text()), format_checker=FormatChecker())
    faults = [error.message for error in validator.iter_errors(value)]
    if faults:
        return f"{where}: {faults[0]}: {answer['text']!r}"
    if len(answer["ids"]) > limit:
        return f"{where}: {len(answer['ids'])} tokens"
    return None


start = time.monotonic()
with ThreadPoolExecutor(int(os.environ.get("JOBS", os.cpu_count() or 1))) as pool:
    faults = [fault for fault in pool.map(check, range(count)) if fault]
for fault in faults[:20]:
    print(fault, file=sys.stderr)
print(f"{count} texts of {len(models)} models for {len(schemas)} schemas: {count - len(faults)} valid ({time.monotonic() - start:.0f} s)")
sys.exit(1 if faults else 0)
