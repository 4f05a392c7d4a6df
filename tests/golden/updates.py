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


def clip_value_case(source, largest):
    """`after[k]` holds the clipped gradients."""
    gradients = [drawn(source, scale) for scale in (1.0, 0.1, 3.0, 0.2, 50.0)]
    after = []
    for step in gradients:
        leaves = {key: value.clone().requires_grad_() for key, value in step.items()}
        for key, leaf in leaves.items():
            leaf.grad = step[key].clone()
        torch.nn.utils.clip_grad_value_(leaves.values(), largest)
        after.append(tensors({key: leaf.grad for key, leaf in leaves.items()}))
    return {
        "name": "clip by value",
        "op": "clip_value",
        "attributes": {"max": largest},
        "gradients": [tensors(step) for step in gradients],
        "after": after,
    }


def sgd_case(name, rate, momentum, nesterov, source):
    make = lambda p: torch.optim.SGD(p, lr=rate, momentum=momentum, nesterov=nesterov)
    attributes = {"learningRate": rate, "momentum": momentum, "nesterov": nesterov}
    return optimizer_case(name, "sgd", attributes, make, source)


def adam_case(name, rate, decay, source):
    settings = {"lr": rate, "betas": (0.9, 0.999), "eps": 1e-8}
    make = lambda p: torch.optim.AdamW(p, weight_decay=decay, **settings) if decay else torch.optim.Adam(p, **settings)
    attributes = {"learningRate": rate, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": decay}
    return optimizer_case(name, "adam", attributes, make, source)


def rmsprop_case(name, rate, momentum, source):
    make = lambda p: torch.optim.RMSprop(p, lr=rate, alpha=0.99, eps=1e-8, momentum=momentum)
    attributes = {"learningRate": rate, "decay": 0.99, "momentum": momentum, "epsilon": 1e-8}
    return optimizer_case(name, "rmsprop", attributes, make, source)


def cases():
    source = Source(5)
    return [
        sgd_case("sgd", 0.1, 0.0, False, source),
        sgd_case("sgd momentum", 0.1, 0.9, False, source),
        adam_case("adam", 0.01, 0.0, source),
        clip_case(source, 1.5),
        sgd_case("sgd nesterov", 0.1, 0.9, True, source),
        adam_case("adamw", 0.01, 0.1, source),
        rmsprop_case("rmsprop", 0.01, 0.0, source),
        rmsprop_case("rmsprop momentum", 0.01, 0.9, source),
        clip_value_case(source, 0.5),
    ]
