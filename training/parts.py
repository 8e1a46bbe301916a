"""Bass, accompaniment, melody: notes for a song."""
import numpy as np

import rhythm
from harmony import chord_at, near, scale_notes, voice_chord


def add_bass(song, fluid):
    rng, s, m, feel = song.rng, song.style, song.metre, song.feel
    kind = str(rng.choice(s["bass"]))
    if kind == "none" or rng.random() < 0.06:
        return
    h = rhythm.half(feel)
    own = s["kit"][2] > 5 and rng.random() < 0.6
    c = song.channel(fluid, int(rng.choice(s["bassprog"])), int(rng.integers(80, 127)))
    low = int(rng.integers(30, 40))
    fixed, kicks = None, sorted(t for t, r, _ in song.hits if r == "kick")
    notes = []

    def play(bar, p, length, pitch, v=96):
        if own:
            notes.append((song.at(bar, p), pitch, v, max(0.06, length * 60 / song.bpm * 0.9)))
        else:
            song.note(c, bar, p, length * 0.95, pitch, v)

    for bar, (first, _, on, _, _, i, n) in enumerate(song.sections):
        if not on:
            continue
        root = lambda p: near(chord_at(song.chords, bar, p)[0], low)
        fifth = lambda p: near(chord_at(song.chords, bar, p)[1][2], low + 3)
        if first or fixed is None:
            grid = {"sync": 2, "sync16": None, "reggae": None}.get(kind)
            fixed = rhythm.onsets(m, feel, rng, 0.55 if kind != "sync16" else 0.5, 3 if feel == "triplet" else grid)
            if kind == "reggae" and rng.random() < 0.5:
                fixed = [p for p in fixed if p >= 0.4] or [1.0]
            elif rng.random() < 0.8 and 0 not in fixed:
                fixed = [0.0] + fixed
            turn = [int(rng.choice([0, 0, 0, 7, 12, 10, 3, 5])) for _ in range(64)]
            turn[0] = 0
        inner = [0, 1 / 3, 2 / 3] if feel == "triplet" else [0, 0.5]
        if kind == "eighths":
            for b in range(m):
                for q in inner:
                    play(bar, b + q, inner[1], root(b + q), 100 if q == 0 else 86)
        elif kind == "sixteenths":
            for b in range(m):
                for q in range(rhythm.steps(m, feel)):
                    play(bar, b + q / rhythm.steps(m, feel), 1 / rhythm.steps(m, feel), root(b), 100 if q == 0 else 82)
        elif kind in ("quarters", "walk"):
            for b in range(m):
                tones = chord_at(song.chords, bar, b)[1]
                pitch = root(b) if b == 0 or kind == "quarters" else near(int(rng.choice(tones)) if rng.random() < 0.6 else int(rng.choice(song.scale)), low + 5)
                if b == m - 1 and kind == "walk" and bar + 1 < song.bars and rng.random() < 0.6:
                    pitch = near(song.chords[bar + 1][0][1][0], low) + int(rng.choice([-1, 1, 2, -2]))
                play(bar, b, 1, pitch, 98 if b % 2 == 0 else 92)
                if kind == "walk" and rng.random() < 0.1:
                    play(bar, b + h, 1 - h, pitch, 75)
        elif kind == "octave":
            for b in range(m):
                play(bar, b, 0.4, root(b), 98)
                play(bar, b + h, 0.4, root(b) + 12, 94)
        elif kind in ("offbeat", "rolling"):
            for b in range(m):
                for q in ([0.5] if kind == "offbeat" else [0.25, 0.5, 0.75]):
                    play(bar, b + q, 0.3, root(b), 96)
        elif kind in ("rootfifth", "two", "samba", "rootfifth2"):
            step = 1 if kind == "rootfifth2" else 2
            for k, b in enumerate(range(0, m, step)):
                play(bar, b, step * 0.9 if kind != "two" else 1.8, root(b) if k % 2 == 0 else fifth(b), 100)
                if kind == "samba":
                    play(bar, b + 1.5, 0.5, fifth(b), 84)
        elif kind == "sustain":
            for p, _ in song.chords[bar]:
                play(bar, p, m - p if len(song.chords[bar]) == 1 else min(m - p, 2), root(p), 96)
        elif kind == "one":
            play(bar, 0, m * 0.8, root(0), 100)
        elif kind == "tumbao":
            nxt = song.chords[min(bar + 1, song.bars - 1)][0][1][0]
            play(bar, 1.5, 1, fifth(1.5), 98)
            play(bar, 3, 1, near(nxt, low), 100)
        elif kind == "shufflebass":
            for b in range(m):
                third = near(chord_at(song.chords, bar, b)[1][1], low + 4)
                play(bar, b, 0.6, [root(b), third, fifth(b), fifth(b) + 2][b % 4], 98)
                if rng.random() < 0.3:
                    play(bar, b + h, 0.3, root(b), 80)
        elif kind == "kick" and kicks:
            a, z = song.beat_times[bar * m], song.beat_times[min(bar * m + m, len(song.beat_times) - 1)]
            inside = [t for t in kicks if a - 0.02 <= t < z - 0.02] or [a]
            for t, nxt in zip(inside, inside[1:] + [z]):
                p = np.interp(t, song.beat_times, np.arange(len(song.beat_times))) - bar * m
                if own:
                    notes.append((t, root(max(0, p)), 98, nxt - t))
                else:
                    song.events.append((t, c, root(max(0, p)), 98, max(0.08, (nxt - t) * 0.9)))
        else:
            for j, p in enumerate(fixed):
                end = fixed[j + 1] if j + 1 < len(fixed) else m
                play(bar, p, min(end - p, 1.5), root(p) + (turn[j] if turn[j] != 7 else 7) - (12 if turn[j] > 7 and low > 36 else 0), 98 if p == int(p) else 90)
    if own and notes:
        song.own["bass"] = notes


