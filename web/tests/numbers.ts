/** Numbers that look random and are the same every time (mulberry32). */
export function numbers(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

import type { Plan, Shot } from '../src/core/types';

/** A plan of shots of random lengths with a beat every 12 frames, four to the bar. */
export function planOf(shots: number, seed = 1): Plan {
  const next = numbers(seed);
  const list: Shot[] = [];
  let start = 0;
  for (let index = 0; index < shots; index++) {
    const frames = 4 + Math.floor(next() * 60);
    list.push({ id: `s${index}`, index, start, frames, source: `c${index % 7}`, in: index, locked: false, speed: 1, reasons: [], shown: `/shots/${index}.m4s`, tier: 2 });
    start += frames;
  }
  return {
    revision: 1,
    rate: '25',
    frames: start,
    seconds: start / 25,
    aspect: '16/9',
    style: 'dynamic',
    bans: [],
    notes: [],
    seed: 1,
    sources: [0, 1, 2, 3, 4, 5, 6].map((i) => ({ id: `c${i}`, path: `/clips/${i}.mp4`, fingerprint: `${i}` })),
    shots: list,
    beats: Array.from({ length: Math.ceil(start / 12) }, (_, i) => ({ frame: i * 12, bar: (i % 4) + 1 })),
    sound: { href: '/sound/k', pieces: Math.ceil(start / 100) },
  };
}
