"""Trains the network. train.py DATA... --out FILE --minutes M --media DIR. Deterministic but for the clock: --steps instead of --minutes is reproducible."""
import argparse
import glob
import time

import numpy as np
import torch

from evaluate import load_media, score_media, score_synthetic
from features import BANDS, FPS
from model import POSITIVE, TEMPI, BeatNet

FRAMES = 1000


def load(folders, limit=None, known=None):
    """Excerpts of the folders whose files are not in `known`, which is extended."""
    items = []
    for folder in folders:
        for path in sorted(glob.glob(folder + "/*.npz"))[:limit]:
            if path.endswith(".part.npz") or (known is not None and path in known):
                continue
            if known is not None:
                known.add(path)
            with np.load(path) as z:
                if len(z["x"]) > 600 and len(z["beats"]) > 8:
                    items.append((z["x"], z["beats"], z["downs"], str(z["style"])))
    return items


def targets(beats, downs, frames):
    out = np.zeros((2, frames), np.float32)
    for row, times in ((0, beats), (1, downs)):
        centre = times * FPS
        for shift in (-1, 0, 1, 2):
            index = np.floor(centre).astype(int) + shift
            ok = (index >= 0) & (index < frames)
            np.maximum.at(out[row], index[ok], np.maximum(0, 1 - np.abs(index - centre)[ok] / 1.6).astype(np.float32))
    return out


def augment(item, rng):
    x, beats, downs, _ = item
    stretch = np.exp(rng.uniform(-0.2, 0.2)) if rng.random() < 0.7 else 1.0  # over 1: slower
    need = int(np.ceil(FRAMES / stretch)) + 2
    start = int(rng.integers(0, max(1, len(x) - need + 1)))
    part = x[start:start + need].astype(np.float32)
    where = np.arange(min(FRAMES, int((len(part) - 1) * stretch))) / stretch
    low = where.astype(int)
    share = (where - low)[:, None].astype(np.float32)
    y = part[low] * (1 - share) + part[np.minimum(low + 1, len(part) - 1)] * share
    shift = int(np.clip(rng.normal(0, 3), -8, 8)) if rng.random() < 0.6 else 0
    if shift > 0:
        y = np.concatenate([np.repeat(y[:, :1], shift, 1), y[:, :-shift]], 1)
    elif shift < 0:
        y = np.concatenate([y[:, -shift:], np.repeat(y[:, -1:], -shift, 1)], 1)
    knots = rng.normal(0, 0.35, 6)
    gain = np.exp(np.interp(np.arange(BANDS), np.linspace(0, BANDS - 1, 6), knots) + rng.normal(0, 0.7)).astype(np.float32)
    y = np.expm1(y) * gain
    if rng.random() < 0.2:
        y += rng.random(y.shape, np.float32) * np.float32(np.exp(rng.uniform(-4, -0.3)))
    y = np.log1p(y)
    if rng.random() < 0.3:
        a = rng.integers(BANDS)
        y[:, a:a + rng.integers(1, 20)] = 0
    if rng.random() < 0.15:
        for _ in range(rng.integers(1, 6)):
            a = rng.integers(len(y))
            y[a:a + rng.integers(3, 30)] = 0
    t = targets((beats - start / FPS) * stretch, (downs - start / FPS) * stretch, FRAMES)
    mask = np.zeros(FRAMES, np.float32)
    mask[:len(y)] = 1
    out = np.zeros((BANDS, FRAMES), np.float32)
    out[:, :len(y)] = y.T
    bpm = 60 / (np.median(np.diff(beats)) * stretch)
    return out, t, mask, int(np.clip(np.log(bpm / 40) / np.log(250 / 40) * TEMPI, 0, TEMPI - 1))


def loss_of(logits, tempo, t, mask, bpm, weight):
    positive = torch.tensor(POSITIVE).view(1, 2, 1)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, t, pos_weight=positive, reduction="none")
    loss = (loss * mask[:, None]).sum((0, 2)) / mask.sum()
    return loss[0] + weight * loss[1] + 0.03 * torch.nn.functional.cross_entropy(tempo, bpm)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", nargs="+")
    parser.add_argument("--held-out", default=None, help="folder of excerpts kept for evaluation")
    parser.add_argument("--out", default="beatnet.pt")
    parser.add_argument("--start", default=None, help="weights to start from")
    parser.add_argument("--minutes", type=float, default=0)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--channels", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--media", default=None)
    parser.add_argument("--grow", action="store_true", help="take in excerpts that appear while training (not reproducible)")
    parser.add_argument("--keep", action="store_true", help="also keep the weights of every evaluation, as OUT.STEP")
    parser.add_argument("--every", type=int, default=400)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    known = set()
    items = load(args.data, known=known)
    held = load([args.held_out])[:100] if args.held_out else []
    media = load_media(args.media, "validation") if args.media else []
    print(f"{len(items)} excerpts, {sum(len(i[0]) for i in items) / FPS / 3600:.2f} h; held out {len(held)}; validation {len(media)}", flush=True)
    net = BeatNet(args.channels)
    if args.start:
        net.load_state_dict(torch.load(args.start))
    average = BeatNet(args.channels)
    average.load_state_dict(net.state_dict())
    print(sum(p.numel() for p in net.parameters()), "parameters")
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=0.01)
    began, step, running = time.time(), 0, []
    order = rng.permutation(len(items))
    while True:
        progress = (time.time() - began) / 60 / args.minutes if args.minutes else step / args.steps
        if progress >= 1:
            break
        warm = min(1, (step + 1) / 200)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * warm * (0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * progress)))
        if len(order) < args.batch:
            if args.grow:
                items += load(args.data, known=known)
            order = rng.permutation(len(items))
        chosen, order = order[:args.batch], order[args.batch:]
        x, t, mask, bpm = (np.stack(z) for z in zip(*(augment(items[i], rng) for i in chosen)))
        net.train()
        logits, tempo = net(torch.from_numpy(x))
        loss = loss_of(logits, tempo, torch.from_numpy(t), torch.from_numpy(mask), torch.from_numpy(bpm), 0.7)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        running.append(loss.item())
        step += 1
        keep = min(0.998, step / (step + 20))
        with torch.no_grad():
            for a, b in zip(average.state_dict().values(), net.state_dict().values()):
                if a.dtype.is_floating_point:
                    a.mul_(keep).add_(b, alpha=1 - keep)
        if step % 50 == 0 and step % args.every:
            print(f"{step} {progress:.3f} loss {np.mean(running[-50:]):.4f} {time.time() - began:.0f} s", flush=True)
        if step % args.every == 0:
            torch.save(average.state_dict(), args.out)
            if args.keep:
                torch.save(average.state_dict(), f"{args.out}.{step}")
            line = f"{step} {progress:.3f} loss {np.mean(running[-args.every:]):.4f} {time.time() - began:.0f} s"
            if held:
                line += " | synthetic " + score_synthetic(average, held[:24])
            if media:
                line += " | validation " + score_media(average, media)
            print(line, flush=True)
    torch.save(average.state_dict(), args.out)
    if held:
        print("final synthetic", score_synthetic(average, held))
    if media:
        print("final validation", score_media(average, media))


if __name__ == "__main__":
    main()
