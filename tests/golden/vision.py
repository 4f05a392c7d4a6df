"""Values and gradients of the operations on images, in Nabla's layout: images [B,Y,X,C], filters [Ky,Kx,C,F]."""

import torch
import torch.nn.functional as F

from ops import case
from values import Source, tensors


def nchw(x):
    return x.permute(0, 3, 1, 2)


def nhwc(x):
    return x.permute(0, 2, 3, 1)


def padded(x, padding, value=0.0):
    """x: [B,C,Y,X]; padding: top, bottom, left, right."""
    top, bottom, left, right = padding
    return F.pad(x, (left, right, top, bottom), value=value)


def window(size, stride=(1, 1), padding=(0, 0, 0, 0)):
    return {"size": list(size), "stride": list(stride), "padding": list(padding)}


def conv2d_cases(source):
    # name, x, w, window, bias
    for name, x, w, at, biased in (
        ("one number", (1, 1, 1, 1), (1, 1, 1, 1), window((1, 1)), True),
        ("1×1", (2, 3, 5, 5), (1, 1, 5, 9), window((1, 1)), True),
        ("3×3 same", (2, 5, 7, 3), (3, 3, 3, 5), window((3, 3), padding=(1, 1, 1, 1)), True),
        ("3×3 of one channel", (1, 7, 6, 1), (3, 3, 1, 8), window((3, 3), padding=(1, 1, 1, 1)), True),
        ("3×3 of whole blocks", (1, 5, 5, 8), (3, 3, 8, 8), window((3, 3), padding=(1, 1, 1, 1)), True),
        ("5×5 same", (1, 6, 5, 4), (5, 5, 4, 4), window((5, 5), padding=(2, 2, 2, 2)), True),
        ("uneven", (2, 7, 8, 3), (2, 3, 3, 4), window((2, 3), (2, 3), (1, 0, 2, 1)), False),
        ("uneven, whole blocks", (2, 6, 7, 4), (3, 2, 4, 4), window((3, 2), (2, 1), (0, 1, 1, 2)), True),
        ("strides beyond the window", (1, 7, 7, 2), (2, 1, 2, 3), window((2, 1), (3, 2)), False),
    ):

        def forward(x, w, b=None):
            y = F.conv2d(padded(nchw(x), at["padding"]), w.permute(3, 2, 0, 1), b, at["stride"])
            return {"y": nhwc(y)}

        fan = w[0] * w[1] * w[2]
        inputs = {"x": source.normal(*x), "w": source.normal(*w, scale=fan**-0.5)}
        if biased:
            inputs["b"] = source.normal(w[3])
        yield case(f"conv2d {name}", "conv2d", forward, inputs, source, attributes=at)


def conv1d_cases(source):
    def forward(x, w, b):
        y = F.conv1d(F.pad(x.permute(0, 2, 1), (2, 1)), w.permute(2, 1, 0), b, 2)
        return {"y": y.permute(0, 2, 1)}

    inputs = {"x": source.normal(2, 13, 3), "w": source.normal(4, 3, 5), "b": source.normal(5)}
    yield case("conv1d", "conv1d", forward, inputs, source, attributes={"stride": 2, "padding": [2, 1]})


POOLS = {
    "2×2": ((2, 5, 6, 3), window((2, 2), (2, 2))),
    "overlapping": ((1, 6, 7, 5), window((3, 3), (2, 2), (1, 1, 1, 1))),
    "3×3 same": ((1, 4, 5, 4), window((3, 3), padding=(1, 1, 1, 1))),
    "uneven": ((1, 7, 5, 2), window((2, 3), (2, 1), (1, 0, 0, 2))),
    "one cell": ((1, 1, 1, 1), window((1, 1))),
}


def max_pool_cases(source):
    for name, (shape, at) in POOLS.items():

        def forward(x):
            y = F.max_pool2d(padded(nchw(x), at["padding"], -torch.inf), at["size"], at["stride"])
            return {"y": nhwc(y)}

        yield case(f"max_pool {name}", "max_pool", forward, {"x": source.normal(*shape)}, source, attributes=at)


