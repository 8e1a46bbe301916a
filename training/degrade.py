"""What happens to music on its way to a listener: rooms, desks, tape, codecs, crowds."""
import subprocess

import numpy as np
from scipy import signal

from synth import RATE


def equalise(x, rng):
    """Random smooth curve: tilt, shelves and bells, applied in the frequency domain."""
    spectrum = np.fft.rfft(x)
    f = np.maximum(np.fft.rfftfreq(len(x), 1 / RATE), 20)
    octaves = np.log2(f / 1000)
    gain = rng.normal(0, 1.2) * octaves
    for _ in range(rng.integers(0, 4)):
        gain += rng.normal(0, 5) * np.exp(-0.5 * ((octaves - rng.uniform(-5, 3)) / rng.uniform(0.3, 1.5)) ** 2)
    if rng.random() < 0.25:  # no deep bass: small speakers, old records
        gain -= 12 * np.maximum(0, np.log2(rng.uniform(80, 250) / f))
    if rng.random() < 0.3:  # no treble: old records, telephones, low bit rates
        gain -= 18 * np.maximum(0, np.log2(f / rng.uniform(2500, 8000)))
    return np.fft.irfft(spectrum * 10 ** (np.clip(gain, -60, 20) / 20), len(x))


def room(x, rng):
    length = rng.uniform(0.1, 1.8)
    t = np.arange(int(length * RATE)) / RATE
    ir = rng.standard_normal(len(t)) * np.exp(-t / (length / 6.9))
    ir = signal.sosfilt(signal.butter(1, rng.uniform(1500, 8000) / (RATE / 2), output="sos"), ir)
    wet = signal.fftconvolve(x, ir)[:len(x)]
    return x + wet * rng.uniform(0.05, 0.6) * np.std(x) / (np.std(wet) + 1e-9)


def compress(x, rng):
    block = 110
    n = len(x) // block
    level = np.sqrt(np.mean(x[:n * block].reshape(n, block) ** 2, axis=1)) + 1e-6
    smooth = np.empty(n)
    state, release = level[0], np.exp(-block / RATE / rng.uniform(0.05, 0.4))
    for i in range(n):
        state = max(level[i], release * state + (1 - release) * level[i])
        smooth[i] = state
    threshold = np.median(smooth) * rng.uniform(0.3, 1)
    gain = np.minimum(1, (smooth / threshold) ** (1 / rng.uniform(1.5, 8) - 1))
    return x * np.interp(np.arange(len(x)), (np.arange(n) + 0.5) * block, gain)


def noise(x, rng):
    kind = rng.integers(4)
    n = len(x)
    y = rng.standard_normal(n)
    if kind == 1:  # pink
        f = np.maximum(np.fft.rfftfreq(n, 1 / RATE), 20)
        y = np.fft.irfft(np.fft.rfft(y) / np.sqrt(f), n)
    elif kind == 2:  # crackle
        y = np.where(rng.random(n) < rng.uniform(2, 30) / RATE, rng.standard_normal(n) * 30, 0.05 * y)
        y = signal.lfilter([1], [1, -0.5], y)
    elif kind == 3:  # crowd: noise of voices that swells, and claps
        y = signal.sosfilt(signal.butter(2, [300 / (RATE / 2), 3500 / (RATE / 2)], "band", output="sos"), y)
        swell = np.interp(np.arange(n), np.linspace(0, n, 40), np.exp(rng.normal(0, 0.6, 40)))
        y = y * swell
        claps = np.zeros(n)
        claps[rng.integers(0, n, int(n / RATE * rng.uniform(5, 60)))] = rng.exponential(1, int(n / RATE * 60))[0]
        y += np.std(y) * 4 * signal.lfilter([1], [1, -0.95], claps) * rng.standard_normal(n)
    snr = rng.uniform(8, 35)
    return x + y / (np.std(y) + 1e-9) * np.std(x) * 10 ** (-snr / 20)


def codec(x, rng):
    name, args, form = [("libmp3lame", ["-b:a", "%dk" % rng.choice([32, 48, 64, 96, 128])], "mp3"), ("aac", ["-b:a", "%dk" % rng.choice([24, 32, 48, 64])], "mp4"),
                        ("libopus", ["-b:a", "%dk" % rng.choice([16, 24, 32, 48])], "ogg")][rng.integers(3)]
    flags = ["-movflags", "frag_keyframe+empty_moov"] if form == "mp4" else []
    base = ["ffmpeg", "-v", "error", "-nostdin"]
    coded = subprocess.run(base + ["-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", "-", "-c:a", name, *args, *flags, "-f", form, "-"],
                           input=x.astype(np.float32).tobytes(), capture_output=True, env={"PATH": "/usr/bin:/bin"}).stdout
    raw = subprocess.run(base + ["-i", "-", "-f", "f32le", "-ar", str(RATE), "-ac", "1", "-"], input=coded, capture_output=True).stdout
    y = np.frombuffer(raw, np.float32).astype(float)
    if len(y) < len(x) * 0.9:
        return x
    y = np.pad(y, (0, max(0, len(x) + 4096 - len(y))))
    # Streams lose the container's word about encoder delay, so it is measured.
    n = min(len(x), 6 * RATE)
    lag = int(np.argmax(signal.correlate(y[:n + 4096], x[:n], "valid", method="fft")))
    return y[lag:lag + len(x)]


def degrade(x, rng, old=0.0):
    """The same music as it may be met."""
    x = x / (np.std(x) + 1e-9)
    if rng.random() < 0.35:
        x = room(x, rng)
    if rng.random() < 0.75 or old:
        x = equalise(x, rng)
    x = x / (np.std(x) + 1e-9)
    if rng.random() < 0.5:
        x = compress(x, rng)
    if rng.random() < 0.35:
        x = np.tanh(x / np.std(x) * rng.uniform(0.3, 1.5))
    if rng.random() < 0.25 + old:
        x = noise(x, rng)
    x = x / (np.abs(x).max() + 1e-9) * rng.uniform(0.3, 1)
    if rng.random() < 0.15:
        x = np.clip(x * rng.uniform(1, 2.5), -1, 1)
    if rng.random() < 0.35:
        x = codec(x, rng)
    return x * 10 ** (rng.uniform(-18, 0) / 20)
