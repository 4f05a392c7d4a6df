"""Runs what the page exported, in PyTorch and in other programs, and writes RESULTS.md.

usage: python pytorch.py FOLDER --safetensors PYTHON --gensim PYTHON

Every folder in FOLDER has model.py and model.safetensors as the page wrote them, and page.json with what was done there.
For each of them: the script says how far PyTorch's predictions are from the page's (at most 1e-4 or it fails); training
goes on for three steps alone and by two processes under torchrun, whose losses may differ by 1e-4, and where the script
reads what the page read, from the page's own next losses by no more; the file that training saves checks itself; the
package safetensors reads the weights; gensim reads vectors in word2vec's text format and finds the neighbours that the
weights give.
"""
import argparse
import gzip
import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "dist" / "data"
TOLERANCE = 1e-4
STEPS = 3

# PyTorch 1.13 under Python 3.11 starts no process without being told where the output of some goes (-r, -t).
TORCHRUN = ["-m", "torch.distributed.run", "--nproc_per_node=2", "-r", "9:1", "-t", "9:1"]

READ = """
import sys, json
from safetensors import deserialize
tensors = dict(deserialize(open(sys.argv[1], "rb").read()))
assert all(len(t["data"]) > 0 for t in tensors.values())
print(json.dumps({name: t["shape"] for name, t in tensors.items()}))
"""
NEIGHBOURS = """
import sys, json
from gensim.models import KeyedVectors
vectors = KeyedVectors.load_word2vec_format(sys.argv[1])
words = vectors.index_to_key[:5]
print(json.dumps({word: vectors.most_similar(word, topn=5) for word in words}))
"""


def run(*command):
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if ran.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{ran.stdout}\n{ran.stderr[-3000:]}")
    return ran.stdout


def losses(said):
    return [float(found) for found in re.findall(r"^step \d+   loss (\S+)$", said, re.M)]


def apart(a, b):
    assert len(a) == len(b) > 0, (a, b)
    assert all(map(math.isfinite, [*a, *b])), (a, b)
    return max(abs(x - y) for x, y in zip(a, b))


def data_of(name, folder):
    """Where the script finds what the page learns from."""
    if name == "mnist":
        images = folder / "mnist"
        images.mkdir(exist_ok=True)
        for word in ("images", "labels"):
            shutil.copy(DATA / "images" / f"mnist-{word}.gz", images)
        return images
    text = folder / f"{name}.txt"
    text.write_bytes(gzip.open(DATA / "text" / f"{name}.txt.gz").read())
    return text


def as_gensim_says(python, folder, script, weights):
    """The greatest difference of cosines between gensim's neighbours and the script's."""
    found = json.loads(run(python, "-c", NEIGHBOURS, folder / "word2vec.txt"))
    worst = 0.0
    for word, neighbours in found.items():
        said = run(sys.executable, script, weights, "--like", word).split()
        cosines = dict(zip(said[1::2], map(float, said[::2])))
        for neighbour, cosine in neighbours:
            assert math.isfinite(cosines[neighbour]) and math.isfinite(cosine), (word, neighbour)
            worst = max(worst, abs(cosines[neighbour] - cosine))
    return worst


def try_out(folder, scratch, args):
    page = json.loads((folder / "page.json").read_text())
    script, weights = folder / "model.py", folder / "model.safetensors"
    said = run(sys.executable, script, weights)
    (scratch / "said.txt").write_text(said)
    result = {"steps": page["steps"], "differs": float(re.search(r"largest difference +(\S+)", said)[1])}
    result["loss"] = re.search(r"^loss +page (\S+) +PyTorch (\S+)$", said, re.M).groups()
    shapes = json.loads(run(args.safetensors, "-c", READ, weights))
    result["tensors"] = len(shapes)
    if page["data"]:
        data, later = data_of(page["data"], scratch), scratch / "later.safetensors"
        train = ["--train", data, "--steps", STEPS]
        alone = losses(run(sys.executable, script, weights, *train, "--save", later))
        run(sys.executable, script, later)
        two = losses(run(sys.executable, *TORCHRUN, "--master_port", args.port, script, weights, *train))
        result["two"] = apart(alone, two)
        if page["next"]:
            result["next"] = apart(alone, page["next"])
    if (folder / "word2vec.txt").exists():
        result["gensim"] = as_gensim_says(args.gensim, folder, script, weights)
    return result


def number(result, key):
    return f"{result[key]:.1e}" if key in result else "–"


def table(results, versions):
    lines = [
        "# Files of the page in other programs",
        "",
        f"Written by `cargo xtask test interop`, with {versions}. Differences are the greatest of any number; every",
        f"one must be at most {TOLERANCE:g}.",
        "",
        "| model | steps in the page | predictions and loss, page − PyTorch | loss in the page | loss in PyTorch "
        "| next losses, page − PyTorch | next losses, alone − two processes | cosines, gensim − PyTorch |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, result in results.items():
        page, there = result["loss"]
        cells = [name, str(result["steps"]), number(result, "differs"), page, there]
        lines.append(f"| {' | '.join(cells + [number(result, key) for key in ('next', 'two', 'gensim')])} |")
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--safetensors", required=True)
    arguments.add_argument("--gensim", required=True)
    arguments.add_argument("--port", type=int, default=29517)
    args = arguments.parse_args()
    folders = sorted(path.parent for path in args.folder.glob("*/page.json"))
    assert folders, f"nothing was exported to {args.folder}"
    torch = run(sys.executable, "-c", "import torch; print(torch.__version__.split('+')[0])").strip()
    safetensors = run(args.safetensors, "-c", "import safetensors; print(safetensors.__version__)").strip()
    gensim = run(args.gensim, "-c", "import gensim; print(gensim.__version__)").strip()
    versions = f"PyTorch {torch}, safetensors {safetensors}, gensim {gensim}"
    results, failed = {}, []
    for folder in folders:
        with tempfile.TemporaryDirectory() as scratch:
            try:
                results[folder.name] = result = try_out(folder, Path(scratch), args)
            except (AssertionError, RuntimeError) as error:
                failed.append(folder.name)
                print(f"{folder.name}: {error}", flush=True)
                continue
        wrong = [key for key in ("differs", "next", "two", "gensim") if not result.get(key, 0.0) <= TOLERANCE]
        failed += [folder.name] if wrong else []
        print(f"{folder.name:24} {result}{'   FAILED: ' + ', '.join(wrong) if wrong else ''}", flush=True)
        (ROOT / "tests" / "interop" / "RESULTS.md").write_text(table(results, versions))
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
