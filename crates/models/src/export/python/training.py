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
    own, rate = how["optimizer"], how["learning_rate"]
    named = {name: p for name, p in model.named_parameters() if p.requires_grad}
    groups = []
    for name, p in named.items():  # some may learn at another rate
        factor = next((f for start, f in how.get("factors", {}).items() if name.startswith(start)), 1.0)
        groups.append({"params": [p], "factor": factor})
    if own["name"] == "sgd":
        made = torch.optim.SGD(groups, rate, own["momentum"], nesterov=own["nesterov"])
    elif own["name"] == "rmsprop":
        made = torch.optim.RMSprop(groups, rate, own["alpha"], own["eps"], momentum=own["momentum"])
    else:
        made = torch.optim.AdamW(groups, rate, tuple(own["betas"]), own["eps"], own["weight_decay"])
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
            group["lr"] = lessons.rate(step) * group["factor"]
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
        dist.barrier()
        sys.stdout.flush()
        os._exit(0)  # all is written; tidying up, PyTorch 1.13 may wait for a thread of gloo that waits for Python


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
    kept["check.loss"] = loss.flatten()
    write(path, kept, about)


