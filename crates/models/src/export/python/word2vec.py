"""Word vectors (__WHAT__) trained with Nabla, rebuilt in PyTorch.

python nabla-word2vec.py nabla-word2vec.safetensors                compares its predictions with the page's
python nabla-word2vec.py nabla-word2vec.safetensors --like king    the words whose vectors have the greatest cosines
python nabla-word2vec.py nabla-word2vec.safetensors --train text.txt --steps 100 --save more.safetensors
torchrun --nproc_per_node=2 nabla-word2vec.py nabla-word2vec.safetensors --train text.txt    the same by two processes

A line of text.txt is a sentence; words that the vocabulary lacks are left out.
"""
import argparse, ctypes, json, math, os, re, struct, sys

import torch
import torch.distributed as dist
from torch import nn
from torch.nn import functional as F


__MODEL__


def make_model(about):
    return Word2Vec()


def vocabulary_of(tensors):
    """The words, a line each, lie in the file as numbers of letters."""
    return "".join(map(chr, tensors["data.vocabulary"].int().tolist())).split("\n")


def sentences_of(path, vocabulary):
    """The words of each line, as numbers."""
    places = {word: i for i, word in enumerate(vocabulary)}
    for line in open(path, encoding="utf-8-sig"):
        words = re.findall(r"\w+(?:['’.]\w+)*", line.lower())
        words = [word.strip("_").replace("’", "'") for word in words]
        kept = [places[word] for word in words if word in places]
        if kept:
            yield kept


def kept_of(counts, threshold):
    """How likely an occurrence of each word is read, where frequent words are thinned."""
    if threshold <= 0:
        return torch.ones(len(counts))
    ratio = counts / (threshold * counts.sum())
    return (((ratio.sqrt() + 1) / ratio).clamp(max=1)).float()


__OWN__


def like(model, tensors, word):
    vocabulary = vocabulary_of(tensors)
    if word not in vocabulary:
        sys.exit(f"{word!r} is not in the vocabulary")
    vectors = F.normalize(model.input.weight.detach(), dim=1)
    cosines = vectors @ vectors[vocabulary.index(word)]
    for cosine, i in zip(*cosines.topk(min(11, len(vocabulary)))):
        if vocabulary[i] != word:
            print(f"{cosine:.4f} {vocabulary[i]}")
