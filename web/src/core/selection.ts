import type { Shot } from './types';

/** All shots from one to another, both included, in the order of the film. */
export function rangeOf(shots: readonly Shot[], from: string | null, to: string): string[] {
  const b = shots.findIndex((s) => s.id === to);
  const a = from === null ? b : shots.findIndex((s) => s.id === from);
  if (b < 0) return [];
  const first = a < 0 ? b : a;
  return shots.slice(Math.min(first, b), Math.max(first, b) + 1).map((s) => s.id);
}

/** With one more, or without it where it was there. */
export const toggled = (ids: readonly string[], id: string): string[] => (ids.includes(id) ? ids.filter((i) => i !== id) : [...ids, id]);

/** Shots of which a stretch of frames shows something. */
export const within = (shots: readonly Shot[], from: number, to: number): string[] =>
  shots.filter((s) => s.start < Math.max(from, to) && s.start + s.frames > Math.min(from, to)).map((s) => s.id);

/** Places of shots in words: "3", "3 and 4", "3 to 6", "1, 3 to 5 and 9". */
export function placesOf(shots: readonly Shot[], ids: readonly string[]): string {
  const at = shots.filter((s) => ids.includes(s.id)).map((s) => s.index + 1);
  const runs: [number, number][] = [];
  for (const n of at) {
    const last = runs.at(-1);
    if (last && last[1] === n - 1) last[1] = n;
    else runs.push([n, n]);
  }
  const words = runs.flatMap(([a, b]) => (a === b ? [`${a}`] : b === a + 1 ? [`${a}`, `${b}`] : [`${a} to ${b}`]));
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
