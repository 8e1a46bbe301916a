"""The flux activation that the network is compared with: SpectralFrontEnd and BeatActivation of the C# sources (barpointer-1), 100.2 frames a second."""
import numpy as np

from features import HANN, MEL, RATE, WINDOW

HOP = 110
FPS = RATE / HOP
EDGES = (150, 500, 2000)


def flux_activation(x):
    x = np.asarray(x, np.float32)
    frames = -(-len(x) // HOP)
    padded = np.concatenate([np.zeros(WINDOW // 2, np.float32), x, np.zeros(WINDOW + HOP, np.float32)])
    power = np.abs(np.fft.rfft(padded[np.arange(frames)[:, None] * HOP + np.arange(WINDOW)[None]] * HANN, axis=1)) ** 2
    level = np.log1p(1000 * np.sqrt(power @ MEL.T))
    guarded = np.pad(level, ((0, 0), (1, 1)), constant_values=-np.inf)
    reference = np.maximum(np.maximum(guarded[:, :-2], guarded[:, 1:-1]), guarded[:, 2:])
    rise = np.zeros_like(level)
    rise[2:] = np.maximum(0, level[2:] - reference[:-2])
    centre = (MEL * np.arange(MEL.shape[1])).sum(1) / MEL.sum(1) * RATE / WINDOW
    starts = [0] + [int(np.argmax(centre >= e)) for e in EDGES] + [len(centre)]
    total = np.zeros(frames)
    window = np.ones(2 * round(0.5 * FPS) + 1)
    counts = np.convolve(np.ones(frames), window, "same")
    for a, b in zip(starts, starts[1:]):
        g = rise[:, a:b].mean(1)
        g = np.maximum(0, g - np.convolve(g, window, "same") / counts)
        total += g / max(np.sqrt(np.mean(g * g)), 1e-9)
    whole = np.sqrt(np.mean(total ** 2))
    wide = np.ones(2 * int(4 * FPS) + 1)
    full = lambda y: np.convolve(y, wide)[len(wide) // 2:len(wide) // 2 + frames]
    local = np.sqrt(np.maximum(0, full(total ** 2)) / full(np.ones(frames)))
    return (total / (total + 2 * (0.5 * local + 0.5 * whole) + 1e-12)).astype(np.float32)
