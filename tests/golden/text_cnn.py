"""The convolutional net for sentences in PyTorch: what it says, its gradients and ten losses, with Nabla's names and layouts.

For the lab alone: /usr/bin/python3 tests/golden/text_cnn.py
"""

import sys

sys.dont_write_bytecode = True  # no __pycache__ in a folder of reference values

import torch
import torch.nn.functional as F

from values import Source, number, tensor, tensors, write

VOCABULARY, EMBEDDING, WIDTHS, FILTERS, CLASSES = 14, 6, (2, 3, 4), 3, 3
LENGTH, BATCH, STEPS, RATE = 11, 5, 10, 0.01


class TextCnn(torch.nn.Module):
    """embedding -> conv1d of each width -> relu -> maximum over time -> linear; no dropout."""

    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(VOCABULARY, EMBEDDING)
        self.convs = torch.nn.ModuleList(torch.nn.Conv1d(EMBEDDING, FILTERS, width) for width in WIDTHS)
        self.output = torch.nn.Linear(FILTERS * len(WIDTHS), CLASSES)

    def features(self, ids):
        x = self.embedding(ids).transpose(1, 2)  # [B,D,T]
        return torch.cat([conv(x).relu().amax(2) for conv in self.convs], 1)

    def forward(self, ids):
        return self.output(self.features(ids))

    def named(self):
        """{Nabla's name: (parameter, as Nabla has it)}; a filter of PyTorch is [F,D,K], of Nabla [1,K,D,F]."""
        named = {"embedding.table": (self.embedding.weight, lambda w: w)}
        for width, conv in zip(WIDTHS, self.convs):
            named[f"conv{width}.W"] = (conv.weight, lambda w: w.permute(2, 1, 0)[None])
            named[f"conv{width}.b"] = (conv.bias, lambda b: b)
        named["output.W"] = (self.output.weight, lambda w: w.T)
        named["output.b"] = (self.output.bias, lambda b: b)
        return named


def models():
    source = Source(17)
    model = TextCnn().double()
    with torch.no_grad():
        for p, _ in model.named().values():
            p.copy_(source.normal(*p.shape, scale=0.4))
    ids, classes = source.ids(VOCABULARY, BATCH, LENGTH), source.ids(CLASSES, BATCH)
    parameters = {name: layout(p.detach().clone()) for name, (p, layout) in model.named().items()}
    features, logits = model.features(ids), model(ids)
    optimizer = torch.optim.Adam(model.parameters(), lr=RATE)
    losses, gradients = [], None
    for _ in range(STEPS):
        loss = F.cross_entropy(model(ids), classes)
        optimizer.zero_grad()
        loss.backward()
        gradients = gradients or {name: layout(p.grad.clone()) for name, (p, layout) in model.named().items()}
        losses.append(number(loss))
        optimizer.step()
    return [
        {
            "name": "text cnn",
            "widths": list(WIDTHS),
            "learningRate": RATE,
            "ids": tensor(ids),
            "targets": tensor(classes),
            "parameters": tensors(parameters),
            "features": tensor(features),
            "logits": tensor(logits),
            "gradients": tensors(gradients),
            "losses": losses,
        }
    ]


def record(made_by):
    write("text_cnn.json", {"madeBy": made_by, "models": models()})


if __name__ == "__main__":
    torch.set_num_threads(1)
    record(f"tests/golden/make.py with PyTorch {torch.__version__}")
