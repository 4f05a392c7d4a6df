"""Whole nets for images, built in PyTorch from the same line of text: counts, ten training steps, feature maps.

Dropout is left out. Parameters and images are drawn by a formula that the test repeats, so that none need be recorded.
"""

import re

import numpy
import torch
import torch.nn.functional as F

from values import number

STEPS, BATCH, SAMPLES = 10, 4, 12
IMAGE, CLASSES, AUXILIARY_WEIGHT = (28, 28), 10, 0.3

# The page's presets; a test holds them to the program's.
PRESETS = {
    "softmax": "",
    "mlp": "dense 128",
    "lenet": "conv 5x5 6; max 2/2; conv 5x5 16 valid; max 2/2; dense 120; dense 84",
    "googlenet": "conv 3x3 16; bn; max 3/2; lrn; conv 1x1 16; bn; conv 3x3 32; bn; lrn; max 3/2; "
    "inception 16 16-24 4-8 8; bn; aux; inception 24 16-32 4-12 12; bn; aux; inception 32 24-40 6-16 16; bn; "
    "gap; dropout 40",
    "googlenet-large": "conv 3x3 32; bn; max 3/2; lrn; conv 1x1 24; bn; conv 3x3 48; bn; lrn; max 3/2; "
    "inception 24 24-48 6-16 16; bn; aux; inception 32 32-64 8-24 24; bn; inception 40 32-64 8-24 32; bn; aux; "
    "inception 48 40-80 8-24 24; bn; gap; dropout 40",
}
# Every block and every form of one that no preset has.
MIXED = "conv 3x3/2 6 valid; bn; avg 3/2; inception 3 2-4 2-3 3; bn; aux; max 2/2; dense 12; bn; dense 9"


def numbers(length, seed):
    """What nabla_tests::numbers gives: float32 in (-1, 1), bit for bit."""
    mask = (1 << 64) - 1
    state = (seed * 0x9E3779B97F4A7C15 + 1) & mask
    drawn = []
    for _ in range(length):
        state = (state * 6364136223846793005 + 1442695040888963407) & mask
        drawn.append((state >> 40) / (1 << 23) - 1.0)
    return numpy.array(drawn, dtype=numpy.float32)


def pooled(x, size, stride, pool, fill):
    """size - stride cells of padding, the smaller half first."""
    before = (size - stride) // 2 if size > stride else 0
    after = size - stride - before if size > stride else 0
    return pool(F.pad(x, (before, after, before, after), value=fill), size, stride)


def max_pool(x, size, stride):
    return pooled(x, size, stride, F.max_pool2d, float("-inf"))


def average_pool(x, size, stride):
    """The mean of the cells that are seen."""
    ones = torch.ones_like(x)
    return pooled(x, size, stride, F.avg_pool2d, 0.0) / pooled(ones, size, stride, F.avg_pool2d, 0.0)


