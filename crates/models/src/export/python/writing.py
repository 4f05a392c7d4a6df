def write(path, tensors, about):
    header, data = {"__metadata__": about}, []
    place = 0
    for name, tensor in sorted(tensors.items()):
        tensor = tensor.detach().to(torch.float32).contiguous()
        data.append(ctypes.string_at(tensor.data_ptr(), 4 * tensor.numel()))
        end = place + len(data[-1])
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [place, end]}
        place = end
    text = json.dumps(header, ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(data))


