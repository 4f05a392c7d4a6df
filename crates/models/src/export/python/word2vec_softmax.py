# ---- The check: the most frequent words, and how likely each word is beside them.


def answer(model, tensors, about):
    logits, counts = model(tensors["check.inputs"].long()), tensors["check.targets"]
    return logits, -(counts * F.log_softmax(logits, 1)).sum() / counts.sum()


def show(outputs, wanted, tensors, about):
    words = vocabulary_of(tensors)
    for i in range(min(5, len(outputs))):
        said = []
        for logits in (wanted[i], outputs[i]):
            p, word = torch.softmax(logits, 0).max(0)
            said.append(f"{words[word]!r} {100 * p:.3f} %")
        centre = words[int(tensors["check.inputs"][i])]
        print(f"beside {centre!r} stands   page {said[0]}   PyTorch {said[1]}")


# ---- Batches of centre words, each with how often every word stands beside it. The order is this script's own.


class Lessons:
    def __init__(self, path, tensors, about, how):
        self.how, vocabulary = how, vocabulary_of(tensors)
        self.words = len(vocabulary)
        sentences = list(sentences_of(path, vocabulary))
        tokens = torch.tensor([word for sentence in sentences for word in sentence])
        place = torch.tensor([i for i, sentence in enumerate(sentences) for _ in sentence])
        kept = kept_of(tensors["data.counts"].double(), how["sample"])
        pairs, numbers = [], []
        for distance in range(1, how["window"] + 1):
            is_near = place[distance:] == place[:-distance]
            pair = torch.stack([tokens[distance:][is_near], tokens[:-distance][is_near]])
            share = (how["window"] + 1 - distance) / how["window"] if how["reach"] == "dynamic" else 1.0
            number = share * kept[pair[0]] * kept[pair[1]]
            pairs += [pair, pair.flip(0)]
            numbers += [number, number]
        shape = (self.words, self.words)
        self.counts = torch.sparse_coo_tensor(torch.cat(pairs, 1), torch.cat(numbers), shape).coalesce()
        self.usual = self.counts.values().sum() / self.words  # of a centre, on average

    def rate(self, step):
        return rate_of(self.how, step)

    def losses(self, net, step):
        of_epoch = math.ceil(self.words / self.how["batch"])
        order = torch.randperm(self.words, generator=torch.Generator().manual_seed(step // of_epoch))
        centres = order[step % of_epoch * self.how["batch"] :][: self.how["batch"]]
        counts = self.counts.index_select(0, centres).to_dense()
        own = share_of(len(centres))
        loss = -(counts[own] * F.log_softmax(net(centres[own]), 1)).sum()
        return loss / (self.usual * len(centres)), loss / counts.sum()

    def keep(self, tensors, about):
        pass
