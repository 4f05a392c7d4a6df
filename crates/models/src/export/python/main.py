def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("weights", help="the file of weights that came with this script")
    __TRAINS__
    __OPTIONS__
    args = arguments.parse_args()
    tensors, about = read(args.weights)
    model = make_model(about)
    extra = ("check.", "optim.", "state.", "data.")
    model.load_state_dict({name: t for name, t in tensors.items() if not name.startswith(extra)})
    __USE__
    __TRAIN__
    sys.exit(0 if check(model, tensors, about) else 1)


if __name__ == "__main__":
    main()
