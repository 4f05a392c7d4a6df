"""A network for images (__WHAT__) trained with Nabla, rebuilt in PyTorch.

python nabla-vision.py nabla-vision.safetensors                compares its predictions with the page's
python nabla-vision.py nabla-vision.safetensors --train FOLDER --steps 100 --save more.safetensors
torchrun --nproc_per_node=2 nabla-vision.py nabla-vision.safetensors --train FOLDER    the same by two processes

FOLDER has images and labels as IDX files, packed or not: train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz,
say. Images are learned from as they are; the page can also move and turn them a little.
"""
import argparse, ctypes, gzip, json, math, os, struct, sys

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F


__CLASSES__class Net(nn.Module):
    def __init__(self):
        super().__init__()
__INIT__

    def forward(self, x):  # x: [B, 1, Y, X]
__FORWARD__


def make_model(about):
    return Net()


# ---- The check: the first images of the page's test part.


def answer(model, tensors, about):
    logits = model(tensors["check.inputs"])__MAIN__
    return logits, F.cross_entropy(logits, tensors["check.targets"].long())


def show(outputs, wanted, tensors, about):
    classes = json.loads(about["classes"])
    for i in range(min(10, len(outputs))):
        said = []
        for logits in (wanted[i], outputs[i]):
            p, label = torch.softmax(logits, 0).max(0)
            said.append(f"{classes[label]} {100 * p:.2f} %")
        truth = classes[int(tensors["check.targets"][i])]
        print(f"image {i}, which is {truth}:   page {said[0]}   PyTorch {said[1]}")


# ---- Batches: images in an order that is new in every epoch.


def idx(path):
    """The numbers of an IDX file."""
    raw = (gzip.open if path.endswith(".gz") else open)(path, "rb").read()
    sizes = struct.unpack(f">{raw[3]}I", raw[4 : 4 + 4 * raw[3]])
    return torch.frombuffer(bytearray(raw[4 + 4 * raw[3] :]), dtype=torch.uint8).reshape(sizes)


def found(folder, word):
    """The file whose name has this word, that of the training part if there are two."""
    names = sorted((name for name in os.listdir(folder) if word in name), key=lambda name: "train" not in name)
    if not names:
        sys.exit(f"there is no file with {word!r} in its name in {folder}")
    return os.path.join(folder, names[0])


class Lessons:
    def __init__(self, path, tensors, about, how):
        pixels = idx(found(path, "images")).float() / 255
        if "data.permutation" in tensors:  # the page gave all pixels another order
            order = tensors["data.permutation"].long()
            pixels = pixels.flatten(1)[:, order].reshape(pixels.shape)
        self.images = ((pixels - how["mean"]) / how["deviation"])[:, None]
        self.labels = idx(found(path, "labels")).long()
        self.how = how
        self.batch, self.weight = how["batch"], how["auxiliary_weight"]

    def rate(self, step):
        return rate_of(self.how, step)

    def losses(self, net, step):
        places = torch.arange(step * self.batch, (step + 1) * self.batch)
        order = {epoch: self.order(epoch) for epoch in set((places // len(self.images)).tolist())}
        chosen = [order[place // len(self.images)][place % len(self.images)] for place in places.tolist()]
        own = torch.stack(chosen)[share_of(self.batch)]
        outputs, labels = net(self.images[own]), self.labels[own]
__LOSSES__

    def order(self, epoch):
        return torch.randperm(len(self.images), generator=torch.Generator().manual_seed(epoch))

    def keep(self, tensors, about):
        pass
