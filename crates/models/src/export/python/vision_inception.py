class Inception(nn.Module):
    """Four branches side by side (Szegedy et al. 2015): 1x1 | 1x1, 3x3 | 1x1, 5x5 | max pool 3x3, 1x1."""

    def __init__(self, inputs, a, b, c, d):
        super().__init__()
        self.a = nn.Conv2d(inputs, a, 1)
        self.b1 = nn.Conv2d(inputs, b[0], 1)
        self.b2 = nn.Conv2d(b[0], b[1], 3, padding=1)
        self.c1 = nn.Conv2d(inputs, c[0], 1)
        self.c2 = nn.Conv2d(c[0], c[1], 5, padding=2)
        self.d = nn.Conv2d(inputs, d, 1)

    def forward(self, x):
        a = F.relu(self.a(x))
        b = F.relu(self.b2(F.relu(self.b1(x))))
        c = F.relu(self.c2(F.relu(self.c1(x))))
        d = F.relu(self.d(F.max_pool2d(x, 3, stride=1, padding=1)))
        return torch.cat([a, b, c, d], 1)


