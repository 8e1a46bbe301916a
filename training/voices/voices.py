"""Voices out of speech synthesizers: what they say, and the same voice singing it, by a vocoder of our own."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from scipy.io import wavfile
from scipy.signal import resample_poly

RATE = 16000
HOP = 80
SIZE = 1024

ESPEAK = ["en-us", "en-gb", "de", "fr", "es", "it", "pl", "pt", "nl", "sv", "tr", "ru", "cmn", "hi", "fi"]
VARIANTS = ["", "+m1", "+m2", "+m3", "+m4", "+m5", "+m6", "+m7", "+f1", "+f2", "+f3", "+f4", "+f5"]
FLITE = ["kal", "kal16", "awb", "rms", "slt"]
FESTIVAL = ["kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts", "lp_diphone", "suo_fi_lj_diphone", "czech_dita"]

WORDS = {
    "cmn": "今天 天气 很好 我们 一起 去 海边 看 日出 然后 吃 早饭 朋友 带来 了 水果 和 面包 大家 都 很 高兴 孩子 在 沙滩 上 玩 晚上 回家".split(),
    "hi": "आज मौसम बहुत अच्छा है हम सब नदी के किनारे चलते हैं बच्चे खेल रहे थे माँ ने खाना बनाया शाम को घर लौटे".split(),
    "ru": "сегодня утром мы поехали к морю дети играли на берегу потом пошёл дождь все побежали домой вечером пили чай и смеялись".split(),
}
LATIN = {
    "en": "this morning we walked along the harbour and watched the boats come in nobody said much but everyone was glad to be there "
    "she opened the window because the room was warm what do you think about the second one I would rather wait until the rain "
    "stops there is a small shop behind the church where they sell bread and honey please hold the camera still and tell me when you "
    "are ready my brother never learned how to swim properly those mountains look much closer than they are".split(),
    "de": "heute morgen sind wir am hafen entlang gegangen und haben den booten zugesehen niemand sagte viel aber alle waren froh das "
    "fenster stand offen weil es im zimmer warm war ich möchte lieber warten bis der regen aufhört".split(),
    "fr": "ce matin nous avons marché le long du port et regardé les bateaux personne ne parlait beaucoup mais tout le monde était "
    "content elle a ouvert la fenêtre parce que la chambre était chaude je préfère attendre".split(),
    "es": "esta mañana caminamos por el puerto y miramos los barcos nadie hablaba mucho pero todos estaban contentos ella abrió la "
    "ventana porque hacía calor prefiero esperar hasta que deje de llover".split(),
    "it": "questa mattina abbiamo camminato lungo il porto e guardato le barche nessuno parlava molto ma tutti erano contenti lei ha "
    "aperto la finestra perché faceva caldo preferisco aspettare che smetta di piovere".split(),
}
LATIN |= {code: LATIN[like] for code, like in dict(pl="it", pt="es", nl="de", sv="de", tr="it", fi="it", cs="it").items()}


def text(language, rng):
    words = WORDS.get(language) or LATIN[language[:2]]
    said = []
    for _ in range(rng.integers(3, 6)):
        start = rng.integers(0, len(words))
        said.append(" ".join((words * 2)[start : start + rng.integers(4, 12)]) + rng.choice([".", ".", "?", "!"]))
    return " ".join(said)


def speak(rng):
    """A few seconds of a synthetic voice, mono at 16 kHz."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "voice.wav"
        engine = rng.choice(["espeak", "flite", "festival"], p=[0.4, 0.25, 0.35])
        if engine == "espeak":
            language = rng.choice(ESPEAK)
            command = ["espeak-ng", "-v", language + rng.choice(VARIANTS), "-s", str(rng.integers(120, 210)), "-p", str(rng.integers(15, 90))]
            subprocess.run([*command, "-w", str(wav), text(language, rng)], check=True)
        elif engine == "flite":
            stretch = f"duration_stretch={rng.uniform(0.8, 1.3):.2f}"
            subprocess.run(["flite", "-voice", rng.choice(FLITE), "--setf", stretch, "-t", text("en", rng), "-o", str(wav)], check=True)
        else:
            voice = rng.choice(FESTIVAL)
            language = {"lp_diphone": "it", "suo_fi_lj_diphone": "fi", "czech_dita": "cs"}.get(voice, "en")
            said = text(language, rng).encode("latin-1" if language != "cs" else "iso-8859-2", "ignore").decode("latin-1")
            script = (
                f'(voice_{voice}) (Parameter.set \'Duration_Stretch {rng.uniform(0.85, 1.25):.2f}) '
                f'(utt.save.wave (utt.synth (Utterance Text "{said}")) "{wav}" \'riff)'
            )
            subprocess.run(["festival", "--pipe"], input=script.encode("latin-1"), check=True, stderr=subprocess.DEVNULL)
        rate, samples = wavfile.read(wav)
    samples = resample_poly(samples.astype(np.float64) / 32768, RATE, rate)
    return samples / (np.abs(samples).max() + 1e-9) * 0.5


