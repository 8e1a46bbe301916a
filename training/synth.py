"""Sound sources: libfluidsynth through ctypes, sampled drum kits (hydrogen-drumkits), and drums, basses, leads and voices of our own."""
import ctypes
import glob
import os
import re
import subprocess

import numpy as np
from scipy import signal

RATE = 22050
V = ctypes.c_void_p
SOUNDFONTS = [  # path, weight for melodic parts, weight for drums
    ("/usr/share/sounds/sf2/FluidR3_GM.sf2", 3, 3),
    ("/usr/share/sounds/sf2/TimGM6mb.sf2", 2, 2),
    ("/usr/share/sounds/sf3/MuseScore_General_Full.sf3", 3, 3),
    ("/usr/share/sounds/sf2/OPL-3_FM_128M.sf2", 0.6, 0.5),
    ("/usr/share/sounds/sf2/sf_GMbank.sf2", 1, 1),
    ("/usr/share/sounds/sf2/Black_Pearl_4_LV2.sf2", 0, 2.5),
    ("/usr/share/sounds/sf2/Red_Zeppelin_4_LV2.sf2", 0, 2.5),
]
GM = {"kick": [36, 35], "snare": [38, 40], "rim": [37], "clap": [39], "hat": [42], "pedal": [44], "ohat": [46], "ride": [51, 59], "bell": [53], "crash": [49, 57],
      "tom1": [50, 48], "tom2": [47, 45], "tom3": [43, 41], "tamb": [54], "cowbell": [56], "shaker": [70, 82], "conga1": [63], "conga2": [64], "conga3": [62],
      "clave": [75], "block": [76], "tri": [81], "timbale": [65, 66], "brush": [38]}


class Fluid:
    """One synthesizer with all soundfonts loaded."""

    def __init__(self, fonts=SOUNDFONTS):
        self.lib = lib = ctypes.CDLL("libfluidsynth.so.3")
        lib.new_fluid_settings.restype = lib.new_fluid_synth.restype = V
        log = ctypes.CFUNCTYPE(None, ctypes.c_int, ctypes.c_char_p, V)(lambda *_: None)
        self._log = log
        for level in range(5):
            lib.fluid_set_log_function(level, log, V(0))
        settings = lib.new_fluid_settings()
        lib.fluid_settings_setnum(V(settings), b"synth.sample-rate", ctypes.c_double(RATE))
        lib.fluid_settings_setnum(V(settings), b"synth.gain", ctypes.c_double(0.3))
        lib.fluid_settings_setint(V(settings), b"synth.polyphony", 128)
        self.synth = V(lib.new_fluid_synth(V(settings)))
        self.fonts = []
        for path, melodic, drums in fonts:
            if os.path.exists(path):
                ident = lib.fluid_synth_sfload(self.synth, path.encode(), 0)
                if ident >= 0:
                    self.fonts.append((ident, melodic, drums))

    def font(self, rng, drums=False):
        weight = np.array([f[2 if drums else 1] for f in self.fonts], float)
        return self.fonts[rng.choice(len(weight), p=weight / weight.sum())][0]

    def render(self, channels, events, seconds, rng):
        """channels: {channel: (font, bank, program, volume, pan, reverb, chorus)}; events: (time, channel, pitch, velocity, duration)."""
        lib, synth = self.lib, self.synth
        lib.fluid_synth_system_reset(synth)
        lib.fluid_synth_set_reverb(synth, *[ctypes.c_double(x) for x in (rng.uniform(0.1, 0.9), rng.uniform(0, 0.8), rng.uniform(0.3, 1), rng.uniform(0.2, 0.9))])
        for c, (font, bank, program, volume, pan, reverb, chorus) in channels.items():
            lib.fluid_synth_program_select(synth, c, font, bank, program)
            for cc, value in ((7, volume), (10, pan), (91, reverb), (93, chorus)):
                lib.fluid_synth_cc(synth, c, cc, int(value))
        queue = []
        for t, c, pitch, vel, dur in events:
            start = int(max(0.0, t) * RATE)
            queue.append((start, 1, c, int(pitch), int(np.clip(vel, 1, 127))))
            queue.append((start + max(int(dur * RATE), 256), 0, c, int(pitch), 0))
        queue.sort()
        total = int(seconds * RATE)
        left, right = np.zeros(total, np.float32), np.zeros(total, np.float32)
        at = 0
        for sample, on, c, pitch, vel in queue:
            if sample >= total:
                break
            if sample - at >= 64:  # the synthesizer works in blocks of 64
                lib.fluid_synth_write_float(synth, sample - at, V(left.ctypes.data + 4 * at), 0, 1, V(right.ctypes.data + 4 * at), 0, 1)
                at = sample
            if on:
                lib.fluid_synth_noteon(synth, c, pitch, vel)
            else:
                lib.fluid_synth_noteoff(synth, c, pitch)
        if at < total:
            lib.fluid_synth_write_float(synth, total - at, V(left.ctypes.data + 4 * at), 0, 1, V(right.ctypes.data + 4 * at), 0, 1)
        # What is left of the last block would begin the next piece.
        rest = np.zeros(64, np.float32)
        lib.fluid_synth_write_float(synth, -total % 64, V(rest.ctypes.data), 0, 1, V(rest.ctypes.data), 0, 1)
        mix = rng.random()
        return (left + right) / 2 if mix < 0.9 else (left if mix < 0.95 else right)