def comp_positions(kind, m, feel, rng):
    """[(position, length, velocity, part)] of one bar; part: all, low, high, or the index of a chord tone."""
    h = rhythm.half(feel)
    n = rhythm.steps(m, feel)
    inner = [0, 1 / 3, 2 / 3] if feel == "triplet" else [0, 0.5]
    B = range(m)
    if kind in ("eighths", "power8"):
        return [(b + q, inner[1] * (0.9 if kind == "eighths" else 0.8), 96 if q == 0 else 80, "all") for b in B for q in inner]
    if kind == "power16":
        return [(b + q / n, 0.8 / n, 100 if q == 0 else 84, "all") for b in B for q in range(n)]
    if kind == "gallop":
        return [(b + q, 0.2, 100 if q == 0 else 86, "all") for b in B for q in ((0, 0.5, 0.75) if feel != "triplet" else (0, 1 / 3, 2 / 3))]
    if kind == "quarters":
        return [(b, 0.7, 92 if b % 2 == 0 else 96, "all") for b in B]
    if kind == "triplets":
        return [(b + q / 3, 0.3, 96 if q == 0 else 78, "all") for b in B for q in range(3)]
    if kind in ("block", "sustain"):
        return [(0, m, 90, "change")]
    if kind == "strum":
        hits = [(b + q, 0.45, 98 if q == 0 else 76, "strum") for b in B for q in inner if q == 0 or rng.random() < 0.75]
        return hits + [(b + 0.75, 0.2, 66, "strum") for b in B if feel != "triplet" and rng.random() < 0.25]
    if kind in ("skank", "chicks"):
        if kind == "chicks":
            return [(b, 0.3, 96, "all") for b in range(1, m, 2)]
        double = rng.random() < 0.25 and feel != "triplet"
        return [(b + h, 0.25, 98, "all") for b in B] + ([(b + 0.75, 0.2, 80, "all") for b in B] if double else [])
    if kind == "bubble":
        return [(b + q, 0.2, v, p) for b in B for q, v, p in ((0.25, 70, "low"), (h, 92, "all"), (0.75, 70, "low"))]
    if kind == "arp8":
        order = rng.permutation(6)[:len(inner) * m]
        return [(b + q, 0.6, 92 if b == 0 and q == 0 else 78, int(order[(b * len(inner) + j) % len(order)])) for b in B for j, q in enumerate(inner)]
    if kind in ("arp16", "run16"):
        size = int(rng.choice([3, 4, 4, 8]))
        return [(b + q / n, 1.1 / n, 90 if q == 0 else 74, (b * n + q) % size) for b in B for q in range(n)]
    if kind == "alberti":
        return [(b + q / 4 if feel != "triplet" else b + q / 3, 0.3, 84 if q == 0 else 70, [0, 2, 1, 2][q]) for b in B for q in range(n)] if rng.random() < 0.5 or feel == "triplet" else [
            (b + q, 0.5, 84 if q == 0 else 70, (0 if b % 2 == 0 else 1) if q == 0 else 2) for b in B for q in (0, 0.5)]
    if kind == "charleston":
        return [(0, 0.5, 90, "all"), (1 + h, 0.4, 84, "all")]
    if kind == "comping":
        return [(b + q, rng.uniform(0.2, 0.8), int(rng.integers(60, 95)), "all") for b in B for q in (0, h) if rng.random() < 0.28]
    if kind in ("stabs", "stabs16", "riff", "riff16", "muted16"):
        density = {"stabs": 0.25, "stabs16": 0.35, "riff": 0.5, "riff16": 0.6, "muted16": 0.62}[kind]
        grid = 2 if kind in ("stabs", "riff") and feel != "triplet" else None
        return [(p, 0.25 if kind != "riff" else 0.45, 98 if p == int(p) else 86, "riff" if kind.startswith("riff") else "all") for p in rhythm.onsets(m, feel, rng, density, grid)]
    if kind == "boomchick":
        return [(b, 0.7, 98, "low") if b % 2 == 0 and m != 3 or b == 0 else (b, 0.4, 84, "high") for b in B] + [(b + h, 0.2, 60, "high") for b in range(1, m, 2) if rng.random() < 0.4]
    if kind == "stride":
        bass = [(b + q, 0.4, 96 if q == 0 else 84, "low" if q == 0 else "high") for b in B for q in (0, 0.5)] if rng.random() < 0.5 else [(b, 0.5, 98, "low" if b % 2 == 0 else "high") for b in B]
        return bass
    if kind == "waltz":
        return [(0, 0.9, 98, "low")] + [(b, 0.6, 80, "high") for b in range(1, m)]
    if kind == "fingerpick":
        return [(b, 0.8, 92, "low") for b in B] + [(b + q, 0.4, 72, int(rng.integers(1, 4))) for b in B for q in (0, h) if rng.random() < 0.75]
    if kind == "shuffle":
        return [(b + q, 0.4, 98 if q == 0 else 84, "shuffle%d" % (b % 2)) for b in B for q in (0, h)]
    if kind == "tremolo":
        k = 8 if rng.random() < 0.3 else 4
        return [(b + q / k, 1 / k, 86 if q == 0 else 74, "all") for b in B for q in range(k)]
    if kind == "montuno":
        return [(p, 0.4, 96, "riff") for p in (0, 0.5, 1.5, 2.5, 3.5, 1, 3) if p < m and rng.random() < 0.9]
    if kind == "counter":
        return [(b + q, rng.choice([0.5, 1.0]), 82, "walk") for b in B for q in (0, 0.5) if rng.random() < 0.6]
    raise KeyError(kind)


