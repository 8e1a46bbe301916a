"""Chords and scales. A chord is (root pitch class, tuple of pitch classes); progressions give a list of (position in beats, chord) per bar."""
import numpy as np

MAJOR, MINOR = [0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 10]
POP = [[0, 4, 5, 3], [0, 5, 3, 4], [5, 3, 0, 4], [0, 3, 4, 4], [0, 3, 0, 4], [0, 0, 3, 4], [1, 4, 0, 0], [0, 4, 3, 3], [0, 2, 3, 4], [5, 4, 3, 4], [0, 6, 3, 0], [3, 4, 5, 5], [0, 0, 4, 4], [0, 0, 0, 0, 3, 3, 4, 4]]
LOOP = [[0, 0], [0, 3], [0, 4], [5, 3], [0, 6], [0, 1], [0], [3, 4, 0, 0], [0, 5, 3, 4], [5, 4]]
BLUES = [0, 0, 0, 0, 3, 3, 0, 0, 4, 3, 0, 4]
JAZZ = [[1, 4, 0, 0], [1, 4, 0, 5], [0, 5, 1, 4], [2, 5, 1, 4], [0, 3, 2, 5], [1, 4, 2, 5], [0, 0, 1, 4], [3, 6, 0, 0]]
CLASSICAL = [[0, 4, 0, 4], [0, 3, 4, 0], [0, 5, 1, 4], [0, 1, 4, 0], [0, 0, 4, 4, 4, 4, 0, 0], [0, 4, 5, 2, 3, 0, 3, 4]]


def chord(key, scale, degree, seventh, rng):
    tones = [(key + scale[(degree + k) % 7]) % 12 for k in ((0, 2, 4, 6) if seventh else (0, 2, 4))]
    return tones[0], tuple(tones)


def progression(kind, bars, metre, key, rng):
    """List per bar of [(position, chord)], and the scale's pitch classes."""
    scale = MINOR if rng.random() < {"pop": 0.35, "loop": 0.6, "modal": 0.85, "blues": 0.25, "jazz": 0.3, "classical": 0.4}[kind] else MAJOR
    out = []
    half = metre == 4 and rng.random() < {"jazz": 0.35, "classical": 0.3, "pop": 0.2}.get(kind, 0.05)
    slow = rng.random() < {"loop": 0.3, "modal": 0.4, "pop": 0.15}.get(kind, 0.1)
    push = rng.random() < 0.12 and kind in ("pop", "loop")
    while len(out) < bars:
        if kind == "blues":
            row = BLUES if rng.random() < 0.8 else POP[rng.integers(len(POP))]
        elif kind == "modal":
            row = [int(rng.choice([0, 0, 0, 5, 6, 3, 1])) for _ in range(4)]
            row[0] = 0
        else:
            table = {"pop": POP, "loop": LOOP, "jazz": JAZZ, "classical": CLASSICAL}[kind]
            row = table[rng.integers(len(table))]
        if slow:
            row = [d for d in row for _ in range(2)]
        repeats = int(rng.choice([1, 2, 4])) if kind != "blues" else 1
        seventh = kind in ("jazz", "blues") or rng.random() < 0.25
        for _ in range(repeats):
            if half and len(row) % 2 == 0:
                for j in range(0, len(row), 2):
                    a, b = chord(key, scale, row[j], seventh, rng), chord(key, scale, row[j + 1], seventh, rng)
                    out.append([(0, a), (2, b)])
            else:
                for d in row:
                    out.append([(0, chord(key, scale, d, seventh, rng))])
    if push:  # some changes come an eighth early
        for bar in range(1, bars):
            if rng.random() < 0.4 and out[bar][0][1] != out[bar - 1][-1][1]:
                out[bar - 1] = out[bar - 1] + [(metre - 0.5, out[bar][0][1])]
    return out[:bars], [(key + d) % 12 for d in scale]


def chord_at(chords, bar, position):
    return [c for p, c in chords[bar] if p <= position + 1e-6][-1]


def voice_chord(c, low, rng, size=None):
    """Pitches of a chord in close position from about `low` upwards."""
    tones = list(c[1])
    pitches = sorted(low + (t - low) % 12 for t in tones)
    return pitches[:size] if size else pitches


def scale_notes(scale, low, high):
    return [p for p in range(low, high + 1) if p % 12 in scale]


def near(pitch_class, target):
    """The pitch of a class that lies nearest to a target pitch."""
    return int(target + (pitch_class - target + 6) % 12 - 6)
