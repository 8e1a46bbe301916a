"""Composes and renders one excerpt: sound at 22,050 Hz, times of beats and downbeats exact by construction."""
import numpy as np

import rhythm
from harmony import progression, scale_notes, voice_chord
from styles import STYLES
from synth import GM, RATE, electronic_kit, play_kit, tones, voice

NAMES = list(STYLES)
WEIGHTS = np.array([STYLES[n]["w"] for n in NAMES], float)
WEIGHTS /= WEIGHTS.sum()


def draw(rng, table):
    shares = np.array([row[-1] for row in table], float)
    row = table[rng.choice(len(table), p=shares / shares.sum())]
    return row[0] if len(row) == 2 else row[:-1]


# The second set of excerpts: more of what the first models found hard, played more freely and mixed less kindly.
EMPHASIS = {"jazz": 3.0, "classical": 2.0, "swingband": 2.0, "country": 1.6, "ballad": 1.5, "blues": 1.4, "folk": 1.4, "latinjazz": 1.5}
HARD_WEIGHTS = WEIGHTS * [EMPHASIS.get(n, 0.8) for n in NAMES]
HARD_WEIGHTS /= HARD_WEIGHTS.sum()


def tempo_map(style, bpm, beats, metre, rng, hard=False):
    """Seconds at which each beat lies: beats + 1 values."""
    base = 60 / bpm
    kind = style["time"]
    d = np.full(beats, base)
    k = np.arange(beats)
    if kind in ("human", "loose"):
        amount = rng.choice([0.0, 0.003, 0.008, 0.02]) * (2 if kind == "loose" else 1) * (1.7 if hard else 1)
        walk = np.cumsum(rng.standard_normal(beats)) * amount * 0.3
        d *= np.exp(np.clip(walk - np.linspace(0, walk[-1], beats) * rng.random(), -0.12, 0.12))
        d *= 1 + amount * rng.standard_normal(beats)
    elif kind == "rubato" and rng.random() < 0.85:
        phrase = metre * rng.choice([2, 4])
        depth = rng.choice([0.02, 0.05, 0.1, 0.18], p=[0.35, 0.35, 0.2, 0.1])
        d *= 1 + depth * (np.abs(((k + rng.integers(phrase)) % phrase) / phrase - 0.45) * 2 - 0.5)
        d *= np.exp(rng.choice([0.01, 0.03, 0.05], p=[0.5, 0.3, 0.2]) * rng.standard_normal(beats))
        d *= np.exp(np.cumsum(rng.standard_normal(beats)) * 0.006)
        if rng.random() < 0.3:  # one pause on a chord
            at = rng.integers(beats)
            d[at] *= rng.uniform(1.2, 1.8)
    if rng.random() < (0.08 if kind != "machine" else 0.03):  # change of tempo at a bar line
        at = metre * rng.integers(2, max(3, beats // metre))
        d[at:] *= rng.uniform(0.75, 1.3)
    if rng.random() < (0.12 if kind != "machine" else 0.02):  # ritardando or accelerando
        at, n = rng.integers(beats), metre * 2
        d[at:at + n] *= np.linspace(1, rng.uniform(0.85, 1.4), len(d[at:at + n]))
    return np.concatenate([[0], np.cumsum(d)])


class Song:
    """The state of one composition."""

    def __init__(self, rng, seconds, name=None, hard=False):
        self.rng = rng
        self.name = name or NAMES[rng.choice(len(NAMES), p=HARD_WEIGHTS if hard else WEIGHTS)]
        self.style = s = STYLES[self.name]
        tempo = s["tempo"][rng.choice(len(s["tempo"]), p=np.array([t[2] for t in s["tempo"]]) / sum(t[2] for t in s["tempo"]))]
        self.bpm = float(np.clip(rng.normal(tempo[0], tempo[1]), 48, 240))
        self.metre = m = draw(rng, s["metre"])
        self.feel = draw(rng, s["feel"])
        if self.feel == "triplet" and self.bpm > 125:
            self.bpm *= 0.5
        if self.feel == "swing16" and self.bpm > 125:
            self.feel = "swing8"
        ratio = rng.uniform(0.54, 0.68) if self.feel == "swing16" else np.clip(rng.normal(0.65 - max(0, self.bpm - 140) * 0.001, 0.03), 0.54, 0.75)
        self.warp = rhythm.swing_warp(self.feel, ratio)
        self.bars = int(np.ceil((seconds + 2) * self.bpm / 60 / m)) + 2
        self.beat_times = tempo_map(s, self.bpm, self.bars * m, m, rng, hard) + 0.3
        while self.beat_times[-1] < seconds + 60 / self.bpm * m + 1:
            step = self.beat_times[-1] - self.beat_times[-2]
            self.beat_times = np.append(self.beat_times, self.beat_times[-1] + step)
        self.bars = len(self.beat_times) // m
        self.key = int(rng.integers(12))
        self.jitter = 0.0 if s["time"] == "machine" and rng.random() < 0.7 else rng.uniform(0.002, 0.012)
        if hard and self.jitter:
            self.jitter *= rng.uniform(1, 2.2)
        self.chords, self.scale = progression(s["harmony"], self.bars, self.metre, self.key, rng)
        self.events, self.hits, self.channels = [], [], {}
        self.own = {}
        self.sections = self.structure()

    def structure(self):
        """Per bar: (first bar of its section, drums on, bass on, share of comps, lead on, bar index in section, section length)."""
        rng, out = self.rng, []
        while len(out) < self.bars:
            n = int(rng.choice([4, 8, 8, 16, 2])) if self.style["harmony"] != "blues" else 12
            calm = rng.random() < 0.14
            row = (rng.random() < (0.3 if calm else 0.98), rng.random() < (0.6 if calm else 0.95), 0.5 if calm else 1.0, rng.random() < 0.85)
            skip = rng.integers(n) if not out else 0
            out += [(i == 0, *row, i, n) for i in range(skip, n)]
        return out[:self.bars]

    def at(self, bar, position, lag=0.0):
        """Seconds of a position (beats, straight) in a bar, with swing and human spread."""
        p = bar * self.metre + float(self.warp(position))
        t = np.interp(p, np.arange(len(self.beat_times)), self.beat_times)
        return t + lag + (self.rng.normal(0, self.jitter) if self.jitter else 0)

    def channel(self, fluid, program, volume):
        c = next(c for c in range(16) if c not in self.channels and c != 9)
        rng = self.rng
        self.channels[c] = (fluid.font(rng), 0, program, volume, rng.integers(20, 108), rng.choice([0, 20, 40, 80, 120]), rng.choice([0, 0, 20, 60]))
        return c

    def note(self, c, bar, position, length, pitch, velocity, lag=0.0):
        start = self.at(bar, position, lag)
        end = np.interp(bar * self.metre + position + length, np.arange(len(self.beat_times)), self.beat_times)
        self.events.append((start, c, pitch, velocity + self.rng.normal(0, 5), max(0.04, end - start - 0.01)))

    def drums(self):
        rng, m, feel, s = self.rng, self.metre, self.feel, self.style
        k, sn, cy = draw(rng, s["drums"])
        perc = rhythm.percussion(m, feel, rng) if rng.random() < s.get("perc", 0.15) else None
        lag_snare, loop = rng.normal(0, 0.005) if self.jitter else 0, None
        ghost = rng.random() < 0.25
        for bar, (first, on, _, _, _, i, n) in enumerate(self.sections):
            if first or loop is None or (i % 2 == 0 and rng.random() < 0.3):
                kicks = [(p, "kick", v) for p, v in rhythm.kick(k, m, feel, rng)]
                if k == "timp":
                    kicks = [(p, "tom3", v) for p, _, v in kicks]
                cymbals = rhythm.cymbal(cy, m, feel, rng)
                if first and rng.random() < 0.12 and cy not in ("none", "spang"):
                    cymbals = rhythm.cymbal(rng.choice(["eighths", "ride8", "quarters"]), m, feel, rng)
                loop = kicks + rhythm.snare(sn, m, feel, rng) + cymbals
            if perc and (on or rng.random() < 0.5):
                self.hits += [(self.at(bar, p), r, v) for p, r, v in perc]
            if not on:
                continue
            drop = s["harmony"] == "loop" and i == n - 1 and rng.random() < 0.15
            fill = []
            if i == n - 1 and rng.random() < 0.6 or i % 4 == 3 and rng.random() < 0.2:
                if k + sn != "nonenone" and s["time"] != "rubato":
                    fill = rhythm.fill(m, feel, rng.choice([0.5, 1, 1, 2, m]) if m > 2 else 1, rng)
            start = min((p for p, _, _ in fill), default=99)
            for p, role, v in loop:
                if p >= start - 0.01 and role not in ("kick", "pedal") or (drop and p >= m - 1):
                    continue
                if rng.random() < 0.02:
                    continue
                self.hits.append((self.at(bar, p, lag_snare if role in ("snare", "clap", "rim") else 0), role, np.clip(v + rng.normal(0, 6), 10, 127)))
            self.hits += [(self.at(bar, p), r, v) for p, r, v in fill]
            if ghost:
                self.hits += [(self.at(bar, b + q), "hat", 40) for b in range(m) for q in (0.25, 0.75) if rng.random() < 0.15 and feel != "triplet"]
            if i == 0 and cy not in ("none", "shaker16", "pedal24") and rng.random() < 0.5:
                self.hits.append((self.at(bar, 0), "crash", 105))

    def mono_line(self, positions, pitches, c, bar, velocity, length=None):
        for j, p in enumerate(positions):
            end = positions[j + 1] if j + 1 < len(positions) else self.metre
            self.note(c, bar, p, (length or (end - p) * 0.95), pitches[j], velocity + (8 if p == int(p) else 0))


def compose(rng, fluid, kits, seconds, name=None, hard=False):
    """Returns (sound, beats, downbeats, facts)."""
    from parts import add_bass, add_comps, add_lead
    song = Song(rng, seconds, name, hard)
    s = song.style
    song.drums()
    add_bass(song, fluid)
    add_comps(song, fluid)
    vocal = add_lead(song, fluid)
    total = min(song.beat_times[-1], seconds + 60 / song.bpm * song.metre + 0.5)
    kit = int(rng.choice(3, p=np.array(s["kit"], float) / sum(s["kit"])))
    if kit == 0:
        program = rng.choice([0, 0, 0, 8, 16, 24, 25, 32, 40] if s["kit"][2] else [0, 0, 0, 8, 16] if song.name not in ("jazz", "swingband", "country") else [0, 32, 40])
        song.channels[9] = (fluid.font(rng, drums=True), 128, int(program), 115, 64, rng.choice([0, 20, 60]), 0)
        song.events += [(t, 9, int(rng.choice(GM[r])), v, 0.2) for t, r, v in song.hits]
    levels = {k: rng.normal(0, 5.0 if hard else 2.5) for k in ("fluid", "drums", "own", "voice")}
    gain = lambda k, base: 10 ** ((base + levels[k]) / 20)
    rms = lambda x: np.sqrt(np.mean(x * x)) + 1e-9
    mix = fluid.render(song.channels, song.events, total, rng).astype(float) if song.events else np.zeros(int(total * RATE))
    if song.own:
        kinds = {"bass": 1.0, "lead": 0.6, "pad": 0.7, "pluck": 0.7}
        rendered = [(tones(notes, total, rng, kind), kinds[kind]) for kind, notes in song.own.items()]
        own = sum(x / rms(x) * g for x, g in rendered)
        if s.get("pump", 0) > rng.random():
            kicks = np.sort([t for t, r, _ in song.hits if r == "kick"])
            if len(kicks):
                t = np.arange(len(own)) / RATE
                since = t - kicks[np.clip(np.searchsorted(kicks, t, "right") - 1, 0, None)]
                duck = 1 - rng.uniform(0.5, 0.95) * np.exp(-np.clip(since, 0, 9) / rng.uniform(0.08, 0.25))
                own, mix = own * duck, mix * duck
        level = rms(mix) if song.events else 0.1
        mix = mix + own * level * gain("own", -1)
    if kit != 0 and song.hits:
        source = kits[rng.integers(len(kits))] if kit == 1 else electronic_kit(rng)
        drums = play_kit(source, song.hits, total, rng)
        loud = np.percentile(np.abs(drums), 99) + 1e-9
        mix = mix / (np.percentile(np.abs(mix), 99) + 1e-9) + drums / loud * gain("drums", 1.5)
    if vocal:
        x = voice(vocal[0], total, rng, vocal[1])
        mix = mix / (rms(mix)) + x / rms(x) * gain("voice", -1 if not vocal[1] else 0)
    offset = rng.uniform(0.25, 0.3 + 60 / song.bpm * song.metre)
    begin = int(offset * RATE)
    sound = mix[begin:begin + int(seconds * RATE)]
    beats = song.beat_times - offset
    downs = song.beat_times[::song.metre] - offset
    span = len(sound) / RATE
    keep = lambda x: x[(x >= 0) & (x < span)]
    return sound, keep(beats), keep(downs), {"style": song.name, "bpm": song.bpm, "metre": song.metre, "feel": song.feel}
