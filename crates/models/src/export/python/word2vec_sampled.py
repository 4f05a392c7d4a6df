def losses_of(scores, samples):
    """Of the right word, which comes first, against noise; noise that happens to be the right word is passed over."""
    is_noise = samples[:, 1:] != samples[:, :1]
    return F.softplus(-scores[:, 0]) + (F.softplus(scores[:, 1:]) * is_noise).sum(1)


# ---- The check: words of the text in their contexts, with noise.


def answer(model, tensors, about):
    around, samples = tensors["check.inputs"].long(), tensors["check.targets"].long()
    scores = model(around, tensors["check.weights"], samples)
    return scores, losses_of(scores, samples).mean()


def show(outputs, wanted, tensors, about):
    words = vocabulary_of(tensors)
    for i in range(min(5, len(outputs))):
        read = {words[int(w)] for w, weight in zip(tensors["check.inputs"][i], tensors["check.weights"][i]) if weight > 0}
        word = words[int(tensors["check.targets"][i, 0])]
        page, here = (100 * torch.sigmoid(scores[i, 0]) for scores in (wanted, outputs))
        print(f"{word!r} beside {', '.join(sorted(read))}:   page {page:.3f} %   PyTorch {here:.3f} %")


# ---- Batches of words in their contexts, whose gradients are added up, as the page does it on a GPU. On a processor the
# ---- page goes on word by word, each learning from what the ones before have changed. What is drawn is this script's own.


class Lessons:
    def __init__(self, path, tensors, about, how):
        self.how, vocabulary = how, vocabulary_of(tensors)
        self.sentences = list(sentences_of(path, vocabulary))
        self.kept = kept_of(tensors["data.counts"].double(), how["sample"])
        self.noise = tensors["data.counts"].double() ** how["noise_power"]
        self.draws = torch.Generator().manual_seed(int(about["step"]))
        self.read, self.total = int(how["read"]), how["epochs"] * sum(map(len, self.sentences))
        self.next = 0

    def rate(self, step):
        done = min(self.read / max(1, self.total), 1.0)
        return max(self.how["learning_rate"] * (1 - done), self.how["last_rate"])

    def rows(self):
        """Bags of words around, what each weighs, and the word in the middle."""
        bags, weights, middles = [], [], []
        window, bag = self.how["window"], self.how["bag"]
        while len(bags) < self.how["rows"]:
            sentence = self.sentences[self.next]
            self.next = (self.next + 1) % len(self.sentences)
            self.read += len(sentence)
            is_read = torch.rand(len(sentence), generator=self.draws) <= self.kept[sentence]
            words = [word for word, kept in zip(sentence, is_read.tolist()) if kept]
            reaches = torch.randint(1, window + 1, (len(words),), generator=self.draws).tolist()
            for i, word in enumerate(words):
                reach = reaches[i] if self.how["reach"] == "dynamic" else window
                around = words[max(0, i - reach) : i] + words[i + 1 : i + reach + 1]
                for start in range(0, len(around), bag):
                    part = around[start : start + bag]
                    bags.append(part + part[:1] * (bag - len(part)))
                    weights.append([1 / len(part)] * len(part) + [0.0] * (bag - len(part)))
                    middles.append(word)
        rows = self.how["rows"]
        return torch.tensor(bags[:rows]), torch.tensor(weights[:rows]), torch.tensor(middles[:rows])

    def losses(self, net, step):
        around, weights, middles = self.rows()
        rows, negatives = len(middles), self.how["negatives"]
        noise = torch.multinomial(self.noise, rows * negatives, replacement=True, generator=self.draws)
        samples = torch.cat([middles[:, None], noise.reshape(rows, negatives)], 1)
        own = share_of(rows)
        losses = losses_of(net(around[own], weights[own], samples[own]), samples[own]).sum()
        return losses, losses / rows

    def keep(self, tensors, about):
        about["training"] = json.dumps({**json.loads(about["training"]), "read": self.read})