def analyse(samples):
    """Pitch (0 where there is none) and logarithmic envelope of every 5 ms."""
    padded = np.concatenate([np.zeros(SIZE // 2), samples, np.zeros(SIZE)])
    frames = len(samples) // HOP
    index = np.arange(SIZE)[None, :] + HOP * np.arange(frames)[:, None]
    cut = padded[index]
    spectrum = np.abs(np.fft.rfft(cut * np.hanning(SIZE), axis=1)) + 1e-6
    power = np.fft.irfft(spectrum**2, axis=1)
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(SIZE) , SIZE)) ** 2)
    low, high = RATE // 420, RATE // 70
    auto = power[:, low:high] / power[:, :1] / (window[low:high] / window[0])
    best = auto.argmax(axis=1)
    level = 10 * np.log10((cut**2).mean(axis=1) + 1e-12)
    voiced = (auto.max(axis=1) > 0.55) & (level > level.max() - 35)
    pitch = np.where(voiced, RATE / (low + best), 0.0)
    logs = np.log(spectrum)
    order = np.where(voiced, RATE / np.maximum(pitch, 70) * 0.6, 60).astype(int)
    lifter = (np.arange(SIZE)[None, :] < order[:, None]) | (np.arange(SIZE)[None, :] > SIZE - order[:, None])
    target, envelope = logs, logs
    for _ in range(8):
        envelope = np.fft.rfft(np.fft.irfft(target, axis=1) * lifter, axis=1).real
        target = np.maximum(logs, envelope)
    return pitch, envelope


