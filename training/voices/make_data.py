"""Makes spoken and sung sounds to train the judge on: mono 32-bit floats at 16 kHz, named by what they are."""

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
import subprocess

import numpy as np

from surroundings import stretch_of, surround
from voices import RATE, speak, spoken_again, sung

AUDIO = {".ogg", ".mp3", ".flac", ".m4a"}
RECORDED = ["librispeech_198-209-0000.ogg", "silero_aepyx_8k.flac", "sadtalker_RD_Radio31_000.flac"]


def read(path):
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(path), "-vn", "-t", "60", "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, np.float32).astype(np.float64)


def tuning_music(media):
    """Every other file, as the benchmark counts them; the others are for figures only."""
    files = sorted((f.relative_to(media).as_posix() for f in (media / "music").rglob("*") if f.suffix in AUDIO), key=lambda n: n.encode())
    return files[::2]


def one(number):
    rng = np.random.default_rng([SEED, number])
    if rng.random() < 0.25:
        base = stretch_of(RECORDINGS[rng.integers(len(RECORDINGS))], int(rng.uniform(6, 10) * RATE), rng)
        base = base / np.abs(base).max() * 0.5
    else:
        base = speak(rng)
    versions = {"song": sung(base, rng), "talk": base if rng.random() < 0.5 else spoken_again(base, rng)}
    for name, samples in versions.items():
        surround(samples, BACKINGS, rng).tofile(OUT / f"{name}_{number:04}.f32")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--media", type=Path, required=True, help="the folder of test media")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sung", nargs="*", default=[], help="tuning music with voices, not to be put under others")
    options = parser.parse_args()
    OUT, SEED = options.out, options.seed
    OUT.mkdir(parents=True, exist_ok=True)
    RECORDINGS = [read(options.media / "speech" / f) for f in RECORDED]
    BACKINGS = []
    for file in tuning_music(options.media):
        sound = read(options.media / file)
        sound.astype(np.float32).tofile(OUT / f"music_{file.replace('/', '_')}.f32")
        if Path(file).stem not in options.sung:
            BACKINGS.append(sound)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(one, range(options.count), chunksize=8))
