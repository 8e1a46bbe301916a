"""Scores a model on annotated media (never trained on) and on held-out compositions. evaluate.py WEIGHTS --media DIR --split validation|test [--dump DIR]."""
import argparse
import glob
import hashlib
import os
import subprocess

import numpy as np
import torch

from decoder import BarPointer, continuity, f_measure, upsample
from features import FPS, log_mel

DECODER = []


def split_of(stem):
    """GTZAN: even numbers validation, odd test. Others: by the first hexadecimal digit of the SHA-256 of the stem."""
    if stem.startswith("gtzan_"):
        return "validation" if int(stem.split("_")[2]) % 2 == 0 else "test"
    return "validation" if hashlib.sha256(stem.encode()).hexdigest()[0] in "01234567" else "test"


def load_media(folder, split):
    """[(log-mel, beats, downbeats, name)] of one split."""
    out = []
    for path in sorted(glob.glob(folder + "/**/*.beats", recursive=True)):
        stem = os.path.basename(path)[:-6]
        sound = [p for p in glob.glob(glob.escape(path[:-6]) + ".*") if p.rsplit(".", 1)[1] in ("flac", "mp3", "ogg", "m4a", "wav")]
        if not sound or split_of(stem) != split:
            continue
        raw = subprocess.run(["ffmpeg", "-v", "error", "-i", sound[0], "-ac", "1", "-ar", "11025", "-f", "f32le", "-"], capture_output=True).stdout
        read = lambda p: np.array([float(line.split()[0]) for line in open(p) if line.strip()])
        downs = read(path[:-6] + ".downbeats") if os.path.exists(path[:-6] + ".downbeats") else np.zeros(0)
        out.append((log_mel(np.frombuffer(raw, np.float32)), read(path), downs, stem))
    return out


def activations(net, x):
    net.eval()
    with torch.no_grad():
        logits, _ = net(torch.from_numpy(np.asarray(x, np.float32).T[None].copy()))
    return torch.sigmoid(logits)[0].numpy()


def scores(net, item, decoder=None):
    if not DECODER:
        DECODER.append(BarPointer())
    beat, down = activations(net, item[0])
    found, position = (decoder or DECODER[0]).decode(upsample(beat, FPS), upsample(down, FPS))
    cml, aml = continuity(item[1], found)
    return f_measure(item[1], found), cml, aml, f_measure(item[2], found[position == 1]) if len(item[2]) else np.nan


def line_of(rows):
    return "F %.3f CMLt %.3f AMLt %.3f down %.3f" % tuple(np.nanmean(np.array(rows), axis=0))


def score_media(net, media):
    return line_of([scores(net, item) for item in media if item[3].startswith("gtzan_") and not item[3].endswith("full30s")])


def score_synthetic(net, items):
    return line_of([scores(net, item) for item in items])


def main():
    from model import BeatNet
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights")
    parser.add_argument("--media")
    parser.add_argument("--split", default="validation")
    parser.add_argument("--synthetic", default=None)
    parser.add_argument("--channels", type=int, default=48)
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = BeatNet(args.channels)
    net.load_state_dict(torch.load(args.weights))
    if args.synthetic:
        from train import load
        by_style = {}
        for item in load([args.synthetic]):
            by_style.setdefault(item[3], []).append(scores(net, item))
        for style, rows in sorted(by_style.items()):
            print(f"{style:12s} {len(rows):3d} {line_of(rows)}")
        print("all", line_of([r for rows in by_style.values() for r in rows]))
    if args.media:
        media = load_media(args.media, args.split)
        rows = [(item[3], scores(net, item)) for item in media]
        for name, row in rows:
            print(f"{name:42s} F %.3f CMLt %.3f AMLt %.3f down %.3f" % row)
        print("GTZAN excerpts", line_of([r for n, r in rows if n.startswith("gtzan_") and not n.endswith("full30s")]))
        if any(not n.startswith("gtzan_") for n, _ in rows):
            print("other", line_of([r for n, r in rows if not n.startswith("gtzan_")]))


if __name__ == "__main__":
    main()
