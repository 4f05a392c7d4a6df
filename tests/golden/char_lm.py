"""Ten training steps of the character language model in PyTorch, with Nabla's names and layouts."""

import torch
import torch.nn.functional as F

import recurrent
from values import Source, number, tensor, tensors

V, D, H, T, B, STEPS = 23, 8, 16, 12, 4, 10

RUNS = (
    {"optimizer": "adam", "learningRate": 0.01, "momentum": 0.0, "clip": 1.0},
    {"optimizer": "sgd", "learningRate": 0.5, "momentum": 0.9, "clip": 0.25},
)


class Peepholes(torch.nn.LSTM):
    """torch.nn.LSTM of one layer, its gates i and f seeing the old state and o the new one."""

    def __init__(self, inputs, hidden):
        super().__init__(inputs, hidden)
        self.peepholes = torch.nn.Parameter(torch.zeros(3, hidden))

    def forward(self, x, state):
        h, c = (s[0] for s in state) if state else 2 * (x.new_zeros(x.shape[1], self.hidden_size),)
        z = x @ self.weight_ih_l0.T + self.bias_ih_l0
        run = recurrent.lstm(lambda t, s: s, z, self.weight_hh_l0.T, h, c, self.peepholes)
        return torch.stack(run["h"]), (run["h"][-1][None], run["c"][-1][None])


class ResetBefore(torch.nn.GRU):
    """The lecture's GRU with the weights of torch.nn.GRU; the blocks of its rows are z, r, h~."""

    def forward(self, x, state):
        h = state[0] if state is not None else x.new_zeros(x.shape[1], self.hidden_size)
        run = recurrent.gru(lambda t, s: s, x @ self.weight_ih_l0.T + self.bias_ih_l0, self.weight_hh_l0.T, h)
        return torch.stack(run["h"]), run["h"][-1][None]


# Nabla's name of the layer, PyTorch's module, and whether its second bias is trained.
CELLS = {
    "rnn": ("rnn", torch.nn.RNN, False),
    "lstm": ("lstm", torch.nn.LSTM, False),
    "lstm-peephole": ("lstm", Peepholes, False),
    "gru": ("gru", ResetBefore, False),
    "gru-after": ("gru", torch.nn.GRU, True),
}


def reordered(cell, x):
    """Between PyTorch's blocks r z n of the rows and Nabla's z r n: its own inverse."""
    if cell != "gru-after":
        return x
    r, z, n = x.chunk(3, 0)
    return torch.cat((z, r, n), 0)


class CharLm(torch.nn.Module):
    """embedding or one-hot -> recurrent layers -> logits. A second bias that Nabla has not stays zero and untrained."""

    def __init__(self, input, cell, layers):
        super().__init__()
        self.embedding = torch.nn.Embedding(V, D) if input == "embedding" else None
        inputs = D if self.embedding else V
        self.cell, self.layers = cell, layers
        self.layer, module, self.has_second_bias = CELLS[cell]
        self.recurrence = module(inputs, H, layers) if layers > 1 else module(inputs, H)
        self.output = torch.nn.Linear(H, V)
        if not self.has_second_bias:
            for layer in range(layers):
                bias = getattr(self.recurrence, f"bias_hh_l{layer}")
                torch.nn.init.zeros_(bias)
                bias.requires_grad_(False)

    def forward(self, tokens, state):
        """tokens: [T,B] -> logits [T,B,V] and the state to carry on with."""
        dtype = self.output.weight.dtype
        x = self.embedding(tokens) if self.embedding else F.one_hot(tokens, V).to(dtype)
        h, state = self.recurrence(x, state)
        return self.output(h), state

    def named(self):
        """{Nabla's name: (parameter, from PyTorch's layout to Nabla's, and back)} in Nabla's order."""
        same, transposed = (lambda x: x, lambda x: x), (lambda x: x.T, lambda x: x.T)
        blocks = (lambda x: reordered(self.cell, x), lambda x: reordered(self.cell, x))
        both = (lambda x: reordered(self.cell, x).T, lambda x: reordered(self.cell, x.T))
        names = {"embedding.table": (self.embedding.weight, *same)} if self.embedding else {}
        parts = [("Wx", "weight_ih", both), ("Wh", "weight_hh", both), ("b", "bias_ih", blocks)]
        if self.has_second_bias:
            parts.append(("bh", "bias_hh", blocks))
        for layer in range(self.layers):
            for name, of_torch, layouts in parts:
                names[f"{self.layer}{layer + 1}.{name}"] = (getattr(self.recurrence, f"{of_torch}_l{layer}"), *layouts)
        if self.cell == "lstm-peephole":
            names["lstm1.p"] = (self.recurrence.peepholes, *same)
        names["output.W"] = (self.output.weight, *transposed)
        names["output.b"] = (self.output.bias, *same)
        return names

    def parameters_in_nabla(self):
        return {name: to_nabla(p.detach()) for name, (p, to_nabla, _) in self.named().items()}

    def gradients_in_nabla(self):
        return {name: to_nabla(p.grad) for name, (p, to_nabla, _) in self.named().items()}


