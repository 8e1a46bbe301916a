"""Scores on annotated media, which are never trained on, and on held-out compositions.

evaluate.py WEIGHTS --media DIR --split validation|test: per track, three readings: flux and network with the same decoder of beats, and the network with the joint decoder.
evaluate.py WEIGHTS --synthetic DIR: per style.
"""
import argparse
import glob
import hashlib
import os
import subprocess

import numpy as np
import torch

from decoder import BarPointer, continuity, f_measure, upsample
from features import FPS, log_mel
from model import POSITIVE

DECODERS = {}


def split_of(stem):
    """GTZAN: even numbers validation, odd test. Others: by the first hexadecimal digit of the SHA-256 of the stem."""
    if stem.startswith("gtzan_"):
        return "validation" if int(stem.split("_")[2]) % 2 == 0 else "test"
    return "validation" if hashlib.sha256(stem.encode()).hexdigest()[0] in "01234567" else "test"


def load_media(folder, split):
    """[(log-mel, beats, downbeats, name, sound)] of one split."""
    out = []
    for path in sorted(glob.glob(folder + "/**/*.beats", recursive=True)):
        stem = os.path.basename(path)[:-6]
        sound = [p for p in glob.glob(glob.escape(path[:-6]) + ".*") if p.rsplit(".", 1)[1] in ("flac", "mp3", "ogg", "m4a", "wav")]
        if not sound or split_of(stem) != split:
            continue
        raw = subprocess.run(["ffmpeg", "-v", "error", "-i", sound[0], "-ac", "1", "-ar", "11025", "-f", "f32le", "-"], capture_output=True).stdout
        read = lambda p: np.array([float(line.split()[0]) for line in open(p) if line.strip()])
        downs = read(path[:-6] + ".downbeats") if os.path.exists(path[:-6] + ".downbeats") else np.zeros(0)
        x = np.frombuffer(raw, np.float32)
        out.append((log_mel(x), read(path), downs, stem, x))
    return out


def activations(net, x):
    net.eval()
    with torch.no_grad():
        logits, _ = net(torch.from_numpy(np.asarray(x, np.float32).T[None].copy()))
    return torch.sigmoid(logits - torch.log(torch.tensor(POSITIVE)).view(1, 2, 1))[0].numpy()


def decoder(kind):
    if kind not in DECODERS:
        DECODERS[kind] = BarPointer() if kind == "joint" else BarPointer(metres=(1,), stiffness=200.0)
    return DECODERS[kind]


def judge(item, found, position=None):
    cml, aml = continuity(item[1], found)
    down = f_measure(item[2], found[position == 1]) if position is not None and len(item[2]) else np.nan
    return f_measure(item[1], found), cml, aml, down


def scores(net, item):
    beat, down = activations(net, item[0])
    return judge(item, *decoder("joint").decode(upsample(beat, FPS), upsample(down, FPS)))


def beats_only(activation, fps, item):
    up = upsample(activation, fps)
    return judge(item, decoder("beats").decode(up, up)[0])


def line_of(rows):
    rows = np.array(rows)
    text = "F %.3f CMLt %.3f AMLt %.3f" % tuple(rows[:, :3].mean(0))
    return text + ("" if np.isnan(rows[:, 3]).all() else " down %.3f" % np.nanmean(rows[:, 3]))


def excerpt(name):
    return name.startswith("gtzan_") and not name.endswith("full30s")


def score_media(net, media):
    return line_of([scores(net, item) for item in media if excerpt(item[3])])


def score_synthetic(net, items):
    return line_of([scores(net, item) for item in items])


def main():
    from export import load as load_net
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights")
    parser.add_argument("--media")
    parser.add_argument("--split", default="validation", choices=["validation", "test"])
    parser.add_argument("--synthetic", default=None)
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = load_net(args.weights)
    if args.synthetic:
        from train import load
        by_style = {}
        for item in load([args.synthetic]):
            by_style.setdefault(item[3], []).append(scores(net, item))
        for style, rows in sorted(by_style.items()):
            print(f"{style:12s} {len(rows):3d} {line_of(rows)}")
        print("all", line_of([r for rows in by_style.values() for r in rows]))
    if args.media:
        from flux import FPS as FLUX_FPS, flux_activation
        rows = {}
        for item in load_media(args.media, args.split):
            rows[item[3]] = (beats_only(flux_activation(item[4]), FLUX_FPS, item), beats_only(activations(net, item[0])[0], FPS, item), scores(net, item))
            print(f"{item[3]:36s}", " | ".join(line_of([r]) for r in rows[item[3]]), flush=True)
        for title, keep in (("GTZAN excerpts", excerpt), ("others", lambda n: not excerpt(n))):
            for k, what in enumerate(("flux, beats", "network, beats", "network, joint")):
                print(f"{title}, {what:16s}", line_of([r[k] for n, r in rows.items() if keep(n)]))


if __name__ == "__main__":
    main()