KIT_ROLES = [("rim", r"rim|stick|sidestick"), ("clap", r"clap|hand"), ("kick", r"kick|bass|bd|kik"), ("snare", r"snare|sn[-_0-9]|snr|sd[-_0-9]"), ("ohat", r"(hat|hh).*open|open.*(hat|hh)|ohh"),
             ("hat", r"hat|hh"), ("ride", r"ride"), ("crash", r"crash|splash|china"), ("tom", r"tom"), ("shaker", r"shake|tamb|maraca|cabasa"), ("conga", r"conga|bongo|djemb|perc")]


def load_kits(cache):
    """Sampled kits: list of {role: [samples]}; decoded once, kept in `cache`."""
    path = os.path.join(cache, "kits.npy")
    if os.path.exists(path):
        return list(np.load(path, allow_pickle=True))
    kits = []
    for folder in sorted(glob.glob("/usr/share/hydrogen/data/drumkits/*")):
        kit = {}
        for name in sorted(os.listdir(folder)):
            if not name.lower().endswith((".wav", ".flac")):
                continue
            role = next((r for r, pattern in KIT_ROLES if re.search(pattern, name.lower())), None)
            if role is None or len(kit.get(role, [])) >= 8:
                continue
            raw = subprocess.run(["ffmpeg", "-v", "error", "-t", "2", "-i", os.path.join(folder, name), "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"], capture_output=True).stdout
            x = np.frombuffer(raw, np.float32).copy()
            if len(x) < 200 or np.abs(x).max() < 0.01:
                continue
            onset = int(np.argmax(np.abs(x) > 0.1 * np.abs(x).max()))
            kit.setdefault(role, []).append(x[max(0, onset - 20):] / np.abs(x).max())
        if "kick" in kit and "snare" in kit:
            kits.append(kit)
    os.makedirs(cache, exist_ok=True)
    np.save(path, np.array(kits, dtype=object), allow_pickle=True)
    return kits


def _t(seconds):
    return np.arange(int(seconds * RATE)) / RATE


def _band(x, low, high):
    low, high = max(low, 20) / (RATE / 2), min(high, RATE * 0.49) / (RATE / 2)
    return signal.sosfilt(signal.butter(2, [low, high], "band", output="sos"), x)


