class Auxiliary(nn.Module):
    """A second, smaller head that is trained too, with a smaller weight."""

    def __init__(self, inputs, side, cells, classes):
        super().__init__()
        self.side = side
        self.conv = nn.Conv2d(inputs, __FILTERS__, 1)
        self.linear = nn.Linear(__FILTERS__ * cells, classes)

    def forward(self, x):
        x = F.relu(self.conv(F.avg_pool2d(x, self.side)))
        return self.linear(torch.flatten(x, 1))