def add_comps(song, fluid):
    rng, s, m, feel = song.rng, song.style, song.metre, song.feel
    count = int(rng.integers(s["n"][0], s["n"][1] + 1))
    table = list(s["comps"])
    first = [row for row in table if row[0] == s.get("force")]
    chosen = (first[:1] if first and rng.random() < 0.9 else []) + [table[i] for i in rng.permutation(len(table))]
    for index, (kind, programs) in enumerate(chosen[:count]):
        program = int(rng.choice(programs))
        own = s["kit"][2] > 4 and rng.random() < 0.45
        c = song.channel(fluid, program, int(rng.integers(60, 118)))
        low = int(rng.integers(48, 66)) if kind not in ("power8", "power16", "gallop", "riff16") and program not in (29, 30) else int(rng.integers(38, 50))
        power = program in (29, 30) and rng.random() < 0.8
        pattern, riff, notes = None, None, []
        every = rng.random() < 0.25 or kind in ("comping", "counter")
        presence = None
        walk = low + 7
        for bar, (fresh, _, _, share, _, i, n) in enumerate(song.sections):
            if fresh or presence is None:
                presence = index == 0 or rng.random() < share * 0.85
            if fresh or pattern is None or every:
                pattern = comp_positions(kind, m, feel, rng)
                riff = [int(rng.integers(0, 5)) for _ in range(64)]
            if not presence:
                continue
            rows = pattern
            if kind in ("block", "sustain"):
                rows = [(p, (song.chords[bar][j + 1][0] if j + 1 < len(song.chords[bar]) else m) - p, 90, "all") for j, (p, _) in enumerate(song.chords[bar])]
                if kind == "sustain" and i % 2 == 1 and len(rows) == 1 and bar and song.chords[bar][0] == song.chords[bar - 1][-1] and rng.random() < 0.5:
                    continue
            for j, (p, length, v, part) in enumerate(rows):
                ch = chord_at(song.chords, bar, p)
                pitches = voice_chord(ch, low, rng)
                spread = 0.0
                if power:
                    r = near(ch[0], low)
                    pitches = [r, r + 7] if rng.random() < 0.8 else [r]
                if part == "low":
                    pitches = [near(ch[0] if (p % 4) < 2 else ch[1][2], low - 12)]
                elif part == "high":
                    pitches = pitches[:3]
                elif part == "riff":
                    pool = scale_notes(song.scale, low, low + 14)
                    pitches = [pool[riff[j] % len(pool)] if j else near(ch[0], low + 3)]
                    if power and j % 2:
                        pitches.append(pitches[0] + 7)
                elif part == "walk":
                    pool = scale_notes(song.scale, low, low + 19)
                    walk = min(pool, key=lambda x: abs(x - walk - rng.choice([-2, -1, 1, 2, 3, -3])))
                    pitches = [walk]
                elif isinstance(part, str) and part.startswith("shuffle"):
                    r = near(ch[0], low - 8)
                    pitches = [r, r + (7 if part[-1] == "0" else 9)]
                elif isinstance(part, int):
                    stack = pitches + [x + 12 for x in pitches]
                    pitches = [stack[part % len(stack)]]
                elif part == "strum":
                    spread = 0.008
                for k, pitch in enumerate(pitches):
                    if own:
                        notes.append((song.at(bar, p), pitch, v, max(0.06, length * 60 / song.bpm)))
                    else:
                        song.note(c, bar, p, length, pitch, v * 0.92, spread * k)
        if own and notes:
            song.own["pad" if kind == "sustain" else "pluck" if kind in ("arp16", "stabs", "stabs16", "skank") else "lead"] = notes