def electronic_kit(rng):
    """One-shots of a drum machine with random settings: {role: [samples]}."""
    noise = lambda s: rng.standard_normal(int(s * RATE))
    kit = {}
    t = _t(rng.uniform(0.12, 0.7))
    f0, f1, sweep = rng.uniform(38, 65), rng.uniform(90, 350), rng.uniform(0.008, 0.06)
    phase = 2 * np.pi * np.cumsum(f0 + f1 * np.exp(-t / sweep)) / RATE
    kick = np.sin(phase) * np.exp(-t / rng.uniform(0.05, 0.35))
    click = min(len(t), int(0.006 * RATE))
    kick[:click] += rng.uniform(0, 0.7) * rng.standard_normal(click) * np.linspace(1, 0, click)
    kit["kick"] = [np.tanh(rng.uniform(1, 4) * kick)]
    t = _t(rng.uniform(0.1, 0.35))
    body = np.sin(2 * np.pi * rng.uniform(150, 260) * t) * np.exp(-t / rng.uniform(0.02, 0.08))
    rattle = _band(rng.standard_normal(len(t)), rng.uniform(500, 2000), rng.uniform(5000, 10000)) * np.exp(-t / rng.uniform(0.03, 0.15))
    kit["snare"] = [np.tanh(rng.uniform(1, 3) * (rng.uniform(0.2, 0.9) * body + rattle))]
    t = _t(0.25)
    env = np.exp(-t / rng.uniform(0.03, 0.1))
    for d in (0.0, 0.011, 0.022):
        env += (t >= d) * np.exp(-np.maximum(t - d, 0) / 0.006)
    kit["clap"] = [_band(rng.standard_normal(len(t)), 700, rng.uniform(2500, 6000)) * env]
    metal = rng.random() < 0.5
    for role, decay in (("hat", rng.uniform(0.01, 0.05)), ("ohat", rng.uniform(0.1, 0.3)), ("ride", rng.uniform(0.2, 0.5)), ("crash", rng.uniform(0.4, 1.0))):
        t = _t(decay * 4)
        x = noise(decay * 4)[:len(t)]
        if metal:
            x = sum(np.sign(np.sin(2 * np.pi * f * t)) for f in rng.uniform(2000, 6000, 5))
        kit[role] = [_band(x, rng.uniform(3000, 6500), 10500) * np.exp(-t / decay)]
    t = _t(0.3)
    kit["tom"] = [np.sin(2 * np.pi * np.cumsum(f * (1 + 0.5 * np.exp(-t / 0.03))) / RATE) * np.exp(-t / 0.1) for f in (90, 130, 180)]
    t = _t(0.06)
    kit["rim"] = [np.sin(2 * np.pi * rng.uniform(700, 1800) * t) * np.exp(-t / 0.012)]
    kit["shaker"] = [_band(noise(0.09), 4000, 10000) * signal.windows.hann(int(0.09 * RATE))]
    t = _t(0.2)
    kit["conga"] = [np.sin(2 * np.pi * f * t) * np.exp(-t / 0.06) for f in (180, 260, 340)]
    return {k: [x / np.abs(x).max() for x in v] for k, v in kit.items()}


ALIAS = {"pedal": "hat", "bell": "ride", "tamb": "shaker", "cowbell": "rim", "clave": "rim", "block": "rim", "tri": "ohat", "timbale": "rim", "brush": "snare", "tom1": "tom", "tom2": "tom",
         "tom3": "tom", "conga1": "conga", "conga2": "conga", "conga3": "conga"}


def play_kit(kit, hits, seconds, rng):
    """hits: (time, role, velocity)."""
    out = np.zeros(int(seconds * RATE) + 3 * RATE)
    picked = {}
    for t, role, vel in hits:
        role = role if role in kit else ALIAS.get(role, role)
        if role not in kit:
            role = {"conga": "tom", "rim": "snare", "clap": "snare", "shaker": "hat", "ride": "hat", "ohat": "hat", "crash": "ride", "tom": "kick"}.get(role, "snare")
        if role not in kit:
            continue
        sample = kit[role][picked.setdefault(role, rng.integers(len(kit[role]))) if rng.random() < 0.8 else rng.integers(len(kit[role]))]
        at = int(t * RATE)
        if 0 <= at < len(out) - len(sample):
            out[at:at + len(sample)] += (vel / 127) ** 1.7 * sample
    return out[:int(seconds * RATE)]


