"""Random inputs, and tensors as JSON.

Inputs are rounded to float32 first and the reference is then computed in float64: it carries no rounding
error of its own, so a test's tolerance is spent on Nabla's error alone.
"""

import json
import pathlib

import torch

FOLDER = pathlib.Path(__file__).parent


class Source:
    """A seeded source of inputs that float32 represents exactly."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape, scale=1.0):
        drawn = torch.randn(*shape, generator=self.generator, dtype=torch.float32)
        return (drawn * scale).double()

    def ids(self, below, *shape):
        return torch.randint(below, shape, generator=self.generator)


def number(x):
    """The nearest float32, as a decimal with 9 significant digits: enough to give back every float32."""
    return float("%.9g" % torch.tensor(float(x), dtype=torch.float64).float().item())


def tensor(t):
    """{shape, data}, row-major. A scalar has shape [1], as in Nabla."""
    t = t.detach()
    shape = list(t.shape) or [1]
    if not t.is_floating_point():
        return {"shape": shape, "data": t.reshape(-1).tolist()}
    return {"shape": shape, "data": [number(x) for x in t.reshape(-1).tolist()]}


def tensors(named):
    return {name: tensor(t) for name, t in named.items()}


def write(name, value):
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    # One case or model a line keeps a diff readable.
    for key in ('{"name"', '"cases":[', '"models":[', '"objectives":['):
        text = text.replace(key, "\n" + key)
    (FOLDER / name).write_text(text.lstrip("\n") + "\n")
    print(f"{name}: {len(text) / 1000:.0f} kB")
