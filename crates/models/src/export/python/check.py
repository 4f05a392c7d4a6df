# ---- The check: what the page's model made of a few inputs, beside what this one makes of them.


def check(model, tensors, about):
    """Whether all numbers are the page's to 1e-4."""
    model.eval()
    with torch.no_grad():
        outputs, loss = answer(model, tensors, about)
    wanted, shown = tensors["check.outputs"], tensors["check.loss"]
    show(outputs, wanted, tensors, about)
    for page, here in zip(shown.tolist(), loss.flatten().tolist()):
        print(f"loss                 page {page:.6f}   PyTorch {here:.6f}")
    difference = torch.cat([(outputs - wanted).abs().flatten(), (loss.flatten() - shown).abs()]).max().item()
    print(f"largest difference   {difference:.2e} (of {wanted.numel()} outputs and the loss)")
    return difference <= 1e-4