def tones(notes, seconds, rng, kind):
    """Additive synthesizer: notes (time, pitch, velocity, duration); kind bass, lead, pad or pluck."""
    out = np.zeros(int(seconds * RATE) + RATE)
    bright = rng.uniform(0.8, 2.2)
    odd = rng.random() < 0.4
    detune = rng.uniform(0, 0.006)
    attack = {"bass": rng.uniform(0.002, 0.01), "lead": rng.uniform(0.003, 0.03), "pad": rng.uniform(0.03, 0.25), "pluck": 0.002}[kind]
    decay = {"bass": rng.uniform(0.15, 1.5), "lead": rng.uniform(0.3, 2), "pad": 10, "pluck": rng.uniform(0.08, 0.3)}[kind]
    for t0, pitch, vel, dur in notes:
        n = int((min(dur, 6) + 0.05) * RATE)
        at = int(t0 * RATE)
        if at < 0 or at + n > len(out):
            continue
        t = np.arange(n) / RATE
        f = 440 * 2 ** ((pitch - 69) / 12)
        harmonics = max(1, min(14, int(8000 / f)))
        x = np.zeros(n)
        for h in range(1, harmonics + 1, 2 if odd else 1):
            x += np.sin(2 * np.pi * h * f * t + 0.3 * h) / h ** bright
            if detune and h < 6:
                x += np.sin(2 * np.pi * h * f * (1 + detune) * t) / h ** bright
        env = np.minimum(1, t / attack) * np.exp(-t / decay) * np.clip((n / RATE - t) / 0.04, 0, 1)
        out[at:at + n] += (vel / 127) ** 1.5 * x * env
    return out[:int(seconds * RATE)]


VOWELS = [(730, 1090, 2440), (270, 2290, 3010), (530, 1840, 2480), (570, 840, 2410), (300, 870, 2240), (660, 1720, 2410), (490, 1350, 1690)]


def voice(notes, seconds, rng, spoken=False):
    """A singing (or rhythmically speaking) voice: pulses with vibrato and glides through formants, consonants of noise before vowels."""
    total = int(seconds * RATE) + RATE
    out = np.zeros(total)
    female = rng.uniform(1.0, 1.2)
    previous = None
    for t0, pitch, vel, dur in notes:
        dur = min(dur, 4)
        n = int((dur + 0.03) * RATE)
        at = int(t0 * RATE)
        if at < 0 or at + n > total:
            continue
        t = np.arange(n) / RATE
        f = 440 * 2 ** ((pitch - 69) / 12)
        start = previous if previous and rng.random() < 0.5 else f * rng.uniform(0.94, 1.02)
        glide = f + (start - f) * np.exp(-t / 0.04)
        if spoken:
            glide = glide * (1 - rng.uniform(-0.1, 0.25) * t / dur)
        else:
            glide = glide * (1 + rng.uniform(0, 0.012) * np.minimum(1, t / 0.3) * np.sin(2 * np.pi * rng.uniform(4.8, 6.2) * t))
        phase = np.cumsum(glide) / RATE
        source = (2 * (phase % 1) - 1) + 0.05 * rng.standard_normal(n)
        vowel = VOWELS[rng.integers(len(VOWELS))]
        y = np.zeros(n)
        for k, formant in enumerate(vowel):
            w, r = 2 * np.pi * formant * female / RATE, np.exp(-np.pi * (80 + 40 * k) / RATE)
            y += signal.lfilter([(1 - r) * (1, 0.6, 0.35)[k]], [1, -2 * r * np.cos(w), r * r], source)
        y *= np.minimum(1, t / rng.uniform(0.01, 0.06)) * np.clip((n / RATE - t) / 0.05, 0, 1)
        y /= np.abs(y).max() + 1e-9
        out[at:at + n] += (vel / 127) * y
        if rng.random() < (0.8 if spoken else 0.5):
            m = int(rng.uniform(0.02, 0.09) * RATE)
            begin = at - m
            if begin > 0:
                hiss = _band(rng.standard_normal(m), rng.uniform(1500, 4000), 9000) * signal.windows.hann(m)
                out[begin:begin + m] += rng.uniform(0.1, 0.5) * (vel / 127) * hiss / (np.abs(hiss).max() + 1e-9)
        previous = f
    return out[:int(seconds * RATE)]
