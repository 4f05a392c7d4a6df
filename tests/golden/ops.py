"""Values and gradients of single operations, for an upstream gradient dy that is given in each case."""

import torch
import torch.nn.functional as F

from values import Source, tensor, tensors


def case(name, op, forward, inputs, source, ints=None, attributes=None):
    """Runs `forward(**inputs, **ints)` -> {output: tensor}; dy belongs to the first output."""
    ints = ints or {}
    leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
    outputs = forward(**leaves, **ints)
    y = next(iter(outputs.values()))
    dy = source.normal(*y.shape)
    y.backward(dy)
    return {
        "name": name,
        "op": op,
        "inputs": tensors(inputs),
        "ints": tensors(ints),
        "attributes": attributes or {},
        "outputs": tensors(outputs),
        "dy": tensor(dy),
        "grads": {key: tensor(leaf.grad) for key, leaf in leaves.items()},
    }


def matmul_cases(source):
    """y = A·B with either side stored transposed. n, k, m of the second size cross a 16 x 16 tile."""
    for size, (n, k, m) in {"small": (3, 4, 5), "tiles": (19, 17, 18)}.items():
        for ta in (False, True):
            for tb in (False, True):
                a = source.normal(*((k, n) if ta else (n, k)))
                b = source.normal(*((m, k) if tb else (k, m)))

                def forward(a, b):
                    return {"y": (a.T if ta else a) @ (b.T if tb else b)}

                form = "NT"[ta] + "NT"[tb]
                attributes = {"transposeA": ta, "transposeB": tb}
                yield case(f"matmul {form} {size}", "matmul", forward, {"a": a, "b": b}, source, attributes=attributes)


def elementwise_cases(source):
    x, y = source.normal(4, 7), source.normal(4, 7)
    bias = source.normal(7)
    far = torch.tensor([[-30.0, -8.0, -1.0, -1e-3, 1e-3, 1.0, 8.0, 30.0]], dtype=torch.float64)
    far = far.float().double()  # saturated and nearly linear ends
    yield case("bias", "bias", lambda x, b: {"y": x + b}, {"x": x, "b": bias}, source)
    yield case("add", "add", lambda a, b: {"y": a + b}, {"a": x, "b": y}, source)
    yield case("mul", "mul", lambda a, b: {"y": a * b}, {"a": x, "b": y}, source)
    for op in ("tanh", "sigmoid", "relu"):
        f = getattr(torch, op)
        yield case(op, op, lambda x: {"y": f(x)}, {"x": x}, source)
        yield case(f"{op} far from zero", op, lambda x: {"y": f(x)}, {"x": far}, source)


def sum_cases(source):
    x = source.normal(9, 5)
    yield case("sum_rows", "sum_rows", lambda x: {"y": x.sum(0)}, {"x": x}, source)
    yield case("sum", "sum", lambda x: {"y": x.sum().reshape(1)}, {"x": x}, source)


def embedding_cases(source):
    table = source.normal(6, 5)
    ids = torch.tensor([4, 0, 4, 5, 1, 4, 0])  # 4 and 0 repeat: their rows add up; 2 and 3 get nothing
    forward = lambda table, ids: {"y": F.embedding(ids, table)}
    yield case("embedding", "embedding", forward, {"table": table}, source, ints={"ids": ids})


def softmax_xent_cases(source):
    def forward(logits, targets):
        losses = F.cross_entropy(logits, targets, reduction="none")
        return {"loss": losses.mean().reshape(1), "losses": losses, "probabilities": logits.softmax(-1)}

    for name, n, v, scale in (("softmax_xent", 6, 9, 1.0), ("softmax_xent large logits", 4, 7, 60.0)):
        inputs = {"logits": source.normal(n, v, scale=scale)}
        yield case(name, "softmax_xent", forward, inputs, source, ints={"targets": source.ids(v, n)})


def lstm(zx, wh, h0, c0):
    """h[t] from zx: [T,B,4H] (already x·Wx + b), wh: [H,4H]. Gates [T,B,4H] after their functions, order i f g o."""
    h, c, rows = h0, c0, []
    for z in zx:
        i, f, g, o = (z + h @ wh).chunk(4, -1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = f * c + i * g
        h = o * c.tanh()
        rows.append((h, c, torch.cat((i, f, g, o), -1)))
    h, c, gates = (torch.stack(column) for column in zip(*rows))
    return {"h": h, "c": c, "gates": gates}


def lstm_agrees_with_pytorch(zx, wh, h0, c0):
    """The equations above against torch.nn.LSTM with Wx = 1 and no bias: values and gradients."""
    hidden = wh.shape[0]
    reference = torch.nn.LSTM(4 * hidden, hidden, bias=False).double()
    with torch.no_grad():
        reference.weight_ih_l0.copy_(torch.eye(4 * hidden))
        reference.weight_hh_l0.copy_(wh.T)
    ours = [t.clone().requires_grad_() for t in (zx, wh, h0, c0)]
    theirs = [t.clone().requires_grad_() for t in (zx, h0, c0)]
    h = lstm(*ours)["h"]
    expected, _ = reference(theirs[0], (theirs[1][None], theirs[2][None]))
    torch.testing.assert_close(h, expected)
    upstream = torch.cos(torch.arange(h.numel(), dtype=torch.float64)).reshape(h.shape)
    h.backward(upstream)
    expected.backward(upstream)
    wanted = (theirs[0].grad, reference.weight_hh_l0.grad.T, theirs[1].grad, theirs[2].grad)
    for mine, other in zip(ours, wanted):
        torch.testing.assert_close(mine.grad, other)


def lstm_cases(source):
    for name, (t, b, h) in {"lstm": (5, 3, 4), "lstm odd sizes": (6, 2, 17), "lstm single": (1, 1, 1)}.items():
        inputs = {
            "zx": source.normal(t, b, 4 * h),
            "wh": source.normal(h, 4 * h, scale=h**-0.5),
            "h0": source.normal(b, h, scale=0.5),
            "c0": source.normal(b, h),
        }
        lstm_agrees_with_pytorch(**inputs)
        yield case(name, "lstm", lstm, inputs, source)


def cases():
    source = Source(20261124)
    groups = (matmul_cases, elementwise_cases, sum_cases, embedding_cases, softmax_xent_cases, lstm_cases)
    return [c for group in groups for c in group(source)]