class Net(torch.nn.Module):
    """Blocks are made while the first image goes through."""

    def __init__(self, text, reductions):
        super().__init__()
        self.blocks = [block.split() for block in text.split("; ") if block]
        self.reductions = reductions
        self.made = torch.nn.ModuleDict()
        self.block_of, self.flops = {}, {}
        self.eval()
        self.forward(torch.zeros(1, 1, *IMAGE))
        self.train()

    def make(self, name, build):
        key = name.replace(".", "/")
        if key not in self.made:
            self.made[key] = build().eval()
            self.block_of[name] = self.current
        return self.made[key]

    def conv(self, name, x, filters, size, stride=1, padding=None):
        padding = (size - 1) // 2 if padding is None else padding
        layer = self.make(name, lambda: torch.nn.Conv2d(x.shape[1], filters, size, stride, padding))
        y = layer(x)
        self.flops[name] = 2 * y[0].numel() * size * size * x.shape[1]
        return y

    def linear(self, name, x, units):
        x = x.permute(0, 2, 3, 1).flatten(1) if x.dim() == 4 else x
        self.flops[name] = 2 * x.shape[1] * units
        return self.make(name, lambda: torch.nn.Linear(x.shape[1], units))(x)

    def inception(self, name, x, sizes):
        a, b1, b2, c1, c2, d = (int(size) for size in re.split("[ -]", " ".join(sizes)))
        conv = lambda branch, x, filters, size: self.conv(f"{name}.{branch}", x, filters, size).relu()
        reduced = lambda branch, filters: conv(branch, x, filters, 1) if self.reductions else x
        one, three, five = conv("a", x, a, 1), conv("b2", reduced("b1", b1), b2, 3), conv("c2", reduced("c1", c1), c2, 5)
        pool = max_pool(x, 3, 1)
        return torch.cat((one, three, five, conv("d", pool, d, 1) if self.reductions else pool), 1)

    def auxiliary(self, name, x):
        side = -(-min(x.shape[2:]) // 4)
        x = average_pool(x, side, side)
        return self.linear(f"{name}.linear", self.conv(f"{name}.conv", x, 32, 1).relu(), CLASSES)

    def forward(self, x):
        """Logits of the net and of its auxiliary heads; `maps` has what each block gave."""
        counts, heads, self.maps = {}, [], {}
        for i, (word, *rest) in enumerate(self.blocks):
            kind = {"max": "pool", "avg": "pool", "bn": "norm"}.get(word, word)
            counts[kind] = counts.get(kind, 0) + 1
            name = self.current = f"{kind}{counts[kind]}"
            norm_follows = self.blocks[i + 1 : i + 2] == [["bn"]]
            if word in ("max", "avg"):
                size, stride = (int(n) for n in rest[0].split("/"))
            if word == "conv":
                size, stride = int(rest[0].split("x")[0]), int((rest[0] + "/1").split("/")[1])
                x = self.conv(name, x, int(rest[1]), size, stride, 0 if rest[2:] == ["valid"] else None)
                x = x if norm_follows else x.relu()
            elif word == "max":
                x = max_pool(x, size, stride)
            elif word == "avg":
                x = average_pool(x, size, stride)
            elif word == "lrn":
                x = F.local_response_norm(x, 5, 1e-4, 0.75, 1.0)
            elif word == "bn":
                new = torch.nn.BatchNorm2d if x.dim() == 4 else torch.nn.BatchNorm1d
                x = self.make(name, lambda: new(x.shape[1]))(x)
                x = x.relu() if self.blocks[i - 1][0] in ("conv", "dense") else x
            elif word == "inception":
                x = self.inception(name, x, rest)
            elif word == "aux":
                heads.append(self.auxiliary(name, x))
            elif word == "gap":
                x = x.mean((2, 3))
            elif word == "dense":
                x = self.linear(name, x, int(rest[0]))
                x = x if norm_follows else x.relu()
            elif word != "dropout":
                raise ValueError(word)
            self.maps[name] = x
        self.current = "output"
        return self.linear("output", x, CLASSES), heads

    def named(self):
        """{Nabla's name: (parameter, the order of its dimensions in Nabla)}, in the order of the layers."""
        named = {}
        for key, layer in self.made.items():
            name = key.replace("/", ".")
            if isinstance(layer, (torch.nn.BatchNorm1d, torch.nn.BatchNorm2d)):
                named.update({f"{name}.scale": (layer.weight, None), f"{name}.shift": (layer.bias, None)})
            else:
                order = (2, 3, 1, 0) if layer.weight.dim() == 4 else (1, 0)
                named.update({f"{name}.W": (layer.weight, order), f"{name}.b": (layer.bias, None)})
        return named


def start(net):
    """Parameters that the test can make again: weights within sqrt(6/fan), the others within a tenth (of 1 for scales)."""
    with torch.no_grad():
        for seed, (name, (p, order)) in enumerate(net.named().items()):
            drawn = numbers(p.numel(), 1000 + seed)
            if order:
                shape = [p.shape[axis] for axis in order]
                bound = numpy.float32(numpy.sqrt(6.0 / (p.numel() // shape[-1])))
                values = torch.from_numpy(drawn * bound).reshape(shape)
                values = values.permute([order.index(axis) for axis in range(len(order))])
            else:
                values = torch.from_numpy(drawn * numpy.float32(0.1) + numpy.float32(name.endswith("scale")))
            p.copy_(values)


def batch(k, dtype):
    images = torch.from_numpy(numbers(BATCH * IMAGE[0] * IMAGE[1], 10 + k)).to(dtype)
    return images.reshape(BATCH, 1, *IMAGE), torch.tensor([(3 * i + k) % CLASSES for i in range(BATCH)])


def train(net, run, dtype):
    if run["optimizer"] == "adam":
        optimizer = torch.optim.Adam(net.parameters(), lr=run["learningRate"])
    else:
        optimizer = torch.optim.SGD(net.parameters(), lr=run["learningRate"], momentum=run["momentum"])
    losses, objectives = [], []
    for step in range(STEPS):
        images, classes = batch(step % 2, dtype)
        logits, heads = net(images)
        loss = F.cross_entropy(logits, classes)
        objective = loss + AUXILIARY_WEIGHT * sum(F.cross_entropy(head, classes) for head in heads)
        optimizer.zero_grad()
        objective.backward()
        optimizer.step()
        losses.append(float(loss))
        objectives.append(float(objective))
    return losses, objectives


def sampled(x):
    """Of images in Nabla's order: some numbers far apart, the sum and the sum of squares."""
    flat = (x.permute(0, 2, 3, 1) if x.dim() == 4 else x).flatten()
    picked = [number(flat[i * 997 % len(flat)]) for i in range(SAMPLES)]
    return {"length": len(flat), "numbers": picked, "sum": number(flat.sum()), "squares": number((flat * flat).sum())}


def trained(name, text, reductions, run):
    net = Net(text, reductions).double()
    start(net)
    net.eval()
    with torch.no_grad():
        logits, heads = net(batch(0, torch.float64)[0][:1])
    maps = {block: sampled(x) for block, x in net.maps.items()}
    maps["output"] = sampled(logits)
    net.train()
    losses, objectives = train(net, run, torch.float64)
    single = Net(text, reductions)
    start(single)
    rounded, _ = train(single, run, torch.float32)
    worst = max(abs(a - b) / b for a, b in zip(rounded, losses))
    print(f"  {name}: loss {losses[0]:.4f} -> {losses[-1]:.4f}, float32 differs by {worst:.1e}")
    assert worst < 1e-5, "these settings amplify rounding: choose gentler ones"
    rounded = lambda values: [number(value) for value in values]
    losses = {"losses": rounded(losses), "objectives": rounded(objectives)}
    return {"name": name, "text": text, "reductions": reductions, **run, "maps": maps, **losses}


def counted(name, text, reductions):
    net = Net(text, reductions)
    blocks = {}
    for layer, block in net.block_of.items():
        module = net.made[layer.replace(".", "/")]
        parameters, flops = blocks.get(block, (0, 0))
        blocks[block] = (parameters + sum(p.numel() for p in module.parameters()), flops + net.flops.get(layer, 0))
    assert sum(parameters for parameters, _ in blocks.values()) == sum(p.numel() for p in net.parameters())
    return {"name": name, "text": text, "reductions": reductions, "blocks": blocks}


def nets():
    adam = {"optimizer": "adam", "learningRate": 0.001, "momentum": 0.0}
    sgd = {"optimizer": "sgd", "learningRate": 0.01, "momentum": 0.9}
    cases = [(name, text, True) for name, text in [*PRESETS.items(), ("mixed", MIXED)]]
    cases += [(name, text, False) for name, text, _ in cases if "inception" in text]
    return {
        "counts": [counted(*case) for case in cases],
        "models": [
            trained("lenet", PRESETS["lenet"], True, adam),
            trained("googlenet", PRESETS["googlenet"], True, {**sgd, "learningRate": 0.0005}),
            trained("mixed", MIXED, False, {**sgd, "learningRate": 0.003}),
        ],
    }