def initial_parameters(input, cell, layers, source):
    """Values large enough that every gate works, with a forget-gate bias around 1."""
    start = {}
    for name, value in CharLm(input, cell, layers).parameters_in_nabla().items():
        start[name] = source.normal(*value.shape, scale=0.3)
        if name.startswith("lstm") and name.endswith(".b"):
            start[name][H : 2 * H] = (start[name][H : 2 * H] + 1.0).float().double()
    return start


def token_streams(source):
    """[B, STEPS*T + 1]: mostly a fixed successor, so that there is something to learn, sometimes a random token."""
    successor = torch.randperm(V, generator=source.generator)
    tokens = source.ids(V, B, STEPS * T + 1)
    surprise = torch.rand(tokens.shape, generator=source.generator) < 0.2
    for t in range(1, tokens.shape[1]):
        tokens[:, t] = torch.where(surprise[:, t], tokens[:, t], successor[tokens[:, t - 1]])
    return tokens


def make_model(input, cell, layers, start, dtype):
    model = CharLm(input, cell, layers).to(dtype)
    with torch.no_grad():
        for name, (parameter, _, to_torch) in model.named().items():
            parameter.copy_(to_torch(start[name]))
    return model


def train(model, tokens, run):
    """Losses before each update, norms before clipping, and step 1's gradients before clipping."""
    trained = [p for p in model.parameters() if p.requires_grad]
    if run["optimizer"] == "adam":
        optimizer = torch.optim.Adam(trained, lr=run["learningRate"])
    else:
        optimizer = torch.optim.SGD(trained, lr=run["learningRate"], momentum=run["momentum"])
    losses, norms, first, state = [], [], None, None
    for k in range(STEPS):
        window = tokens[:, k * T : (k + 1) * T + 1].T  # [T+1,B]
        logits, state = model(window[:-1], state)
        state = tuple(s.detach() for s in state) if isinstance(state, tuple) else state.detach()  # carried on, but no gradient flows back across batches
        loss = F.cross_entropy(logits.reshape(-1, V), window[1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        first = first or {name: g.clone() for name, g in model.gradients_in_nabla().items()}
        norms.append(float(torch.nn.utils.clip_grad_norm_(trained, run["clip"])))
        losses.append(float(loss))
        optimizer.step()
    return losses, norms, first


def run_record(input, cell, layers, start, tokens, run):
    model = make_model(input, cell, layers, start, torch.float64)
    losses, norms, first = train(model, tokens, run)
    single, _, _ = train(make_model(input, cell, layers, start, torch.float32), tokens, run)
    worst = max(abs(s - d) / d for s, d in zip(single, losses))
    clipped = sum(norm > run["clip"] for norm in norms)
    print(f"  {input} {cell} {layers} {run['optimizer']}: loss {losses[0]:.4f} -> {losses[-1]:.4f}, "
          f"clipped in {clipped} of {STEPS}, float32 differs by {worst:.1e}")
    assert worst < 1e-5, "these settings amplify rounding: choose gentler ones"
    final = model.parameters_in_nabla()
    return first, {
        **run,
        "losses": [number(x) for x in losses],
        "gradientNorms": [number(x) for x in norms],
        "finalSums": {name: number(p.sum()) for name, p in final.items()},
        "finalSquares": {name: number(p.square().sum()) for name, p in final.items()},
    }


def model_record(name, input, cell, layers, source, runs=RUNS):
    start, tokens = initial_parameters(input, cell, layers, source), token_streams(source)
    results = [run_record(input, cell, layers, start, tokens, run) for run in runs]
    sizes = {"vocabulary": V, "embedding": D, "hidden": H, "layers": layers, "sequence": T, "batch": B}
    return {
        "name": name,
        "input": input,
        "cell": cell,
        **sizes,
        "tokens": tensor(tokens),
        "parameters": tensors(start),
        "gradients": tensors(results[0][0]),  # step 1 comes before any update: the same in every run
        "runs": [record for _, record in results],
    }


def models():
    return [
        model_record("embedding, two layers", "embedding", "lstm", 2, Source(23)),
        model_record("one-hot, one layer", "onehot", "lstm", 1, Source(24)),
        model_record("rnn", "embedding", "rnn", 1, Source(25), RUNS[:1]),
        model_record("lstm with peepholes", "embedding", "lstm-peephole", 1, Source(26), RUNS[:1]),
        model_record("gru, reset before", "embedding", "gru", 1, Source(27), RUNS[:1]),
        model_record("gru, reset after", "embedding", "gru-after", 1, Source(28), RUNS[:1]),
    ]
