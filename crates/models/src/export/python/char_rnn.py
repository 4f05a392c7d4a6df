"""A character model (__WHAT__) trained with Nabla, rebuilt in PyTorch.

python nabla-char-rnn.py nabla-char-rnn.safetensors                    compares its predictions with the page's
python nabla-char-rnn.py nabla-char-rnn.safetensors --write "To be"    writes text
python nabla-char-rnn.py nabla-char-rnn.safetensors --train text.txt --steps 100 --save more.safetensors
torchrun --nproc_per_node=2 nabla-char-rnn.py nabla-char-rnn.safetensors --train text.txt    the same by two processes
"""
import argparse, ctypes, json, math, os, struct, sys

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F


__LAYER__class CharLm(nn.Module):
    def __init__(self):
        super().__init__()
__INIT__
        self.output = nn.Linear(__HIDDEN__, __VOCABULARY__)

    def forward(self, symbols, state=None):  # symbols: [T, B]
        x = __READ__
__RECUR__
        return self.output(h), state  # logits: [T, B, V]


def make_model(about):
    return CharLm()


def vocabulary_of(about):
    return json.loads(about["vocabulary"])


# ---- The check reads what the page measures its validation loss on, in one piece.


def answer(model, tensors, about):
    inputs, targets = tensors["check.inputs"].long(), tensors["check.targets"].long()  # [T, B]
    logits, _ = model(inputs)
    steps, rows, _ = tensors["check.outputs"].shape  # of the first of them the logits are there
    return logits[:steps, :rows].contiguous(), F.cross_entropy(logits.flatten(0, 1), targets.flatten())


def show(outputs, wanted, tensors, about):
    characters = vocabulary_of(about)
    read = [characters[i] for i in tensors["check.inputs"][:, 0].long()]
    for t in range(max(0, outputs.shape[0] - 5), outputs.shape[0]):
        before = repr("".join(read[max(0, t - 15) : t + 1]))
        said = []
        for logits in (wanted[t, 0], outputs[t, 0]):
            p, next_one = torch.softmax(logits, 0).max(0)
            said.append(f"{characters[next_one]!r} {100 * p:.2f} %")
        print(f"after {before:20} comes   page {said[0]}   PyTorch {said[1]}")


# ---- Batches as the page cuts them: B streams, read T characters at a time, whose states go on.


class Lessons:
    def __init__(self, path, tensors, about, how):
        places = {c: i for i, c in enumerate(vocabulary_of(about))}
        text = open(path, encoding="utf-8-sig", newline="").read().replace("\r\n", "\n")
        unknown = places.get("\ufffd")
        tokens = [places.get(c, unknown) for c in text]
        self.tokens = torch.tensor([i for i in tokens if i is not None])
        self.how = how
        self.batch, self.sequence, self.position = how["batch"], how["sequence"], int(about["position"])
        held_back = max(math.ceil(len(self.tokens) * how["held_back"]), self.sequence + 1)
        self.stride = (len(self.tokens) - held_back) // self.batch
        if self.stride <= self.sequence:
            sys.exit(f"{path} is too short for {self.batch} streams of {self.sequence} characters")
        self.own = share_of(self.batch)
        self.state = state_of(tensors, self.own)

    def rate(self, step):
        return rate_of(self.how, step)

    def losses(self, net, step):
        epoch = (self.stride - 1) // self.sequence
        place, k = divmod(self.position, epoch)
        begin = (0 if place % 2 == 0 else (self.stride - 1) % self.sequence) + k * self.sequence
        self.position += 1
        if k == 0:
            self.state = None  # a stream begins anew
        rows = torch.arange(self.batch)[self.own] * self.stride + begin
        at = rows + torch.arange(self.sequence + 1)[:, None]
        logits, state = net(self.tokens[at[:-1]], self.state)
        self.state = detached(state)
        targets = self.tokens[at[1:]]
        loss = F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="sum") / (self.batch * self.sequence)
        return loss, loss

    def keep(self, tensors, about):
        """Where it is; one process of several has only its own rows, and then a new run begins with empty states."""
        about["position"] = str(self.position)
        for name in [name for name in tensors if name.startswith("state.")]:
            del tensors[name]
        if WORLD == 1 and self.state is not None:
            tensors.update(named_state(self.state))


def detached(state):
    return state.detach() if torch.is_tensor(state) else type(state)(detached(part) for part in state)


__STATE__


def write_text(model, about, prompt, length, temperature):
    characters = vocabulary_of(about)
    symbols = [characters.index(c) for c in prompt if c in characters] or [0]
    model.eval()
    with torch.no_grad():
        logits, state = model(torch.tensor(symbols)[:, None])
        for _ in range(length):
            symbol = torch.multinomial(torch.softmax(logits[-1, 0] / temperature, 0), 1)
            prompt += characters[symbol]
            logits, state = model(symbol[None], state)
    print(prompt)
