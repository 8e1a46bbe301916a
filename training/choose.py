"""Scores weights on variants of the validation excerpts (tempo and pitch a little changed), so that a choice hangs less on single excerpts. choose.py MEDIA WEIGHTS..."""
import sys

import numpy as np
import torch

from evaluate import excerpt, line_of, load_media, scores
from export import load

VARIANTS = ((1.0, 0), (0.94, 1), (1.06, -1), (0.97, -2), (1.03, 2))  # slower than 1, bands up


def variant(item, stretch, shift):
    x, beats, downs = item[:3]
    where = np.arange(int((len(x) - 1) * stretch)) / stretch
    low = where.astype(int)
    share = (where - low)[:, None].astype(np.float32)
    y = np.roll(x[low] * (1 - share) + x[low + 1] * share, shift, axis=1)
    if shift:
        y[:, :shift] = y[:, shift:shift + 1] if shift > 0 else y[:, :shift]
        if shift < 0:
            y[:, shift:] = y[:, shift - 1:shift]
    return y, beats * stretch, downs * stretch, item[3]


def main():
    torch.set_num_threads(1)
    media = [m for m in load_media(sys.argv[1], "validation") if excerpt(m[3])]
    for path in sys.argv[2:]:
        net = load(path)
        print(path, line_of([scores(net, variant(m, *v)) for m in media for v in VARIANTS]), flush=True)


if __name__ == "__main__":
    main()
