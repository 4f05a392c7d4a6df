"""Ten training steps of the character language model in PyTorch, with Nabla's names and layouts."""

import torch
import torch.nn.functional as F

from values import Source, number, tensor, tensors

V, D, H, T, B, STEPS = 23, 8, 16, 12, 4, 10

RUNS = (
    {"optimizer": "adam", "learningRate": 0.01, "momentum": 0.0, "clip": 1.0},
    {"optimizer": "sgd", "learningRate": 0.5, "momentum": 0.9, "clip": 0.25},
)


class CharLm(torch.nn.Module):
    """embedding or one-hot -> LSTM layers -> logits. The second bias of torch.nn.LSTM stays zero and untrained."""

    def __init__(self, input, layers):
        super().__init__()
        self.embedding = torch.nn.Embedding(V, D) if input == "embedding" else None
        self.lstm = torch.nn.LSTM(D if self.embedding else V, H, layers)
        self.output = torch.nn.Linear(H, V)
        self.layers = layers
        for layer in range(layers):
            bias = getattr(self.lstm, f"bias_hh_l{layer}")
            torch.nn.init.zeros_(bias)
            bias.requires_grad_(False)

    def forward(self, tokens, state):
        """tokens: [T,B] -> logits [T,B,V] and the state to carry on with."""
        dtype = self.output.weight.dtype
        x = self.embedding(tokens) if self.embedding else F.one_hot(tokens, V).to(dtype)
        h, state = self.lstm(x, state)
        return self.output(h), state

    def named(self):
        """{Nabla's name: (parameter, whether Nabla stores it transposed)} in Nabla's order."""
        names = {"embedding.table": (self.embedding.weight, False)} if self.embedding else {}
        for layer in range(self.layers):
            for name, of_torch, transposed in (
                ("Wx", "weight_ih", True),
                ("Wh", "weight_hh", True),
                ("b", "bias_ih", False),
            ):
                names[f"lstm{layer + 1}.{name}"] = (getattr(self.lstm, f"{of_torch}_l{layer}"), transposed)
        names["output.W"] = (self.output.weight, True)
        names["output.b"] = (self.output.bias, False)
        return names

    def parameters_in_nabla(self):
        return {name: p.detach().T if flip else p.detach() for name, (p, flip) in self.named().items()}

    def gradients_in_nabla(self):
        return {name: p.grad.T if flip else p.grad for name, (p, flip) in self.named().items()}


def initial_parameters(input, layers, source):
    """Values large enough that every gate works, with a forget-gate bias around 1."""
    start = {}
    for name, value in CharLm(input, layers).parameters_in_nabla().items():
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


def make_model(input, layers, start, dtype):
    model = CharLm(input, layers).to(dtype)
    with torch.no_grad():
        for name, (parameter, transposed) in model.named().items():
            parameter.copy_(start[name].T if transposed else start[name])
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
        state = tuple(s.detach() for s in state)  # carried on, but no gradient flows back across batches
        loss = F.cross_entropy(logits.reshape(-1, V), window[1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        first = first or {name: g.clone() for name, g in model.gradients_in_nabla().items()}
        norms.append(float(torch.nn.utils.clip_grad_norm_(trained, run["clip"])))
        losses.append(float(loss))
        optimizer.step()
    return losses, norms, first


def run_record(input, layers, start, tokens, run):
    model = make_model(input, layers, start, torch.float64)
    losses, norms, first = train(model, tokens, run)
    single, _, _ = train(make_model(input, layers, start, torch.float32), tokens, run)
    worst = max(abs(s - d) / d for s, d in zip(single, losses))
    clipped = sum(norm > run["clip"] for norm in norms)
    print(f"  {input} {layers} {run['optimizer']}: loss {losses[0]:.4f} -> {losses[-1]:.4f}, "
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


def model_record(name, input, layers, source):
    start, tokens = initial_parameters(input, layers, source), token_streams(source)
    results = [run_record(input, layers, start, tokens, run) for run in RUNS]
    sizes = {"vocabulary": V, "embedding": D, "hidden": H, "layers": layers, "sequence": T, "batch": B}
    return {
        "name": name,
        "input": input,
        **sizes,
        "tokens": tensor(tokens),
        "parameters": tensors(start),
        "gradients": tensors(results[0][0]),  # step 1 comes before any update: the same in every run
        "runs": [record for _, record in results],
    }


def models():
    return [
        model_record("embedding, two layers", "embedding", 2, Source(23)),
        model_record("one-hot, one layer", "onehot", 1, Source(24)),
    ]
