class BatchNorm(nn.__NORM__):
    """PyTorch's batch normalisation, by the moments of the whole batch where several processes have a part each."""

    def forward(self, x):
        if not self.training or WORLD == 1:
            return super().forward(x)
        axes, shape = [0] + list(range(2, x.dim())), [1, -1] + [1] * (x.dim() - 2)
        sums = torch.cat([x.sum(axes), (x * x).sum(axes), x.new_tensor([x.numel() / x.shape[1]])])
        sums = all_reduced(sums)
        count = sums[-1].detach()
        mean, square = (sums[:-1] / count).chunk(2)
        variance = square - mean * mean
        with torch.no_grad():
            self.running_mean.lerp_(mean, self.momentum)
            self.running_var.lerp_(variance * count / (count - 1), self.momentum)
        scale = self.weight / torch.sqrt(variance + self.eps)
        return x * scale.reshape(shape) + (self.bias - mean * scale).reshape(shape)


