"""Log-mel levels at 11,025 Hz, by the definition of SpectralFrontEnd, LaneFft and MelBands in the C# sources: 80 bands, 50.1 frames a second."""
import numpy as np
from scipy import signal

RATE, HOP, WINDOW, BANDS = 11025, 220, 512, 80
FPS = RATE / HOP


def _mel(hz):
    return np.where(hz < 1000, hz * 3 / 200, 15 + 27 * np.log(np.maximum(hz, 1) / 1000) / np.log(6.4))


def _hz(mel):
    return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))


def mel_matrix(bands=BANDS, low_hz=27.0, high_hz=5500.0):
    bin_hz = RATE / WINDOW
    low, high = _mel(np.array(low_hz)), _mel(np.array(high_hz))
    edges = _hz(low + (high - low) / (bands + 1) * np.arange(bands + 2))
    out = np.zeros((bands, WINDOW // 2 + 1), np.float32)
    for b in range(bands):
        left, centre, right = edges[b:b + 3]
        k = np.arange(int(np.ceil(left / bin_hz)), min(int(right // bin_hz), WINDOW // 2) + 1)
        w = np.maximum(0, np.minimum((k * bin_hz - left) / (centre - left), (right - k * bin_hz) / (right - centre))) * 2 / (right - left) * bin_hz
        if w.sum() <= 0.25 * 2 * bin_hz / (right - left):
            k, w = np.array([min(int(np.rint(centre / bin_hz)), WINDOW // 2)]), np.array([1.0])
        out[b, k] = w
    return out


MEL = mel_matrix()
HANN = ((1 - np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)) / WINDOW).astype(np.float32)


def log_mel(x):
    """Frames x bands; frame i is centred on sample i * HOP."""
    x = np.asarray(x, np.float32)
    frames = -(-len(x) // HOP)
    padded = np.concatenate([np.zeros(WINDOW // 2, np.float32), x, np.zeros(WINDOW + HOP, np.float32)])
    index = np.arange(frames)[:, None] * HOP + np.arange(WINDOW)[None]
    power = np.abs(np.fft.rfft(padded[index] * HANN, axis=1)) ** 2
    return np.log1p(1000 * np.sqrt(power @ MEL.T)).astype(np.float32)


def from_22050(x):
    """11,025 Hz from 22,050 Hz."""
    return signal.resample_poly(x, 1, 2)
