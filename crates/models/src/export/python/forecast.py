"""Networks that forecast a series, trained with Nabla, rebuilt in PyTorch.

python nabla-forecast.py nabla-forecast.safetensors    compares their forecasts with the page's

Values are as the networks read them, prepared: see "prepare", "mean" and "deviation" of "training" in the file's metadata.
"""
import argparse, json, struct, sys

import torch
from torch import nn


__CLASSES__class Mlp(nn.Module):
    """A feed-forward network on a window, which slides over what it says."""

    def __init__(self, sizes):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:]))

    def forward(self, window, horizon):  # [N, L]
        outputs = []
        for _ in range(horizon):
            h = window
            for layer in self.layers[:-1]:
                h = torch.tanh(layer(h))
            outputs.append(self.layers[-1](h))
            window = torch.cat([window[:, 1:], outputs[-1]], 1)
        return torch.cat(outputs, 1)  # [N, H]


class Recurrent(nn.Module):
    """A recurrent network that reads a window value by value, and then what it says itself."""

    def __init__(self, layer, hidden):
        super().__init__()
        self.layer, self.output = layer, nn.Linear(hidden, 1)

    def forward(self, window, horizon):  # [N, L]
        h, state = self.layer(window.T[:, :, None])
        outputs = [self.output(h[-1])]
        for _ in range(horizon - 1):
            h, state = self.layer(outputs[-1][None], state)
            outputs.append(self.output(h[-1]))
        return torch.cat(outputs, 1)  # [N, H]


class Nets(nn.Module):
    def __init__(self):
        super().__init__()
        self.nets = nn.ModuleDict({
__NETS__
        })


def make_model(about):
    return Nets()


# ---- The check: the first windows of the test part, what each network says comes next, and its mean squared error.


def answer(model, tensors, about):
    windows, wanted = tensors["check.inputs"], tensors["check.targets"]
    outputs = torch.stack([net(windows, wanted.shape[1]) for net in model.nets.values()])  # [networks, N, H]
    return outputs, ((outputs - wanted) ** 2).mean((1, 2))


def show(outputs, wanted, tensors, about):
    names = json.loads(about["nets"])
    for name, page, here in zip(names, wanted, outputs):
        for ahead in {0, page.shape[1] - 1}:
            print(f"{name}, {ahead + 1} ahead of the first window:   page {page[0, ahead]:.6f}   PyTorch {here[0, ahead]:.6f}")
