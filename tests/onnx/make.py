"""Writes the test cases of ONNX's operators into a folder, in ONNX's layout: python3 make.py FOLDER"""

import pathlib
import sys
import warnings

warnings.filterwarnings("ignore")  # some cases divide by zero on purpose

from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases


def encoded(value):
    """A tensor as bytes. A sequence or an optional value is no tensor: those cases are out of scope."""
    if hasattr(value, "SerializeToString"):
        return value.SerializeToString()
    if isinstance(value, list) or value is None:
        return b"\xff"
    return numpy_helper.from_array(value).SerializeToString()


def main(folder):
    cases = collect_testcases(None)
    for case in cases:
        place = folder / case.name
        place.mkdir(parents=True, exist_ok=True)
        (place / "model.onnx").write_bytes(case.model.SerializeToString())
        for i, (inputs, outputs) in enumerate(case.data_sets):
            data = place / f"test_data_set_{i}"
            data.mkdir(exist_ok=True)
            for kind, values in (("input", inputs), ("output", outputs)):
                for j, value in enumerate(values):
                    (data / f"{kind}_{j}.pb").write_bytes(encoded(value))
    print(f"{len(cases)} cases in {folder}")


main(pathlib.Path(sys.argv[1]))
