"""Whole recurrences: values, gradients of every input and of every state, truncated and not."""

import torch

from values import Source, tensor, tensors


def rnn(phi):
    def run(cut, z, wh, h0):
        """s = phi(z + s W), z: [T,B,H] (already x U + b)."""
        s, states = h0, []
        for t in range(len(z)):
            s = phi(z[t] + cut(t, s) @ wh)
            states.append(s)
        return {"h": states}

    return run


def lstm(cut, z, wh, h0, c0, p=None):
    """z: [T,B,4H], order i f g o; p: [3,H], order i f o. i and f see the old C, o the new one."""
    h, c, states = h0, c0, {"h": [], "c": [], "gates": []}
    p_i, p_f, p_o = p if p is not None else (0.0, 0.0, 0.0)
    for t in range(len(z)):
        before = cut(t, c)
        a_i, a_f, a_g, a_o = (z[t] + cut(t, h) @ wh).chunk(4, -1)
        i, f, g = (a_i + p_i * before).sigmoid(), (a_f + p_f * before).sigmoid(), a_g.tanh()
        c = f * before + i * g
        o = (a_o + p_o * c).sigmoid()
        h = o * c.tanh()
        for name, value in (("h", h), ("c", c), ("gates", torch.cat((i, f, g, o), -1))):
            states[name].append(value)
    return states


def gru(cut, z, wh, h0):
    """The lecture's: z: [T,B,3H], order z r h. h~ = tanh(.. + (r * h) W_h), h = (1 - z) h + z h~."""
    h, states = h0, {"h": [], "gates": []}
    w_z, w_r, w_h = wh.chunk(3, -1)
    for t in range(len(z)):
        before = cut(t, h)
        a_z, a_r, a_h = z[t].chunk(3, -1)
        update, reset = (a_z + before @ w_z).sigmoid(), (a_r + before @ w_r).sigmoid()
        candidate = (a_h + (reset * before) @ w_h).tanh()
        h = (1 - update) * before + update * candidate
        states["h"].append(h)
        states["gates"].append(torch.cat((update, reset, candidate), -1))
    return states


def gru_after(cut, z, wh, bh, h0):
    """PyTorch's: n = tanh(.. + r * (h W_n + b_n)), h = (1 - z) n + z h. Order z r n, then the term in brackets."""
    h, states = h0, {"h": [], "gates": []}
    for t in range(len(z)):
        before = cut(t, h)
        (a_z, a_r, a_n), (u_z, u_r, u_n) = z[t].chunk(3, -1), (before @ wh + bh).chunk(3, -1)
        update, reset = (a_z + u_z).sigmoid(), (a_r + u_r).sigmoid()
        n = (a_n + reset * u_n).tanh()
        h = (1 - update) * n + update * before
        states["h"].append(h)
        states["gates"].append(torch.cat((update, reset, n, u_n), -1))
    return states


OPS = {
    "rnn tanh": (1, rnn(torch.tanh)),
    "rnn relu": (1, rnn(torch.relu)),
    "lstm": (4, lstm),
    "lstm peephole": (4, lstm),
    "gru": (3, gru),
    "gru after": (3, gru_after),
}


def inputs_of(op, t, b, h, source):
    gates = OPS[op][0]
    inputs = {
        "z": source.normal(t, b, gates * h),
        "wh": source.normal(h, gates * h, scale=h**-0.5),
        "h0": source.normal(b, h, scale=0.5),
    }
    if op.startswith("lstm"):
        inputs["c0"] = source.normal(b, h)
    if op == "lstm peephole":
        inputs["p"] = source.normal(3, h, scale=0.5)
    if op == "gru after":
        inputs["bh"] = source.normal(3 * h, scale=0.5)
    return inputs


def swapped(x):
    """Between Nabla's order z r n and PyTorch's r z n."""
    z, r, n = x.chunk(3, -1)
    return torch.cat((r, z, n), -1)


def agrees_with_torch_nn(op, inputs):
    """The equations above against PyTorch's own module with Wx = 1: values, for whatever PyTorch has."""
    h = inputs["wh"].shape[0]
    z, wh, bh = inputs["z"], inputs["wh"], inputs.get("bh", torch.zeros_like(inputs["wh"][0]))
    if op == "lstm":
        module, state = torch.nn.LSTM(4 * h, h), (inputs["h0"][None], inputs["c0"][None])
    elif op == "gru after":
        module, state = torch.nn.GRU(3 * h, h), inputs["h0"][None]
        z, wh, bh = swapped(z), swapped(wh), swapped(bh)
    elif op.startswith("rnn"):
        module, state = torch.nn.RNN(h, h, nonlinearity=op[4:]), inputs["h0"][None]
    else:
        return
    module.double()
    with torch.no_grad():
        module.weight_ih_l0.copy_(torch.eye(len(wh[0])))
        module.weight_hh_l0.copy_(wh.T)
        module.bias_ih_l0.zero_()
        module.bias_hh_l0.copy_(bh)
        expected, _ = module(z, state)
        got = torch.stack(OPS[op][1](lambda _, state: state, **inputs)["h"])
    torch.testing.assert_close(got, expected)


def case(op, sizes, truncation, source):
    """L = sum(dh * h) + sum(dc_last * last C). `stateGrads` are dL/dh and dL/dC of every step."""
    t, b, h = sizes
    inputs = inputs_of(op, t, b, h, source)
    agrees_with_torch_nn(op, inputs)
    cut = lambda step, state: state.detach() if truncation and step > 0 and (t - step) % truncation == 0 else state
    leaves = {key: value.clone().requires_grad_() for key, value in inputs.items()}
    states = OPS[op][1](cut, **leaves)
    observed = {key: states[key] for key in ("h", "c") if key in states}
    for state in observed.values():
        for step in state:
            step.retain_grad()
    dh, dc_last = source.normal(t, b, h), source.normal(b, h)
    loss = sum((d * s).sum() for d, s in zip(dh, states["h"]))
    if "c" in states:
        loss = loss + (dc_last * states["c"][-1]).sum()
    loss.backward()
    # A leaf that nothing flows back to has no gradient in PyTorch; here it has zeros.
    gradient = lambda x: torch.zeros_like(x) if x.grad is None else x.grad
    return {
        "name": f"{op} {t}x{b}x{h}" + (f" truncated to {truncation}" if truncation else ""),
        "op": op,
        "truncation": truncation,
        "inputs": tensors(inputs),
        "dh": tensor(dh),
        "dc_last": tensor(dc_last),
        "outputs": tensors({key: torch.stack(value) for key, value in states.items()}),
        "grads": {key: tensor(gradient(leaf)) for key, leaf in leaves.items()},
        "stateGrads": tensors({key: torch.stack([gradient(s) for s in state]) for key, state in observed.items()}),
    }


def cases():
    source = Source(7)
    # One row and unit; primes; a vector of four, truncated; and one row more than a group of four has.
    shapes = (((1, 1, 1), None), ((3, 2, 5), None), ((5, 1, 4), 2), ((2, 5, 4), None))
    return [case(op, sizes, truncation, source) for op in OPS for sizes, truncation in shapes]