def motif(m, feel, bars, rng, density):
    """Positions of a phrase of some bars; strong places are likelier."""
    out = []
    n = rhythm.steps(m, feel)
    for bar in range(bars):
        for b in range(m):
            for q in range(n):
                if n == 4:
                    w = (1.0, 0.12, 0.6, 0.16)[q]
                else:
                    w = (1.0, 0.25, 0.55)[q]
                w *= 1.35 if b == 0 and q == 0 else 1.0 if b % 2 == 0 else 0.85
                if rng.random() < density * w:
                    out.append(bar * m + b + q / n)
    return out


def add_lead(song, fluid):
    """Adds an instrument's melody; returns (notes, spoken) for a voice if the song has one."""
    rng, s, m, feel = song.rng, song.style, song.metre, song.feel
    result = None
    spoken = rng.random() < s.get("spoken", 0)
    sung = spoken or rng.random() < s["vocal"]
    roles = (["voice"] if sung else []) + (["lead"] if rng.random() < (0.4 if sung else 0.85) else [])
    for role in roles:
        low = int(rng.integers(55, 70))
        c = song.channel(fluid, int(rng.choice(s["lead"])), int(rng.integers(75, 122)))
        density = rng.uniform(0.3, 0.8) if not (spoken and role == "voice") else rng.uniform(0.9, 1.6)
        length = int(rng.choice([1, 2, 2, 4]))
        theme = motif(m, feel, length, rng, density)
        pool = scale_notes(song.scale, low, low + 17)
        notes, index, resting = [], len(pool) // 2, False
        lag = rng.normal(0.005, 0.012) if song.jitter else 0
        bar = -length + int(rng.integers(length))
        while bar < song.bars - length:
            bar += length
            if bar < 0:
                continue
            resting = rng.random() < (0.15 if not resting else 0.4)
            if resting or not song.sections[bar][4]:
                continue
            if rng.random() < 0.3:
                theme = motif(m, feel, length, rng, density)
            rest_after = rng.uniform(0.6, 1.0) * length * m
            phrase = [p for p in theme if p <= rest_after]
            pickup = [-p for p in (1, 0.5)] if rng.random() < 0.25 else []
            phrase = [p for p in pickup if bar * m + p > 0] + phrase
            for j, p in enumerate(phrase):
                absolute = bar * m + p
                in_bar, position = int(absolute // m), absolute % m
                if in_bar >= song.bars:
                    break
                end = phrase[j + 1] if j + 1 < len(phrase) else p + rng.choice([1, 2])
                index = int(np.clip(index + rng.choice([-3, -2, -1, -1, 0, 1, 1, 2, 3]), 0, len(pool) - 1))
                pitch = pool[index]
                if position == int(position) and rng.random() < 0.6:
                    pitch = near(int(rng.choice(chord_at(song.chords, in_bar, position)[1])), pitch)
                v = 96 + (10 if position == 0 else 5 if position == int(position) else -6)
                if role == "voice":
                    if spoken:
                        pitch = low - 8 + rng.integers(-1, 2)
                    notes.append((song.at(in_bar, position, lag), pitch, float(np.clip(v + rng.normal(0, 8), 30, 120)), max(0.08, (end - p) * 60 / song.bpm * rng.uniform(0.7, 1))))
                else:
                    song.note(c, in_bar, position, (end - p) * rng.uniform(0.6, 1), pitch, v, lag)
        if role == "voice":
            result = (notes, spoken) if notes else None
    return result
