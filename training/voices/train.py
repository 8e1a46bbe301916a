"""Fits the judge that tells speech from song: logistic regression on what the speech network holds, over two seconds."""

import argparse
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

HIDDEN = 128
REACH = 32
STEP = 8


def reading(path):
    values = np.fromfile(path, np.float32).reshape(-1, 1 + HIDDEN)
    return values[:, 0], values[:, 1:]


def over_a_second(states, reach=REACH):
    """Mean and deviation of every number over the windows around each."""
    padded = np.concatenate([np.zeros((1, HIDDEN)), states.astype(np.float64).cumsum(axis=0)])
    squares = np.concatenate([np.zeros((1, HIDDEN)), (states.astype(np.float64) ** 2).cumsum(axis=0)])
    at = np.arange(len(states))
    low, high = np.maximum(0, at - reach), np.minimum(len(states), at + reach + 1)
    count = (high - low)[:, None]
    mean = (padded[high] - padded[low]) / count
    deviation = np.sqrt(np.maximum(0, (squares[high] - squares[low]) / count - mean**2))
    return np.concatenate([mean, deviation], axis=1)


def moments(path):
    chances, states = reading(path)
    rows = over_a_second(states)[::STEP]
    return rows[chances[::STEP] > 0.5]


def fit(x, y, weight, decay):
    middle, width = x.mean(axis=0), x.std(axis=0) + 1e-3
    z = (x - middle) / width

    def loss(w):
        score = z @ w[:-1] + w[-1]
        error = np.logaddexp(0, -score) * y + np.logaddexp(0, score) * (1 - y)
        slope = (1 / (1 + np.exp(-score)) - y) * weight
        return (error * weight).sum() + decay * (w[:-1] ** 2).sum(), np.append(z.T @ slope + 2 * decay * w[:-1], slope.sum())

    best = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    weights = best[:-1] / width
    return weights, best[-1] - (weights * middle).sum()


def smoothed(scores, voice, around=12):
    """Mean over the moments with a voice around each."""
    kernel = np.ones(2 * around + 1)
    total = np.convolve(scores * voice, kernel)[around : around + len(scores)]
    return total / np.maximum(1e-6, np.convolve(voice, kernel)[around : around + len(scores)])


def data(files):
    """Moments with a voice; 1 for speech. Music counts three times: it is what the judge is for. Both classes weigh the same."""
    x, y, weight = [], [], []
    for file in files:
        rows = moments(file)
        x.append(rows)
        y.append(np.full(len(rows), float(file.name.startswith("talk"))))
        weight.append(np.full(len(rows), 3.0 if file.name.startswith("music") else 1.0))
    x, y, weight = np.concatenate(x), np.concatenate(y), np.concatenate(weight)
    weight = np.where(y == 1, weight / weight[y == 1].sum(), weight / weight[y == 0].sum()) * len(y) / 2
    return x, y, weight


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the states lie")
    parser.add_argument("weights", type=Path, help="file to write")
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.states"))
    held = [f for f in files if not f.name.startswith("music") and int(f.stem.split("_")[1]) % 4 == 0]
    weights, offset = fit(*data([f for f in files if f not in held and not f.name.startswith("music")]), decay=30)
    kept = {"talk": [], "song": []}
    for file in held:
        chances, states = reading(file)
        scores = smoothed(over_a_second(states)[::STEP] @ weights + offset, (chances[::STEP] > 0.35).astype(float))
        kept[file.name[:4]].append(scores[chances[::STEP] > 0.5])
    talk, song = np.concatenate(kept["talk"]), np.concatenate(kept["song"])
    threshold = np.quantile(talk, 0.03)
    print(f"threshold {threshold:.2f}: 97 % of held-out speech is kept, {np.mean(song > threshold):.0%} of held-out song")
    weights, offset = fit(*data(files), decay=30)
    np.append(weights, offset).astype("<f4").tofile(options.weights)
