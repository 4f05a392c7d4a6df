class Dropout(nn.Module):
    """Dropout that several processes draw alike for the whole batch, and of which each takes its rows."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        if not self.training:
            return x
        counts = rows_of_all(x)
        kept = (torch.rand(sum(counts), *x.shape[1:]) >= self.p).to(x)
        return x * kept[sum(counts[:RANK]) :][: len(x)] / (1 - self.p)


