"""Five steps of each optimiser and of clipping, on two small tensors with given gradients."""

import torch

from values import Source, number, tensors

SHAPES = {"a": (3, 4), "b": (5,)}
STEPS = 5


def drawn(source, scale=1.0):
    return {name: source.normal(*shape, scale=scale) for name, shape in SHAPES.items()}


def optimizer_case(name, op, attributes, make, source):
    """`after[k]` holds both parameters after step k+1."""
    start = drawn(source)
    gradients = [drawn(source) for _ in range(STEPS)]
    for step in gradients:
        step["b"][2] = 0.0  # a parameter whose gradient is always zero must not move
    leaves = {key: value.clone().requires_grad_() for key, value in start.items()}
    optimizer, after = make(leaves.values()), []
    for step in gradients:
        for key, leaf in leaves.items():
            leaf.grad = step[key].clone()
        optimizer.step()
        after.append(tensors(leaves))
    return {
        "name": name,
        "op": op,
        "attributes": attributes,
        "parameters": tensors(start),
        "gradients": [tensors(step) for step in gradients],
        "after": after,
    }


def clip_case(source, max_norm):
    """`norms[k]` is the global norm before clipping, `after[k]` the clipped gradients."""
    scales = (1.0, 0.1, 3.0, 0.2, 50.0)  # the second and the fourth stay under the limit
    gradients = [drawn(source, scale) for scale in scales]
    norms, after = [], []
    for step in gradients:
        leaves = {key: value.clone().requires_grad_() for key, value in step.items()}
        for key, leaf in leaves.items():
            leaf.grad = step[key].clone()
        norms.append(number(torch.nn.utils.clip_grad_norm_(leaves.values(), max_norm)))
        after.append(tensors({key: leaf.grad for key, leaf in leaves.items()}))
    assert {norm > max_norm for norm in norms} == {True, False}, norms
    return {
        "name": "clip",
        "op": "clip",
        "attributes": {"maxNorm": max_norm},
        "gradients": [tensors(step) for step in gradients],
        "norms": norms,
        "after": after,
    }


def cases():
    source = Source(5)
    sgd = lambda lr, momentum: lambda p: torch.optim.SGD(p, lr=lr, momentum=momentum)
    adam = lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.999), eps=1e-8)
    return [
        optimizer_case("sgd", "sgd", {"learningRate": 0.1, "momentum": 0.0}, sgd(0.1, 0.0), source),
        optimizer_case("sgd momentum", "sgd", {"learningRate": 0.1, "momentum": 0.9}, sgd(0.1, 0.9), source),
        optimizer_case(
            "adam", "adam", {"learningRate": 0.01, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}, adam, source
        ),
        clip_case(source, 1.5),
    ]
