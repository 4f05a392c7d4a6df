# ---- The file: safetensors, read and written with nothing but the standard library and torch.


def read(path):
    """Tensors by name, and what the file says of itself."""
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    about = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        data = bytearray(raw[8 + size + start : 8 + size + end])
        tensors[name] = torch.frombuffer(data, dtype=torch.float32).reshape(entry["shape"])
    return tensors, about


def write(path, tensors, about):
    header, data = {"__metadata__": about}, []
    place = 0
    for name, tensor in sorted(tensors.items()):
        tensor = tensor.detach().to(torch.float32).contiguous()
        data.append(ctypes.string_at(tensor.data_ptr(), 4 * tensor.numel()))
        end = place + len(data[-1])
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [place, end]}
        place = end
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


# ---- The check: what the page's model made of a few inputs, beside what this one makes of them.


def check(model, tensors, about):
    """Whether all numbers are the page's to 1e-4."""
    model.eval()
    with torch.no_grad():
        outputs, loss = answer(model, tensors, about)
    wanted, shown = tensors["check.outputs"], tensors["check.loss"]
    show(outputs, wanted, tensors, about)
    print(f"loss                 page {shown.item():.6f}   PyTorch {loss.item():.6f}")
    difference = torch.cat([(outputs - wanted).abs().flatten(), (loss - shown).abs().flatten()]).max().item()
    print(f"largest difference   {difference:.2e} (of {wanted.numel()} outputs and the loss)")
    return difference <= 1e-4


# ---- Training goes on from there: alone, or by several processes that torchrun starts, each with its share of a batch.

RANK, WORLD = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))


def share_of(count):
    """Which of `count` rows are this process's."""
    return slice(RANK * count // WORLD, (RANK + 1) * count // WORLD)


def summed(number):
    """The sum over all processes."""
    if WORLD > 1:
        dist.all_reduce(number)
    return number


def rate_of(how, step):
    """The learning rate of a step: constant, falling in a straight line, or as a cosine after a warm-up."""
    warm_up, steps, floor = how.get("warm_up", 0), how.get("steps", 0), how.get("floor", 1.0)
    if step < warm_up:
        return how["learning_rate"] * (step + 1) / warm_up
    done = min((step - warm_up) / steps, 1.0) if steps else 1.0
    if how.get("schedule") == "cosine":
        return how["learning_rate"] * (floor + (1 - floor) * (1 + math.cos(math.pi * done)) / 2)
    if how.get("schedule") == "linear":
        return how["learning_rate"] * (1 - (1 - floor) * done)
    return how["learning_rate"]


def make_optimizer(model, tensors, how):
    """The page's optimiser, with what it remembers of the steps before."""
    own = how["optimizer"]
    named = {name: p for name, p in model.named_parameters() if p.requires_grad}
    if own["name"] == "sgd":
        made = torch.optim.SGD(named.values(), how["learning_rate"], own["momentum"], nesterov=own["nesterov"])
    elif own["name"] == "rmsprop":
        made = torch.optim.RMSprop(
            named.values(), how["learning_rate"], own["alpha"], own["eps"], momentum=own["momentum"]
        )
    else:
        betas, decay = tuple(own["betas"]), own["weight_decay"]
        made = torch.optim.AdamW(named.values(), how["learning_rate"], betas, own["eps"], decay)
    for name, p in named.items():
        start = f"optim.{name}."
        state = {key[len(start) :]: t.clone() for key, t in tensors.items() if key.startswith(start)}
        if state:
            made.state[p] = {"step": torch.tensor(float(own["updates"])), **state}
    return made


def train(model, tensors, about, args):
    how = json.loads(about["training"])
    if WORLD > 1:
        dist.init_process_group("gloo")
    net = nn.parallel.DistributedDataParallel(model, broadcast_buffers=False) if WORLD > 1 else model
    optimizer = make_optimizer(model, tensors, how)
    lessons = Lessons(args.train, tensors, about, how)
    model.train()
    first = int(about["step"])
    for step in range(first, first + args.steps):
        for group in optimizer.param_groups:
            group["lr"] = lessons.rate(step)
        optimizer.zero_grad()
        torch.manual_seed(step)  # every process draws what is dropped for the whole batch, and takes its rows
        lowered, shown = lessons.losses(net, step)  # this process's share of the batch's mean
        (lowered * WORLD).backward()  # processes average their gradients
        if how["clip"]:
            nn.utils.clip_grad_norm_(model.parameters(), how["clip"])
        optimizer.step()
        loss = summed(shown.detach().clone()).item()
        if RANK == 0:
            print(f"step {step + 1}   loss {loss:.6f}", flush=True)
    if args.save and RANK == 0:
        how["optimizer"]["updates"] += args.steps
        about = {**about, "step": str(first + args.steps), "training": json.dumps(how)}
        save(args.save, model, optimizer, tensors, lessons, about)
    if WORLD > 1:
        dist.destroy_process_group()


def save(path, model, optimizer, tensors, lessons, about):
    """The same kind of file, with a check of its own."""
    kept = {name: t for name, t in tensors.items() if not name.startswith("optim.")}
    kept.update({name: t for name, t in model.state_dict().items() if not name.endswith("num_batches_tracked")})
    for name, p in model.named_parameters():
        state = optimizer.state.get(p, {})
        kept.update({f"optim.{name}.{key}": t for key, t in state.items() if key != "step" and torch.is_tensor(t)})
    lessons.keep(kept, about)
    model.eval()
    with torch.no_grad():
        kept["check.outputs"], loss = answer(model, kept, about)
    kept["check.loss"] = loss.reshape(1)
    write(path, kept, about)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("weights", help="the file of weights that came with this script")
    arguments.add_argument("--train", metavar="DATA", help="go on with training on this data: __DATA__")
    arguments.add_argument("--steps", type=int, default=100, help="so many steps")
    arguments.add_argument("--save", metavar="FILE", help="where to, afterwards")
    __OPTIONS__
    args = arguments.parse_args()
    tensors, about = read(args.weights)
    model = make_model(about)
    extra = ("check.", "optim.", "state.", "data.")
    model.load_state_dict({name: t for name, t in tensors.items() if not name.startswith(extra)})
    __USE__
    if args.train:
        return train(model, tensors, about, args)
    sys.exit(0 if check(model, tensors, about) else 1)


if __name__ == "__main__":
    main()
