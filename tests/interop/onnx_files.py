"""Runs ONNX files in onnxruntime and compares what comes out with what Nabla says.

usage: python onnx_files.py FOLDER

For every NAME.onnx in the folder there is a NAME.safetensors with what goes in (`in.pixels`, …) and what comes out in
Nabla (`out.logits`, …). Prints a line a model, and fails where a number differs by more than 1e-4. Before, onnx's own
checker goes through all of them, in the Python of NABLA_CHECKER if that is another that has the package `onnx`.
"""
import json
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime

CHECK = "import onnx, sys; [onnx.checker.check_model(onnx.load(f), full_check=True) for f in sys.argv[1:]]; print('onnx', onnx.__version__)"

TOLERANCE = 1e-4
TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64}


def read(path):
    """Safetensors of 32-bit floats, by the format's definition."""
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + size])
    header.pop("__metadata__", None)
    data = raw[8 + size :]
    return {
        name: np.frombuffer(data[slice(*t["data_offsets"])], np.float32).reshape(t["shape"]) for name, t in header.items()
    }


def compare(path):
    """The greatest difference of any output."""
    numbers = read(path.with_suffix(".safetensors"))
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    inputs = {i.name: numbers[f"in.{i.name}"].astype(TYPES[i.type]) for i in session.get_inputs()}
    names = [name.removeprefix("out.") for name in numbers if name.startswith("out.")]
    unknown = {output.name for output in session.get_outputs()} ^ set(names)
    assert not unknown, f"{path.name}: {unknown} are not in both"
    worst = 0.0
    for name, theirs in zip(names, session.run(names, inputs)):
        ours = numbers[f"out.{name}"]
        assert ours.shape == theirs.shape, f"{path.name}, {name}: {ours.shape} and {theirs.shape}"
        assert np.isfinite(ours).all() and np.isfinite(theirs).all(), f"{path.name}, {name}: not finite"
        worst = max(worst, float(np.abs(ours - theirs).max()))
    return worst


def main(folder):
    files = sorted(Path(folder).glob("*.onnx"))
    assert files, f"there are no ONNX files in {folder}"
    subprocess.run([os.environ.get("NABLA_CHECKER", sys.executable), "-c", CHECK, *map(str, files)], check=True)
    print(f"onnxruntime {onnxruntime.__version__}")
    results = {path.stem: compare(path) for path in files}
    for name, worst in results.items():
        print(f"{name:32} differs by at most {worst:.1e}")
    bad = [name for name, worst in results.items() if not worst <= TOLERANCE]
    sys.exit(f"more than {TOLERANCE}: {', '.join(bad)}" if bad else 0)


if __name__ == "__main__":
    main(sys.argv[1])
