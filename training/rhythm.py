"""Patterns of one bar: lists of (position in beats, role, velocity) for drums, of positions for the rest. Grid: 4 or 3 steps to a beat."""
import numpy as np


def steps(metre, feel):
    return 3 if feel == "triplet" else 4


def half(feel):
    """The position of the 'and': an eighth, or the last third of a compound beat."""
    return 2 / 3 if feel == "triplet" else 0.5


def kick(name, m, feel, rng):
    h = half(feel)
    beats = list(range(m))
    if name == "none":
        return []
    if name == "four":
        return [(b, 108) for b in beats]
    if name == "feather":
        return [(b, 40) for b in beats]
    if name == "one" or name == "timp":
        return [(0, 110)]
    if name == "onethree":
        return [(0, 110)] + ([(2, 100)] if m == 4 else []) + ([(2 + h, 90)] if m == 4 and rng.random() < 0.3 else [])
    if name == "sparse":
        return [(0, 110)] + ([(2 + rng.choice([0, h]), 100)] if m == 4 else []) + ([(1 + h, 85)] if rng.random() < 0.3 else [])
    if name == "onedrop":
        return [(2, 112)] if m == 4 else [(1, 112)]
    if name == "rockers":
        return [(0, 105), (2, 105)] + [(b + h, 85) for b in beats if rng.random() < 0.2]
    if name == "thrash":
        return [(b, 112) for b in beats]
    if name == "blast":
        return [(b + q, 100) for b in beats for q in (0, 0.5)]
    if name == "gallop":
        return [(b + q, 100) for b in beats for q in ((0, 0.5, 0.75) if feel != "triplet" else (0, 2 / 3))]
    if name == "double16":
        n = steps(m, feel)
        return [(b + q / n, 96) for b in beats for q in range(n)]
    if name == "samba":
        return [(b + q, 110 if b % 2 else 90) for b in beats for q in (0, 0.75)] if feel != "triplet" else [(b, 100) for b in beats]
    if name == "dnb":
        return [(0, 112), (2.5, 105)] + ([(0.5, 80)] if rng.random() < 0.2 else [])
    if name == "trapkick":
        return [(0, 112)] + [(p, 100) for p in (0.75, 1.5, 1.75, 2.25, 2.5, 3.25, 3.5) if p < m and rng.random() < 0.3]
    if name == "comping":
        return [(b + q, rng.integers(40, 95)) for b in beats for q in (0, h) if rng.random() < 0.2]
    if name == "toms":
        return [(b, 105) for b in beats if rng.random() < 0.6] or [(0, 105)]
    density = {"rock": (0.45, 0.28, 0.06), "funk": (0.35, 0.35, 0.28), "boombap": (0.3, 0.4, 0.25), "riffkick": (0.4, 0.4, 0.35)}[name]
    out = [(0, 112)] if rng.random() < 0.93 else []
    for b in beats:
        if b and rng.random() < density[0] * (1.2 if b == m // 2 else 0.25):
            out.append((b, 104))
        if rng.random() < density[1]:
            out.append((b + h, 98))
        if feel != "triplet":
            for q in (0.25, 0.75):
                if rng.random() < density[2] * (1.2 if q == 0.75 else 0.7):
                    out.append((b + q, 90))
    return out or [(0, 110)]


def snare(name, m, feel, rng):
    h = half(feel)
    back = [1, 3] if m == 4 else ([1] if m == 2 else [int(rng.integers(1, 3))])
    if name == "none":
        return []
    if name == "back":
        return [(b, "snare", 112) for b in back]
    if name == "clapback":
        return [(b, "clap", 110) for b in back] + ([(b, "snare", 100) for b in back] if rng.random() < 0.4 else [])
    if name == "rimback":
        return [(b, "rim", 105) for b in back]
    if name == "half":
        return [(m // 2, "snare", 115)]
    if name == "motown":
        return [(b, "snare", 108) for b in range(m)]
    if name == "onedrop":
        return [(m // 2, "rim" if rng.random() < 0.6 else "snare", 112)] + [(b + q, "rim", 60) for b in range(m) for q in (0.25, 0.5, 0.75) if rng.random() < 0.06]
    if name == "ghost":
        return [(b, "snare", 114) for b in back] + [(b + q, "snare", int(rng.integers(28, 55))) for b in range(m) for q in (0.25, 0.5, 0.75) if rng.random() < 0.25]
    if name == "backdisp":
        return [(1, "snare", 112), (3.5 if m == 4 else 1.5, "snare", 112)]
    if name == "blast":
        return [(b + q, "snare", 105) for b in range(m) for q in (0.25, 0.75)]
    if name == "thrash" or name == "offsnare":
        return [(b + h, "snare", 110) for b in range(m)]
    if name == "train":
        n = steps(m, feel)
        return [(b + q / n, "snare", 108 if (q == 0 and b in back) or (q == n // 2 and b not in back and rng.random() < 0.15) else 58) for b in range(m) for q in range(n)]
    if name == "brush":
        return [(b, "brush", 80 if b in back else 50) for b in range(m)] + [(b + h, "brush", 40) for b in range(m) if rng.random() < 0.5]
    if name == "comping":
        return [(b + q, "snare", int(rng.integers(30, 85))) for b in range(m) for q in (0, h) if rng.random() < 0.15]
    if name == "rimclave":
        return [(p, "rim", 105) for p in ((0, 0.75, 1.5, 2.5, 3) if rng.random() < 0.5 else (0.5, 1, 2, 2.75, 3.5)) if p < m]
    if name == "clave":
        return [(p, "clave", 110) for p in (0, 0.75, 1.5, 2.5, 3) if p < m]
    if name == "timbale":
        return [(p, "timbale", 90) for p in (0, 0.5, 1, 1.25, 1.75, 2.25, 2.75, 3.25, 3.5) if p < m and rng.random() < 0.8]
    if name == "waltz":
        return [(b, "snare" if rng.random() < 0.5 else "pedal", 70) for b in range(1, m)]
    raise KeyError(name)


def cymbal(name, m, feel, rng):
    h = half(feel)
    n = steps(m, feel)
    if name == "none":
        return []
    if name in ("eighths", "ride8", "shaker8"):
        role = {"eighths": "hat", "ride8": "ride", "shaker8": "shaker"}[name]
        inner = [0, 1 / 3, 2 / 3] if feel == "triplet" else [0, 0.5]
        return [(b + q, role, 92 if q == 0 else 72) for b in range(m) for q in inner]
    if name == "quarters":
        return [(b, rng.choice(["hat", "ohat", "ride"]) if b == 0 else "hat", 92) for b in range(m)]
    if name == "crash4":
        return [(b, "crash" if b % 2 == 0 else "ohat", 88) for b in range(m)]
    if name == "sixteenths" or name == "shaker16":
        accents = [95, 60, 80, 60] if rng.random() < 0.7 else [80, 60, 95, 60]
        return [(b + q / n, "hat" if name == "sixteenths" else "shaker", accents[q]) for b in range(m) for q in range(n)]
    if name == "disco16":
        return [(b + q / 4, "ohat" if q == 2 else "hat", [80, 55, 95, 55][q]) for b in range(m) for q in range(4)]
    if name == "offbeat":
        return [(b + h, "hat", 92) for b in range(m)]
    if name == "offopen":
        return [(b + h, "ohat", 98) for b in range(m)] + [(b, "hat", 70) for b in range(m) if rng.random() < 0.8]
    if name in ("shuffle", "hatspang"):
        return [(b + q, "hat" if name == "shuffle" else "ohat", 92 if q == 0 else 70) for b in range(m) for q in (0, h)] if name == "shuffle" or rng.random() < 0.3 else cymbal("spang", m, feel, rng)
    if name == "spang":
        role = "ride"
        out = [(b, role, 92 if b % 2 else 82) for b in range(m)] + [(b + h, role, 66) for b in range(m) if b % 2 == 1 or rng.random() < 0.15]
        return out + [(b, "pedal", 84) for b in range(1, m, 2)]
    if name == "pedal24":
        return [(b, "pedal", 90) for b in range(1, m, 2)]
    if name == "traphat":
        out = []
        for b in range(m):
            div = rng.choice([2, 4, 4, 4, 3, 8], p=[0.1, 0.3, 0.2, 0.2, 0.1, 0.1])
            out += [(b + q / div, "hat", 92 if q == 0 else 70) for q in range(div)]
        return out
    if name == "cowbell":
        return [(p, "cowbell", 104) for b in range(m) for p in ((b, b + 0.5) if b % 2 else (b,))]
    if name == "toms":
        return [(b + q, "tom3", 90) for b in range(m) for q in (0, h)]
    raise KeyError(name)


def percussion(m, feel, rng):
    """A fixed one-bar loop of hand percussion."""
    kind = rng.integers(5)
    n = steps(m, feel)
    if kind == 0:
        return [(b + q / n, "shaker", 88 if q == 0 else 58) for b in range(m) for q in range(n)]
    if kind == 1:
        return [(b, "tamb", 95) for b in range(1, m, 2)] + [(b + q, "tamb", 55) for b in range(m) for q in (0, half(feel)) if rng.random() < 0.7]
    if kind == 2:
        return [(b + p, r, v) for b in range(0, m, 2) for p, r, v in ((0, "conga3", 60), (0.5, "conga1", 50), (1, "conga3", 95), (1.5, "conga2", 90), (1.75, "conga2", 85)) if b + p < m]
    if kind == 3:
        return [(b + q / n, rng.choice(["conga1", "conga2", "conga3"]), int(rng.integers(50, 105))) for b in range(m) for q in range(n) if rng.random() < 0.45]
    return [(b + (0 if rng.random() < 0.5 else half(feel)), rng.choice(["cowbell", "block", "tri"]), 85) for b in range(m) if rng.random() < 0.8]


def fill(m, feel, length, rng):
    n = steps(m, feel)
    div = n if rng.random() < 0.75 else n // 2 if n == 4 else n
    total = max(1, int(length * div))
    order = ["snare", "snare", "tom1", "tom2", "tom3"]
    style = rng.integers(3)
    out = []
    for k in range(total):
        if rng.random() < 0.15 and k:
            continue
        role = "snare" if style == 0 else order[min(4, k * 5 // total)] if style == 1 else rng.choice(order)
        out.append((m - length + k / div, role, int(80 + 30 * k / total)))
    return out


def onsets(m, feel, rng, density, grid=None):
    """A syncopated pattern: positions drawn by metrical weight."""
    n = grid or steps(m, feel)
    weight = {0: 1.0, n // 2: 0.75}
    out = []
    for b in range(m):
        for q in range(n):
            w = weight.get(q, 0.4) * (1.3 if b == 0 and q == 0 else 1.0)
            if rng.random() < density * w:
                out.append(b + q / n)
    return out or [0.0]


def swing_warp(feel, ratio):
    """Maps straight positions to swung ones."""
    if feel == "swing8":
        return lambda p: np.floor(p) + np.interp(p - np.floor(p), [0, 0.5, 1], [0, ratio, 1])
    if feel == "swing16":
        return lambda p: np.floor(2 * p) / 2 + np.interp(2 * p - np.floor(2 * p), [0, 0.5, 1], [0, ratio, 1]) / 2
    return lambda p: p
