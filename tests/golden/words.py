"""Losses and the objectives of word2vec: values and gradients."""

import torch
import torch.nn.functional as F

from ops import case
from values import Source, number, tensor, tensors


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


def linear_xent_cases(source):
    for n, v, d in ((1, 1, 1), (5, 7, 3), (3, 67, 17)):
        inputs = {"h": source.normal(n, d), "c": source.normal(v, d)}
        targets = source.ids(v, n)
        forward = lambda h, c, targets: {"y": F.cross_entropy(h @ c.T, targets).reshape(1)}
        yield case(f"linear_xent {n}x{v}x{d}", "linear_xent", forward, inputs, source, ints={"targets": targets})
        counts = source.ids(5, n, v)

        def forward(h, c, counts):
            return {"y": -((h @ c.T).log_softmax(-1) * counts).sum().reshape(1) / max(1, counts.sum())}

        name, ints = f"linear_xent_weighted {n}x{v}x{d}", {"counts": counts}
        yield case(name, "linear_xent_weighted", forward, inputs, source, ints=ints)


def negative_sampling_cases(source):
    for n, v, d, s in ((1, 2, 1, 2), (5, 7, 3, 6), (3, 67, 17, 11)):
        inputs = {"h": source.normal(n, d), "c": source.normal(v, d)}
        samples = source.ids(v, n, s)

        def forward(h, c, samples):
            z = torch.einsum("nd,nsd->ns", h, c[samples])
            losses = torch.cat((-F.logsigmoid(z[:, :1]), -F.logsigmoid(-z[:, 1:])), 1)
            noise_is_right = samples == samples[:, :1]
            noise_is_right[:, 0] = False
            return {"y": losses.masked_fill(noise_is_right, 0.0).sum().reshape(1) / n}

        name, ints = f"negative_sampling {n}x{v}x{d}x{s}", {"samples": samples}
        yield case(name, "negative_sampling", forward, inputs, source, ints=ints)


def embedding_bag_cases(source):
    for n, v, d, s in ((1, 1, 1, 1), (4, 6, 5, 3)):
        indices, weights = source.ids(v, n, s), source.normal(n, s)

        def forward(table, indices):
            return {"y": F.embedding_bag(indices, table, per_sample_weights=weights, mode="sum")}

        name, inputs = f"embedding_bag {n}x{v}x{d}x{s}", {"table": source.normal(v, d)}
        record = case(name, "embedding_bag", forward, inputs, source, ints={"indices": indices})
        record["attributes"] = {"weights": tensor(weights)}
        yield record


def norm_cases(source):
    for shape in ((1,), (3, 7)):
        forward = lambda x: {"y": x.norm().reshape(1)}
        yield case(f"norm {shape}", "norm", forward, {"x": source.normal(*shape)}, source)


def full_softmax_model(name, source, tied):
    """Ten steps of gradient descent on one batch of pairs (centre, neighbour)."""
    v, d, n, rate = 13, 5, 9, 0.5
    parameters = {"word2vec.input": source.normal(v, d, scale=0.5)}
    if not tied:
        parameters["word2vec.output"] = source.normal(v, d, scale=0.5)
    centres, neighbours = source.ids(v, n), source.ids(v, n)
    leaves = {key: value.clone().requires_grad_() for key, value in parameters.items()}
    optimizer = torch.optim.SGD(leaves.values(), lr=rate)
    losses = []
    for _ in range(10):
        optimizer.zero_grad()
        w, c = leaves["word2vec.input"], leaves["word2vec.input" if tied else "word2vec.output"]
        loss = F.cross_entropy(w[centres] @ c.T, neighbours)
        loss.backward()
        optimizer.step()
        losses.append(number(loss))
    return {
        "name": name,
        "parameters": tensors(parameters),
        "ints": tensors({"centres": centres, "neighbours": neighbours}),
        "learningRate": rate,
        "losses": losses,
        "after": tensors(leaves),
    }


TEN_SENTENCES = """\
the king rules the land
the queen rules the land
the king is a man
the queen is a woman
the prince is a young man
the princess is a young woman
the man serves the king
the woman serves the queen
the young man loves the princess
the young woman loves the prince
"""


def counted(text, window):
    """The vocabulary, frequent words first, and n[u][w]: how often w stands within the window of u in a line."""
    lines = [line.split() for line in text.splitlines()]
    words = [word for line in lines for word in line]
    vocabulary = sorted(set(words), key=lambda word: (-words.count(word), word))
    n = torch.zeros(len(vocabulary), len(vocabulary), dtype=torch.float64)
    for line in lines:
        for i, u in enumerate(line):
            for j, w in enumerate(line):
                if i != j and abs(i - j) <= window:
                    n[vocabulary.index(u), vocabulary.index(w)] += 1
    return vocabulary, n


def objective(name, source, tied):
    """The lecture's own objective on the ten sentences, as a loss: -sum n_wu ln p(w|u) / sum n_wu, and its gradient; of
    a tied matrix also the gradient's two terms, as the vector of the centre u and as that of the neighbours w."""
    vocabulary, n = counted(TEN_SENTENCES, window=2)
    parameters = {"word2vec.input": source.normal(len(vocabulary), 6, scale=0.7)}
    if not tied:
        parameters["word2vec.output"] = source.normal(len(vocabulary), 6, scale=0.7)
    leaves = {key: value.clone().requires_grad_() for key, value in parameters.items()}

    def loss_of(centres, neighbours):
        return -(n * (centres @ neighbours.T).log_softmax(-1)).sum() / n.sum()

    x, y = leaves["word2vec.input"], leaves["word2vec.input" if tied else "word2vec.output"]
    loss = loss_of(x, y)
    loss.backward()
    record = {
        "name": name,
        "text": TEN_SENTENCES,
        "window": 2,
        "vocabulary": vocabulary,
        "counts": tensor(n),
        "parameters": tensors(parameters),
        "loss": number(loss),
        "gradients": {key: tensor(leaf.grad) for key, leaf in leaves.items()},
    }
    if tied:
        sides = [parameters["word2vec.input"].clone().requires_grad_() for _ in range(2)]
        loss_of(*sides).backward()
        record["terms"] = {"centre": tensor(sides[0].grad), "neighbours": tensor(sides[1].grad)}
        torch.testing.assert_close(sides[0].grad + sides[1].grad, x.grad)
    return record


def objectives():
    source = Source(10)
    return [objective("the objective, tied", source, True), objective("the objective", source, False)]


def models():
    source = Source(9)
    return [full_softmax_model("full softmax, tied", source, True), full_softmax_model("full softmax", source, False)]


def cases():
    source = Source(8)
    losses = (softmax_cases, smoothing_cases, pointwise_cases)
    groups = (*losses, linear_xent_cases, negative_sampling_cases, embedding_bag_cases, norm_cases)
    return [c for group in groups for c in group(source)]
