"""Rooms, noises and music around a voice."""

import numpy as np
from scipy.signal import fftconvolve, lfilter

RATE = 16000


def room(samples, rng):
    seconds = rng.uniform(0.08, 0.7)
    tail = rng.standard_normal(int(seconds * RATE)) * np.exp(-6.9 * np.arange(int(seconds * RATE)) / RATE / seconds)
    tail[0] = rng.uniform(1, 8)
    wet = fftconvolve(samples, tail)[: len(samples)]
    return wet / (np.abs(wet).max() + 1e-9) * 0.5


def noise(length, rng):
    white = rng.standard_normal(length)
    kind = rng.integers(3)
    if kind == 0:
        return white
    if kind == 1:
        return lfilter([1], [1, -0.97], white)
    knots = np.arange(0, length + 8000, 8000)
    gusts = np.interp(np.arange(length), knots, rng.uniform(0.2, 1, len(knots)))
    return gusts * lfilter([1], [1, -0.8], white)


def add(samples, other, below):
    """Another sound, so many decibels below."""
    gain = np.sqrt((samples**2).mean() / ((other**2).mean() + 1e-12)) * 10 ** (-below / 20)
    return samples + gain * other


def stretch_of(sound, length, rng):
    if len(sound) < length:
        sound = np.tile(sound, length // len(sound) + 1)
    start = rng.integers(0, len(sound) - length + 1)
    return sound[start : start + length]


def surround(samples, musics, rng, kind=None):
    """One of: as it is, a room, noise, music below or as loud."""
    kind = rng.choice(["clean", "noise", "music"], p=[0.25, 0.2, 0.55]) if kind is None else kind
    if rng.random() < 0.5:
        samples = room(samples, rng)
    if kind == "noise":
        samples = add(samples, noise(len(samples), rng), rng.uniform(0, 20))
    elif kind == "music":
        samples = add(samples, stretch_of(musics[rng.integers(len(musics))], len(samples), rng), rng.uniform(-2, 14))
    return (samples / (np.abs(samples).max() + 1e-9) * 10 ** (rng.uniform(-18, -1) / 20)).astype(np.float32)
