"""Ten training steps of the networks for images in PyTorch, with Nabla's names and layouts."""

import torch
import torch.nn.functional as F

from values import Source, number, tensor, tensors

STEPS, BATCH, CLASSES = 10, 6, 4


def flat(x):
    """[B,C,Y,X] -> rows as Nabla has them: [B, Y·X·C]."""
    return x.permute(0, 2, 3, 1).flatten(1)


class Cnn(torch.nn.Module):
    """conv -> relu -> pool -> conv -> relu -> pool -> linear."""

    def __init__(self, image, channels, filters):
        super().__init__()
        self.conv1 = torch.nn.Conv2d(channels, filters[0], 3, padding=1)
        self.conv2 = torch.nn.Conv2d(filters[0], filters[1], 3, padding=1)
        self.output = torch.nn.Linear(image[0] // 4 * (image[1] // 4) * filters[1], CLASSES)

    def forward(self, x):
        x = F.max_pool2d(self.conv1(x).relu(), 2)
        x = F.max_pool2d(self.conv2(x).relu(), 2)
        return self.output(flat(x))

    def named(self):
        return {**conv("conv1", self.conv1), **conv("conv2", self.conv2), **linear("output", self.output)}


class GoogLeNet(torch.nn.Module):
    """conv -> batch norm -> relu -> LRN -> pool -> Inception -> global average -> linear; no dropout."""

    def __init__(self, channels, stem, a, b, c, d):
        super().__init__()
        self.conv = torch.nn.Conv2d(channels, stem, 3, padding=1)
        self.norm = torch.nn.BatchNorm2d(stem)
        self.a = torch.nn.Conv2d(stem, a, 1)
        self.b1 = torch.nn.Conv2d(stem, b[0], 1)
        self.b2 = torch.nn.Conv2d(b[0], b[1], 3, padding=1)
        self.c1 = torch.nn.Conv2d(stem, c[0], 1)
        self.c2 = torch.nn.Conv2d(c[0], c[1], 5, padding=2)
        self.d = torch.nn.Conv2d(stem, d, 1)
        self.output = torch.nn.Linear(a + b[1] + c[1] + d, CLASSES)

    def forward(self, x):
        x = F.local_response_norm(self.norm(self.conv(x)).relu(), 5, 1e-4, 0.75, 1.0)
        x = F.max_pool2d(x, 3, 2, 1)
        a = self.a(x).relu()
        b = self.b2(self.b1(x).relu()).relu()
        c = self.c2(self.c1(x).relu()).relu()
        d = self.d(F.max_pool2d(x, 3, 1, 1)).relu()
        return self.output(torch.cat((a, b, c, d), 1).mean((2, 3)))

    def named(self):
        named = conv("conv", self.conv)
        named.update({"norm.scale": (self.norm.weight, None), "norm.shift": (self.norm.bias, None)})
        for branch in ("a", "b1", "b2", "c1", "c2", "d"):
            named.update(conv(f"inception.{branch}", getattr(self, branch)))
        return {**named, **linear("output", self.output)}


# {Nabla's name: (parameter, the order of its dimensions in Nabla)}
def conv(name, layer):
    return {f"{name}.W": (layer.weight, (2, 3, 1, 0)), f"{name}.b": (layer.bias, None)}


def linear(name, layer):
    return {f"{name}.W": (layer.weight, (1, 0)), f"{name}.b": (layer.bias, None)}


def in_nabla(named, of):
    return {name: of(p).permute(order) if order else of(p) for name, (p, order) in named.items()}


def start(model, source):
    """Parameters around PyTorch's own scale, exact in float32."""
    with torch.no_grad():
        for name, (p, _) in model.named().items():
            fan = p[0].numel() if p.dim() > 1 else 4
            p.copy_(source.normal(*p.shape, scale=fan**-0.5) + (1.0 if name == "norm.scale" else 0.0))
            p.copy_(p.float().double())


def train(model, images, classes, run):
    # Not Adam where a bias stands before a batch normalisation: it would turn that gradient's rounding into steps.
    if run["optimizer"] == "adam":
        optimizer = torch.optim.Adam(model.parameters(), lr=run["learningRate"])
    else:
        optimizer = torch.optim.SGD(model.parameters(), lr=run["learningRate"], momentum=run["momentum"])
    losses, first = [], None
    for step in range(STEPS):
        k = step % len(images)
        loss = F.cross_entropy(model(images[k].permute(0, 3, 1, 2)), classes[k])
        optimizer.zero_grad()
        loss.backward()
        first = first or {name: g.clone() for name, g in in_nabla(model.named(), lambda p: p.grad).items()}
        losses.append(float(loss))
        optimizer.step()
    return losses, first


def record(name, make, image, channels, settings, run, source):
    model = make().double()
    start(model, source)
    parameters = {name: p.clone() for name, p in in_nabla(model.named(), lambda p: p.detach()).items()}
    images = [source.normal(BATCH, *image, channels) for _ in range(2)]
    classes = [source.ids(CLASSES, BATCH) for _ in range(2)]
    single = make()
    single.load_state_dict(model.state_dict())
    losses, gradients = train(model, images, classes, run)
    rounded, _ = train(single.float(), [x.float() for x in images], classes, run)
    worst = max(abs(s - d) / d for s, d in zip(rounded, losses))
    print(f"  {name}: loss {losses[0]:.4f} -> {losses[-1]:.4f}, float32 differs by {worst:.1e}")
    assert worst < 1e-5, "these settings amplify rounding: choose gentler ones"
    model.eval()
    made = {
        "name": name,
        "image": list(image),
        "channels": channels,
        "classes": CLASSES,
        **settings,
        **run,
        "images": [tensor(x) for x in images],
        "targets": [tensor(x) for x in classes],
        "parameters": tensors(parameters),
        "gradients": tensors(gradients),
        "losses": [number(x) for x in losses],
        "prediction": tensor(model(images[0].permute(0, 3, 1, 2))),
    }
    if isinstance(model, GoogLeNet):
        made["running"] = tensor(torch.stack((model.norm.running_mean, model.norm.running_var)))
    return made


def models():
    adam = {"optimizer": "adam", "learningRate": 0.01, "momentum": 0.0}
    sgd = {"optimizer": "sgd", "learningRate": 0.1, "momentum": 0.9}
    cnn = {"filters": [3, 5]}
    google = {"stem": 5, "a": 3, "b": [2, 4], "c": [3, 2], "d": 3}
    return [
        record("cnn", lambda: Cnn((9, 12), 2, cnn["filters"]), (9, 12), 2, cnn, adam, Source(31)),
        record("googlenet", lambda: GoogLeNet(2, *google.values()), (8, 9), 2, google, sgd, Source(32)),
    ]
