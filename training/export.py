"""Writes weights for the program. export.py WEIGHTS.pt OUT.weights. Batch norms are folded into the layers before them; values become half precision; probabilities are made true again (see POSITIVE)."""
import hashlib
import struct
import sys

import numpy as np
import torch

from features import BANDS
from model import DILATIONS, INPUT_KERNEL, KERNEL, POSITIVE, BeatNet


def folded(conv, norm=None):
    """(taps x inputs x outputs, bias) of a layer and the norm after it."""
    w = conv.weight.detach().double().numpy()
    b = conv.bias.detach().double().numpy() if conv.bias is not None else np.zeros(len(w))
    if norm is not None:
        scale = norm.weight.detach().double().numpy() / np.sqrt(norm.running_var.double().numpy() + norm.eps)
        w, b = w * scale[:, None, None], (b - norm.running_mean.double().numpy()) * scale + norm.bias.detach().double().numpy()
    return w.transpose(2, 1, 0), b


def layers(net):
    yield folded(net.input, net.input_norm)
    yield folded(net.mix)
    for block in net.blocks:
        yield folded(block.conv, block.norm)
        yield folded(block.mix)
    w, b = folded(net.head)
    yield w, b - np.log(POSITIVE)


def load(path):
    state = torch.load(path)
    net = BeatNet(state["mix.weight"].shape[0])
    net.load_state_dict(state)
    return net.eval()


def rounded(net):
    """The same network with folded half-precision weights, as the program has it."""
    other = BeatNet(net.mix.weight.shape[0]).eval()
    for norm in [other.input_norm] + [b.norm for b in other.blocks]:
        norm.running_var.fill_(1 - norm.eps)
    convs = [(other.input, other.input_norm), (other.mix, None)] + [x for b in other.blocks for x in ((b.conv, b.norm), (b.mix, None))] + [(other.head, None)]
    with torch.no_grad():
        for (conv, norm), (w, b) in zip(convs, layers(net)):
            conv.weight.copy_(torch.from_numpy(w.astype(np.float16).astype(np.float32).transpose(2, 1, 0).copy()))
            (norm if norm is not None else conv).bias.copy_(torch.from_numpy(b.astype(np.float16).astype(np.float32)))
    return other


def main():
    net = load(sys.argv[1])
    out = b"MABN" + struct.pack("<6i", 1, BANDS, net.mix.weight.shape[0], INPUT_KERNEL, KERNEL, len(DILATIONS)) + struct.pack(f"<{len(DILATIONS)}i", *DILATIONS)
    for w, b in layers(net):
        out += w.astype("<f2").tobytes() + b.astype("<f2").tobytes()
    with open(sys.argv[2], "wb") as f:
        f.write(out + hashlib.sha256(out).digest())
    print(len(out) + 32, "bytes")


if __name__ == "__main__":
    main()