def render(pitch, envelope, rng, breath=0.05):
    """Sound of pitches and envelopes."""
    frames = len(pitch)
    time = np.arange(frames * HOP) / HOP
    held = np.where(pitch > 0, pitch, np.nan)
    known = np.flatnonzero(pitch > 0)
    if len(known) == 0:
        held = np.full(frames, 120.0)
    else:
        held = np.interp(np.arange(frames), known, pitch[known])
    hz = np.interp(time, np.arange(frames), held)
    voiced = np.interp(time, np.arange(frames), np.convolve((pitch > 0).astype(float), np.ones(5) / 5, "same"))
    phase = 2 * np.pi * np.cumsum(hz) / RATE
    source = np.zeros_like(hz)
    for k in range(1, int(RATE / 2 / hz.min()) + 1):
        source += np.where(k * hz < 7600, np.cos(k * phase + 0.3 * k * k / 40), 0)
    # A pulse train of n harmonics and noise of the same power per bin.
    noise = rng.standard_normal(len(hz)) * np.sqrt(RATE / 2 / np.maximum(hz, 70) / 2)
    source = source * voiced + noise * ((1 - voiced) + breath * voiced)
    out = np.zeros(len(source) + SIZE)
    padded = np.concatenate([np.zeros(SIZE // 2), source, np.zeros(SIZE)])
    window = np.hanning(SIZE)
    scale = np.exp(envelope - envelope.max())
    for i in range(frames):
        piece = np.fft.rfft(padded[i * HOP : i * HOP + SIZE] * window)
        out[i * HOP : i * HOP + SIZE] += np.fft.irfft(piece * scale[i]) * window
    out = out[SIZE // 2 : SIZE // 2 + frames * HOP]
    return out / (np.abs(out).max() + 1e-9) * 0.5


def spoken_again(samples, rng):
    """The same words through the vocoder: its sound must not tell song from speech."""
    pitch, envelope = analyse(samples)
    return render(pitch * 2 ** rng.uniform(-0.3, 0.3), warp(envelope, rng), rng, rng.uniform(0.01, 0.2))


def warp(envelope, rng):
    bins = np.arange(envelope.shape[1])
    at = np.clip(bins * 2 ** rng.uniform(-0.25, 0.25), 0, bins[-1])
    return np.stack([np.interp(at, bins, row) for row in envelope])


SCALES = [[0, 2, 4, 5, 7, 9, 11], [0, 2, 3, 5, 7, 8, 10], [0, 2, 4, 7, 9], [0, 3, 5, 7, 10]]


def sung(samples, rng):
    """The same voice singing the words: vowels held, pitch by the steps of a scale, some vibrato."""
    pitch, envelope = analyse(samples)
    envelope = warp(envelope, rng)
    beat = 60 / rng.uniform(70, 150)
    scale = rng.choice(len(SCALES))
    mean = np.log2(np.median(pitch[pitch > 0])) if (pitch > 0).any() else 7
    key = mean + rng.uniform(-0.2, 0.6)
    vibrato, depth = rng.uniform(4.5, 6.8), rng.uniform(0, 0.7) / 12
    stretchy = rng.uniform(0.05, 0.9)
    degree = 0
    source, hertz = [], []
    i = 0
    while i < len(pitch):
        run = i
        while run < len(pitch) and (pitch[run] > 0) == (pitch[i] > 0):
            run += 1
        count = run - i
        if pitch[i] == 0:
            kept = min(count, int(rng.uniform(15, 60)))
            source += list(i + np.arange(kept) * count / max(1, kept))
            hertz += [0.0] * kept
        else:
            # A run of voiced sound may carry several syllables: a note for each 120 to 300 ms.
            notes = max(1, round(count * HOP / RATE / rng.uniform(0.12, 0.3)))
            for part in np.array_split(np.arange(i, run), notes):
                if len(part) == 0:
                    continue
                length = beat * rng.choice([0.5, 1, 1, 2, 3], p=[0.35, 0.25, 0.15, 0.15, 0.1])
                length = stretchy * length + (1 - stretchy) * len(part) * HOP / RATE
                kept = max(4, int(length * RATE / HOP))
                # Ends keep their speed, the middle is held.
                edge = min(len(part) // 3, kept // 3)
                inner = np.linspace(edge, len(part) - edge - 1, kept - 2 * edge) if kept > 2 * edge else []
                source += list(part[0] + np.concatenate([np.arange(edge), inner, len(part) - edge + np.arange(edge)])[:kept])
                degree = int(np.clip(degree + rng.choice([-3, -2, -1, -1, 0, 1, 1, 2, 3]), -5, 8))
                steps = SCALES[scale]
                note = key + (12 * (degree // len(steps)) + steps[degree % len(steps)]) / 12
                clock = np.arange(kept) * HOP / RATE
                swing = depth * np.clip((clock - 0.2) / 0.3, 0, 1) * np.sin(2 * np.pi * vibrato * clock)
                hertz += list(2 ** (note + swing + rng.normal(0, 0.15) / 12))
        i = run
    hertz = np.array(hertz[: len(source)])
    source = np.clip(np.array(source[: len(hertz)]), 0, len(pitch) - 1)
    # Portamento: pitch moves within some 60 ms.
    soft = np.where(hertz > 0, np.log2(np.maximum(hertz, 1)), np.nan)
    known = np.flatnonzero(hertz > 0)
    if len(known) > 0:
        filled = np.interp(np.arange(len(hertz)), known, soft[known])
        width = int(rng.uniform(4, 16))
        filled = np.convolve(np.pad(filled, width, "edge"), np.hanning(2 * width + 1) / np.hanning(2 * width + 1).sum(), "valid")
        hertz = np.where(hertz > 0, 2**filled, 0)
    low = source.astype(int)
    share = (source - low)[:, None]
    moved = envelope[low] * (1 - share) + envelope[np.minimum(low + 1, len(envelope) - 1)] * share
    limit = int(14 * RATE / HOP)
    return render(hertz[:limit], moved[:limit], rng, rng.uniform(0.01, 0.2))
