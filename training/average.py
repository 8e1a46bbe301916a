"""Averages weights of one training run at several moments. average.py OUT.pt WEIGHTS.pt..."""
import sys

import torch


def main():
    states = [torch.load(path) for path in sys.argv[2:]]
    first = states[0]
    torch.save({k: sum(s[k] for s in states) / len(states) if v.dtype.is_floating_point else v for k, v in first.items()}, sys.argv[1])


if __name__ == "__main__":
    main()
