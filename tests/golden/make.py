#!/usr/bin/python3
"""Writes the JSON files beside this file. See README.md."""

import sys

sys.dont_write_bytecode = True  # no __pycache__ in a folder of reference values

import torch

import char_lm
import images
import nets
import ops
import recurrent
import text_cnn
import updates
import vision
import words
from values import write


def main():
    torch.set_num_threads(1)  # one order of sums, so that a second run writes the same bytes
    made_by = f"tests/golden/make.py with PyTorch {torch.__version__}"
    write("ops.json", {"madeBy": made_by, "cases": ops.cases()})
    recorded = {"cases": words.cases(), "models": words.models(), "objectives": words.objectives()}
    write("words.json", {"madeBy": made_by, **recorded})
    write("recurrent.json", {"madeBy": made_by, "cases": recurrent.cases()})
    write("vision.json", {"madeBy": made_by, "cases": vision.cases()})
    write("images.json", {"madeBy": made_by, "models": images.models()})
    text_cnn.record(made_by)
    write("nets.json", {"madeBy": made_by, **nets.nets()})
    write("updates.json", {"madeBy": made_by, "cases": updates.cases()})
    write("char_lm.json", {"madeBy": made_by, "models": char_lm.models()})


if __name__ == "__main__":
    main()
