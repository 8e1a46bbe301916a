import type { Beat } from './types';

/** Where something that is dragged comes to rest. */
export interface Snapped {
  readonly frame: number;
  readonly beat: Beat | null;
}

/**
 * The nearest beat, if it is no further away than `reach` pixels; else the frame itself. Distance counts in pixels, so that what is seen
 * decides. `free` (Alt) means frames.
 */
export function snap(frame: number, beats: readonly Beat[], scale: number, free: boolean, reach = 12): Snapped {
  const whole = Math.round(frame);
  if (free || beats.length === 0) return { frame: whole, beat: beats.find((b) => b.frame === whole) ?? null };
  let low = 0;
  let high = beats.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (beats[middle]!.frame < frame) low = middle + 1;
    else high = middle;
  }
  const after = beats[low]!;
  const before = beats[Math.max(0, low - 1)]!;
  const near = Math.abs(before.frame - frame) <= Math.abs(after.frame - frame) ? before : after;
  return Math.abs(near.frame - frame) * scale <= reach ? { frame: near.frame, beat: near } : { frame: whole, beat: null };
}

/** The beat before or after a frame; the frame itself where there is none. */
export function neighbour(frame: number, beats: readonly Beat[], direction: -1 | 1, downbeatsOnly = false): number {
  const of = downbeatsOnly ? beats.filter((b) => b.bar === 1) : beats;
  if (direction > 0) return of.find((b) => b.frame > frame)?.frame ?? frame;
  for (let i = of.length - 1; i >= 0; i--) if (of[i]!.frame < frame) return of[i]!.frame;
  return frame;
}
