def average(x, size, stride, padding):
    """The mean of each window, of the cells that it sees; PyTorch's own pads both sides alike."""
    ones = F.pad(torch.ones_like(x[:1, :1]), padding)
    return F.avg_pool2d(F.pad(x, padding), size, stride) / F.avg_pool2d(ones, size, stride)


