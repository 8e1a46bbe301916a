"""Composes, renders, degrades, and keeps features and truth. make_data.py OUT --count N --seed S --jobs J [--hard]. 

What excerpt i is depends on (seed, i, hard) only; its sound also a little on what the synthesizer rendered before in the same process, whose chorus and reverb run on."""
import argparse
import multiprocessing as mp
import os
import time
import traceback

import numpy as np

STATE = {}


def work(task):
    out, seed, index, hard = task
    path = os.path.join(out, "%d_%05d.npz" % (seed, index))
    if os.path.exists(path):
        return index, None
    from compose import compose
    from degrade import degrade
    from features import from_22050, log_mel
    from synth import Fluid, load_kits
    if not STATE:
        STATE["fluid"], STATE["kits"] = Fluid(), load_kits(os.path.join(out, ".."))
    rng = np.random.default_rng([seed, index])
    seconds = rng.uniform(22, 40)
    try:
        sound, beats, downs, facts = compose(rng, STATE["fluid"], STATE["kits"], seconds, hard=hard)
        from styles import STYLES
        sound = degrade(sound, rng, old=0.6 if rng.random() < STYLES[facts["style"]].get("old", 0) else 0.0)
        features = log_mel(from_22050(sound)).astype(np.float16)
    except Exception:  # a composition that fails is left out, and said
        traceback.print_exc()
        return index, "failed"
    np.savez(path + ".part.npz", x=features, beats=beats.astype(np.float32), downs=downs.astype(np.float32), style=facts["style"], bpm=facts["bpm"], metre=facts["metre"], feel=facts["feel"])
    os.replace(path + ".part.npz", path)
    return index, None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hard", action="store_true", help="the second set: see EMPHASIS in compose.py")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    tasks = [(args.out, args.seed, i, args.hard) for i in range(args.first, args.first + args.count)]
    start = time.time()
    with mp.Pool(args.jobs) as pool:
        for done, (index, fault) in enumerate(pool.imap_unordered(work, tasks), 1):
            if fault or done % 50 == 0:
                print(f"{done} of {len(tasks)}, {time.time() - start:.0f} s", fault or "", flush=True)


if __name__ == "__main__":
    main()
