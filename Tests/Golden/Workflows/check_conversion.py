"""Holds what `darkroom convert` makes of a folder of workflows against what ComfyUI's own page made of them.

    python3 check_conversion.py CORPUS GOLDEN [--darkroom PATH] [--least 0.97] [--object-info FILE]

CORPUS: workflows as JSON files, in any folders; with an index.json ({"entries": [{"file", "local_only"}]}) only those that
need no online service and no custom nodes must convert. GOLDEN: files of the same names, {"output": the API form,
"missing": types that the page did not know}; those with missing types are left out. A conversion is equal when it has the
same nodes with the same types and the same inputs. Titles and the order of nodes are counted as well, but do not decide.
"""
import argparse
import concurrent.futures
import json
import pathlib
import subprocess
import sys


def convert(program, path, options):
    result = subprocess.run([program, "convert", str(path), *options], capture_output=True, text=True, timeout=60)
    return result.returncode, result.stdout, result.stderr.strip()


def editor_workflows(corpus):
    """Paths of the workflows in the editor's form, and which of them have to convert."""
    index = corpus / "index.json"
    entries = {}
    if index.exists():
        entries = {entry["file"]: entry for entry in json.loads(index.read_text())["entries"] if entry.get("file")}
    for path in sorted(corpus.rglob("*.json")):
        if path == index:
            continue
        workflow = json.loads(path.read_text())
        if not isinstance(workflow, dict) or not isinstance(workflow.get("nodes"), list):
            continue
        entry = entries.get(str(path.relative_to(corpus)))
        yield path, entry is None or entry["local_only"] or entry.get("local_only_active", False)


def differences(ours, theirs):
    for key in sorted(set(ours) | set(theirs)):
        if key not in ours:
            yield f"no node {key} ({theirs[key]['class_type']})"
        elif key not in theirs:
            yield f"a node {key} ({ours[key]['class_type']}) too much"
        elif ours[key]["class_type"] != theirs[key]["class_type"]:
            yield f"node {key} is {ours[key]['class_type']}, not {theirs[key]['class_type']}"
        else:
            mine, other = ours[key]["inputs"], theirs[key]["inputs"]
            for name in sorted(set(mine) | set(other)):
                if name not in mine or name not in other or mine[name] != other[name]:
                    shown = [json.dumps(side[name])[:60] if name in side else "nothing" for side in (mine, other)]
                    yield f"node {key} ({ours[key]['class_type']}), input '{name}': {shown[0]}, not {shown[1]}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("golden", type=pathlib.Path)
    parser.add_argument("--darkroom", default=".build/release/darkroom")
    parser.add_argument("--least", type=float, default=0.97, help="share of the golden files that must be equal")
    parser.add_argument("--object-info", help="further declarations, handed to darkroom convert")
    arguments = parser.parse_args()
    options = ["--object-info", arguments.object_info] if arguments.object_info else []

    workflows = list(editor_workflows(arguments.corpus))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = dict(zip(
            (path for path, _ in workflows),
            pool.map(lambda item: convert(arguments.darkroom, item[0], options), workflows)))

    required = [path for path, must in workflows if must]
    failed = [path for path in required if results[path][0] != 0]
    for path in failed:
        print(f"not converted: {path.relative_to(arguments.corpus)}: {results[path][2][:300]}")
    crashed = [path for path, _ in workflows if results[path][0] not in (0, 3)]
    for path in crashed:
        print(f"ended with {results[path][0]}: {path.relative_to(arguments.corpus)}: {results[path][2][:300]}")
    print(f"{len(required) - len(failed)} of {len(required)} local workflows converted "
          f"({sum(results[path][0] == 0 for path, _ in workflows)} of all {len(workflows)})")

    compared = equal = titled = ordered = 0
    for path in sorted(arguments.golden.rglob("*.json")):
        golden = json.loads(path.read_text())
        source = arguments.corpus / path.relative_to(arguments.golden)
        if "output" not in golden or golden.get("missing") or source not in results:
            continue
        compared += 1
        status, output, error = results[source]
        ours, theirs = json.loads(output) if status == 0 else {}, golden["output"]
        found = list(differences(ours, theirs))
        if found:
            print(f"different: {path.relative_to(arguments.golden)}")
            for line in found[:12]:
                print(f"    {line}")
        equal += not found
        titled += all(ours[key].get("_meta") == theirs[key].get("_meta") for key in ours if key in theirs)
        ordered += list(ours) == list(theirs)
    print(f"{equal} of {compared} equal to what ComfyUI's page made of them "
          f"(titles {titled}, order of nodes {ordered})")
    sys.exit(bool(failed or crashed or compared and equal < arguments.least * compared))


main()
