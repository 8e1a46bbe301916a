"""Writes what the program's tests expect of the shipped weights. golden.py WEIGHTS.pt OUT.golden: levels of every 100th frame, then beat and downbeat of all, float32."""
import sys

import numpy as np
import torch

from export import load, rounded
from features import RATE, log_mel

SECONDS = 20


def signal():
    """Kicks twice a second, a louder one with a chord every fourth, and noise; GoldenSignal in the tests is the same."""
    n = SECONDS * RATE
    state, x = 12345, np.zeros(n)
    for i in range(n):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        x[i] = 0.02 * (state / 0x7FFFFFFF - 0.5)
    t = np.arange(4000) / RATE
    for k in range(2 * SECONDS - 1):
        at = k * RATE // 2
        x[at:at + 4000] += (0.7 if k % 4 == 0 else 0.4) * np.sin(2 * np.pi * 60 * t) * np.exp(-20 * t)
        if k % 4 == 0:
            x[at:at + 4000] += 0.2 * np.sin(2 * np.pi * (330 if k % 8 else 440) * t) * np.exp(-5 * t)
    return x.astype(np.float32)


def main():
    levels = log_mel(signal())
    with torch.no_grad():
        logits, _ = rounded(load(sys.argv[1]))(torch.from_numpy(levels.T[None].copy()))
    beats = torch.sigmoid(logits)[0].numpy()
    np.concatenate([levels[::100].ravel(), beats.ravel()]).astype("<f4").tofile(sys.argv[2])
    print(levels.shape, beats.max(1), beats.mean(1))


if __name__ == "__main__":
    main()
