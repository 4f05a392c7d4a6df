class Inception(nn.Module):
    """The naive module, without reductions (Szegedy et al. 2015): 1x1 | 3x3 | 5x5 | max pool 3x3."""

    def __init__(self, inputs, a, b, c):
        super().__init__()
        self.a = nn.Conv2d(inputs, a, 1)
        self.b2 = nn.Conv2d(inputs, b, 3, padding=1)
        self.c2 = nn.Conv2d(inputs, c, 5, padding=2)

    def forward(self, x):
        a, b, c = F.relu(self.a(x)), F.relu(self.b2(x)), F.relu(self.c2(x))
        return torch.cat([a, b, c, F.max_pool2d(x, 3, stride=1, padding=1)], 1)


