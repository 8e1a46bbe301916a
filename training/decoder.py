"""A joint bar-pointer decoder for choosing models (Krebs, Boeck, Widmer, ISMIR 2015), and the usual measures. 100 frames a second."""
import numpy as np

RATE = 100.0


class BarPointer:
    def __init__(self, metres=(3, 4), low=55.0, high=215.0, stiffness=100.0, region=16, prior=0.1, centre=120.0):
        intervals = np.arange(int(np.floor(RATE * 60 / high)), int(np.ceil(RATE * 60 / low)) + 1)
        self.intervals, n = intervals, len(intervals)
        offsets = np.concatenate([[0], np.cumsum(intervals)])
        self.size = offsets[-1]
        position = np.concatenate([np.arange(k) / k for k in intervals])
        self.is_beat = position < 1 / region
        ratio = intervals[None] / intervals[:, None]
        step = -stiffness * np.abs(ratio - 1)
        self.step = step - np.log(np.exp(step).sum(1, keepdims=True))
        self.first, self.last = offsets[:-1], offsets[1:] - 1
        self.metres = metres
        self.region = region
        # The prior counts once per beat in nats per second of interval.
        octaves = np.log2(RATE * 60 / intervals / centre)
        self.tempo_cost = prior * intervals / RATE * octaves ** 2

    def decode(self, beat, down):
        """Activations at RATE; returns (beats in seconds, positions in bar from 1)."""
        frames, beats = len(beat), [(m, b) for m in self.metres for b in range(m)]
        beat, down = np.clip(beat, 1e-5, 1 - 1e-5), np.clip(down, 1e-5, 1 - 1e-5)
        only = np.clip(beat - down, 1e-5, 1)
        log_down, log_beat, log_none = np.log(down), np.log(only), np.log((1 - beat) / (self.region - 1))
        count, n = len(beats), len(self.intervals)
        is_down = np.array([b == 0 for _, b in beats])
        previous = np.array([k - 1 if b else k + m - 1 for k, (m, b) in enumerate(beats)])
        v = np.full((count, self.size), -np.log(count * self.size))
        back = np.zeros((frames, count, n), np.int16)
        for t in range(frames):
            if t:
                entering = v[:, self.last][previous]  # per beat, per old tempo
                total = entering[:, :, None] + self.step[None]
                choice = total.argmax(1)
                back[t] = choice
                value = np.take_along_axis(total, choice[:, None], 1)[:, 0] - self.tempo_cost
                v[:, 1:] = v[:, :-1].copy()
                v[:, self.first] = value
            v += np.where(self.is_beat[None], np.where(is_down, log_down[t], log_beat[t])[:, None], log_none[t])
        k, s = np.unravel_index(v.argmax(), v.shape)
        found = []
        i = int(np.searchsorted(self.first, s, "right") - 1)
        t = frames - 1
        while t >= 0:
            phase = s - self.first[i]
            start = t - phase
            if start < 0:
                break
            found.append((start, beats[k][1] + 1))
            if start == 0:
                break
            old = int(back[start, k, i])
            k, i, t = previous[k], old, start - 1
            s = self.last[i]
        found.reverse()
        out = []
        for f, p in found:  # the highest activation in the beat's region
            hi = min(frames, f + 5)
            lo = max(0, f - 1)
            out.append(((lo + int(np.argmax(beat[lo:hi]))) / RATE, p))
        return np.array([x for x, _ in out]), np.array([p for _, p in out])


def upsample(p, fps, seconds=None):
    n = int((len(p) - 1) / fps * RATE) + 1
    return np.interp(np.arange(n) / RATE, np.arange(len(p)) / fps, p)


def f_measure(reference, estimate, window=0.07, skip=5.0):
    reference, estimate = reference[reference >= skip], estimate[estimate >= skip]
    if not len(reference) or not len(estimate):
        return 0.0
    used, hits, j = set(), 0, 0
    for r in reference:  # both ascend and beats are further apart than the window, so greedy is optimal
        near = [k for k in np.flatnonzero(np.abs(estimate - r) <= window) if k not in used]
        if near:
            used.add(near[0])
            hits += 1
    return 2 * hits / (len(reference) + len(estimate))


def _continuity(reference, estimate):
    """Longest and total continuously correct shares (Hainsworth; phase and period within 17.5 %)."""
    if len(reference) < 2 or len(estimate) < 2:
        return 0.0, 0.0
    good = np.zeros(len(estimate), bool)
    used = set()
    for m, e in enumerate(estimate):
        near = int(np.argmin(np.abs(reference - e)))
        if near in used:
            continue
        if m == 0 or near == 0:
            ref_step = reference[near + 1] - reference[near] if near + 1 < len(reference) else reference[near] - reference[near - 1]
            step = estimate[m + 1] - e if m + 1 < len(estimate) else e - estimate[m - 1]
        else:
            ref_step, step = reference[near] - reference[near - 1], e - estimate[m - 1]
        if abs(e - reference[near]) < 0.175 * ref_step and abs(1 - step / ref_step) < 0.175:
            good[m] = True
            used.add(near)
    best = run = 0
    for g in good:
        run = run + 1 if g else 0
        best = max(best, run)
    longest = max(len(reference), len(estimate))
    return best / longest, good.sum() / longest


def continuity(reference, estimate, skip=5.0):
    """CMLt and AMLt."""
    r, e = reference[reference >= skip], estimate[estimate >= skip]
    if len(r) < 2:
        return 0.0, 0.0
    double = np.interp(np.arange(2 * len(r) - 1) / 2, np.arange(len(r)), r)
    variants = [r, double[1::2], double, r[::2], r[1::2]]
    totals = [_continuity(v, e)[1] for v in variants]
    return totals[0], max(totals)
