"""A convolutional network that tells authors by a sentence, trained with Nabla, rebuilt in PyTorch with its bag of words.

python nabla-text-cnn.py nabla-text-cnn.safetensors                compares its predictions with the page's
python nabla-text-cnn.py nabla-text-cnn.safetensors --train sentences.tsv --steps 100 --save more.safetensors
torchrun --nproc_per_node=2 nabla-text-cnn.py nabla-text-cnn.safetensors --train sentences.tsv    by two processes

A line of sentences.tsv has an author (__AUTHORS__), a tab and a sentence.
"""
import argparse, ctypes, json, math, os, re, struct, sys

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F


def rows_of_all(x):
    """How many rows each process has."""
    counts = torch.zeros(WORLD, dtype=torch.long)
    counts[RANK] = len(x)
    return summed(counts).tolist()


__DROPOUT__class Net(nn.Module):
    """Filters of several widths over a sentence, the maximum over time of each, and a linear layer; a bag of words beside."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(__VOCABULARY__, __EMBEDDING__)
__INIT__
        self.dropout = Dropout(__P__)
        self.output = nn.Linear(__FEATURES__, __CLASSES__)
        self.bag = nn.Embedding(__VOCABULARY__, __CLASSES__)  # logistic regression on the words without their order
        self.bag_bias = nn.Parameter(torch.zeros(__CLASSES__))

    def forward(self, symbols):  # [B, T]
        x = self.embedding(symbols).transpose(1, 2)  # [B, D, T]
        maps = [__CONVOLUTIONS__]
        features = torch.cat([F.relu(y).amax(2) for y in maps], 1)
        is_word = (symbols != 0).float()  # 0 stands at a sentence's edges
        weights = is_word / is_word.sum(1, keepdim=True).clamp(min=1).sqrt()
        bag = (self.bag(symbols) * weights[:, :, None]).sum(1) + self.bag_bias
        return self.output(self.dropout(features)), bag  # logits of both: [B, classes]


def make_model(about):
    return Net()


# ---- The check: the first sentences that were held back.


def answer(model, tensors, about):
    net, bag = model(tensors["check.inputs"].long())
    targets = tensors["check.targets"].long()
    losses = [F.cross_entropy(logits, targets) for logits in (net, bag)]
    return torch.cat([net, bag], 1), torch.stack(losses)


def show(outputs, wanted, tensors, about):
    classes, words = json.loads(about["classes"]), json.loads(about["vocabulary"])
    for i in range(min(5, len(outputs))):
        said = []
        for logits in (wanted[i], outputs[i]):
            p, label = torch.softmax(logits[: len(classes)], 0).max(0)
            said.append(f"{classes[label]} {100 * p:.2f} %")
        read = " ".join(words[int(w)] for w in tensors["check.inputs"][i] if w != 0)
        print(f"{read[:60]}:   page {said[0]}   PyTorch {said[1]}")


# ---- Batches of sentences in an order that is new in every epoch. Both learners read the same.


class Lessons:
    def __init__(self, path, tensors, about, how):
        self.how, self.batch = how, how["batch"]
        classes = json.loads(about["classes"])
        places = {symbol: i for i, symbol in enumerate(json.loads(about["vocabulary"]))}
        names = set(json.loads(about["names"]))
        symbols, labels = [], []
        for line in open(path, encoding="utf-8-sig"):
            author, _, sentence = line.rstrip("\n").partition("\t")
            if author not in classes:
                sys.exit(f"{author!r} is not one of {', '.join(classes)}")
            read = [places.get(symbol, 2) for symbol in self.symbols(sentence, names)][: how["length"]]  # 2 is rare
            edge = [0] * how["margin"]
            symbols.append(edge + read + [0] * (how["length"] - len(read)) + edge)
            labels.append(classes.index(author))
        self.inputs, self.labels = torch.tensor(symbols), torch.tensor(labels)

    def symbols(self, sentence, names):
        words = [word.lower().replace("’", "'") for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", sentence)]
        words = ["‹name›" if word in names else word for word in words]
        if self.how["unit"] == "words":
            return words
        return [c for i, word in enumerate(words) for c in ([" "] if i else []) + ([word] if word[0] == "‹" else list(word))]

    def rate(self, step):
        return rate_of(self.how, step)

    def losses(self, net, step):
        of_epoch = math.ceil(len(self.inputs) / self.batch)
        order = torch.randperm(len(self.inputs), generator=torch.Generator().manual_seed(step // of_epoch))
        chosen = order[step % of_epoch * self.batch :][: self.batch]
        own = chosen[share_of(len(chosen))]
        of_net, of_bag = (
            F.cross_entropy(logits, self.labels[own], reduction="sum") / len(chosen) for logits in net(self.inputs[own])
        )
        return of_net + of_bag, of_net  # they share no parameter, so each learns from its own

    def keep(self, tensors, about):
        pass
