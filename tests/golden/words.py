"""Losses and the objectives of word2vec: values and gradients."""

import torch
import torch.nn.functional as F

from ops import case
from values import Source


def softmax_cases(source):
    for n, v in ((1, 1), (3, 7), (5, 65)):
        x = source.normal(n, v, scale=2.0)
        yield case(f"softmax {n}x{v}", "softmax", lambda x: {"y": x.softmax(-1)}, {"x": x}, source)
        yield case(f"log_softmax {n}x{v}", "log_softmax", lambda x: {"y": x.log_softmax(-1)}, {"x": x}, source)
    far = source.normal(2, 5, scale=1e4)
    yield case("log_softmax far", "log_softmax", lambda x: {"y": x.log_softmax(-1)}, {"x": far}, source)


def smoothing_cases(source):
    for n, v, smoothing in ((1, 1, 0.1), (6, 9, 0.1), (3, 67, 1.0)):

        def forward(logits, targets):
            losses = F.cross_entropy(logits, targets, reduction="none", label_smoothing=smoothing)
            return {"y": losses.mean().reshape(1), "losses": losses}

        inputs = {"logits": source.normal(n, v, scale=2.0)}
        ints = {"targets": source.ids(v, n)}
        attributes = {"smoothing": smoothing}
        yield case(f"smoothing {n}x{v}", "smoothing", forward, inputs, source, ints=ints, attributes=attributes)


def pointwise_cases(source):
    for shape in ((1,), (3, 7), (5, 13)):
        inputs = {"x": source.normal(*shape, scale=3.0), "target": source.normal(*shape)}
        forward = lambda x, target: {"y": F.mse_loss(x, target).reshape(1)}
        yield case(f"mse {shape}", "mse", forward, inputs, source)
        inputs = {"x": source.normal(*shape, scale=3.0), "target": source.normal(*shape).sigmoid().float().double()}
        forward = lambda x, target: {"y": F.binary_cross_entropy_with_logits(x, target, reduction="none")}
        yield case(f"logistic {shape}", "logistic", forward, inputs, source)
    far = torch.tensor([-1e4, -80.0, -20.0, 0.0, 20.0, 80.0, 1e4], dtype=torch.float64)
    forward = lambda x, target: {"y": F.binary_cross_entropy_with_logits(x, target, reduction="none")}
    inputs = {"x": far, "target": torch.ones_like(far)}
    yield case("logistic far", "logistic", forward, inputs, source)


def cases():
    source = Source(8)
    groups = (softmax_cases, smoothing_cases, pointwise_cases)
    return [c for group in groups for c in group(source)]