def average_pool_cases(source):
    for name, (shape, at) in POOLS.items():
        for counts_padding in (False, True):

            def forward(x):
                mean = F.avg_pool2d(padded(nchw(x), at["padding"]), at["size"], at["stride"])
                cells = F.avg_pool2d(padded(torch.ones_like(nchw(x)), at["padding"]), at["size"], at["stride"])
                return {"y": nhwc(mean if counts_padding else mean / cells)}

            attributes = {**at, "countsPadding": counts_padding}
            name_of = f"average_pool {name}, " + ("taps" if counts_padding else "cells")
            yield case(name_of, "average_pool", forward, {"x": source.normal(*shape)}, source, attributes=attributes)
    forward = lambda x: {"y": x.mean((1, 2))}
    yield case("global_average_pool", "global_average_pool", forward, {"x": source.normal(2, 3, 5, 7)}, source)


def lrn_cases(source):
    for size, alpha, beta, bias, channels in ((5, 1e-4, 0.75, 1.0, 11), (3, 0.9, 0.75, 2.0, 7), (5, 0.5, 0.6, 1.5, 3)):

        def forward(x):
            return {"y": nhwc(F.local_response_norm(nchw(x), size, alpha, beta, bias))}

        attributes = {"size": size, "alpha": alpha, "beta": beta, "bias": bias}
        inputs = {"x": source.normal(2, 2, 3, channels, scale=2.0)}
        yield case(f"lrn over {size} of {channels}", "lrn", forward, inputs, source, attributes=attributes)


def batch_norm_cases(source):
    shapes = (("", (2, 3, 5, 3), 0.5), (" of many rows", (3, 7, 5, 2), 30.0), (" of rows", (5, 9), 0.0))
    for name, shape, offset in shapes:
        channels = shape[-1]
        inputs = {
            "x": (source.normal(*shape, scale=2.0) + offset).float().double(),
            "scale": source.normal(channels),
            "shift": source.normal(channels),
        }
        before = source.normal(2, channels).abs().float().double()  # means, then variances

        def rows(x):
            return x.reshape(-1, channels)

        def train(x, scale, shift):
            running = before.clone()
            y = F.batch_norm(rows(x), running[0], running[1], scale, shift, True, 0.1, 1e-5)
            moments = torch.stack((rows(x).mean(0), rows(x).var(0, unbiased=False)))
            return {"y": y.reshape(shape), "moments": moments, "running": running}

        def predict(x, scale, shift):
            y = F.batch_norm(rows(x), before[0], before[1], scale, shift, False, 0.1, 1e-5)
            return {"y": y.reshape(shape)}

        attributes = {"epsilon": 1e-5, "momentum": 0.1}
        ints = {}
        made = case(f"batch_norm{name}", "batch_norm", train, inputs, source, ints, attributes)
        made["given"] = tensors({"running": before})
        yield made
        made = case(f"batch_norm{name} by given moments", "batch_norm_by", predict, inputs, source, ints, attributes)
        made["given"] = tensors({"running": before})
        yield made


def joining_cases(source):
    parts = {"a": source.normal(2, 3, 2), "b": source.normal(2, 3, 1), "c": source.normal(2, 3, 4)}
    yield case("concat", "concat", lambda a, b, c: {"y": torch.cat((a, b, c), -1)}, parts, source)
    x = {"x": source.normal(3, 4, 7)}
    forward = lambda x: dict(zip(("y", "first", "last"), (x[..., 2:5], x[..., :2], x[..., 5:])))
    yield case("split", "split", forward, x, source, attributes={"sizes": [2, 3, 2]})


def cases():
    source = Source(20261125)
    groups = (
        conv2d_cases,
        conv1d_cases,
        max_pool_cases,
        average_pool_cases,
        lrn_cases,
        batch_norm_cases,
        joining_cases,
    )
    return [c for group in groups for c in group(source)]
