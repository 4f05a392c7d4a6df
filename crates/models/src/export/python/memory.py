"""Networks that learn a task which needs memory (__TASK__), trained with Nabla, rebuilt in PyTorch.

python nabla-memory.py nabla-memory.safetensors    compares their answers with the page's
"""
import argparse, json, struct, sys

import torch
from torch import nn
from torch.nn import functional as F


__CLASSES__class Net(nn.Module):
    """A recurrent layer under a linear head, which is asked after some of the steps."""

    def __init__(self, layer, hidden):
        super().__init__()
        self.layer, self.output = layer, nn.Linear(hidden, __OUTPUTS__)

    def forward(self, x, asked):  # [T, B, D], places t * B + b
        h, _ = self.layer(x)
        return self.output(h.flatten(0, 1)[asked])  # [N, K]


class Nets(nn.Module):
    def __init__(self):
        super().__init__()
        self.nets = nn.ModuleDict({
__NETS__
        })


def make_model(about):
    return Nets()


# ---- The check: examples of the test of each lag, the networks' answers, and their losses.


def answer(model, tensors, about):
    outputs, losses = [], []
    for name, net in model.nets.items():
        lag = name.split("_")[-1]
        x, asked, wanted = (tensors[f"check.{part}.{lag}"] for part in ("inputs", "asked", "targets"))
        x = __READ__
        answers = net(x, asked.long())
        outputs.append(answers.flatten())
        losses.append(__LOSS__)
    return torch.cat(outputs), torch.stack(losses)


def show(outputs, wanted, tensors, about):
    place = 0
    for name in json.loads(about["nets"]):
        print(f"{name}, its first answer:   page {wanted[place]:.6f}   PyTorch {outputs[place]:.6f}")
        place += __OUTPUTS__ * len(tensors[f"check.asked.{name.split('_')[-1]}"])
