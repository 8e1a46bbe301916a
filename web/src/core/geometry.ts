/** What of the film the timeline shows: a frame at the left edge and pixels per frame. One transform for everything that is drawn. */
export interface View {
  readonly first: number;
  readonly scale: number;
  readonly width: number;
}

const mostScale = 48;

/** The whole film. */
export const fit = (frames: number, width: number): View => ({ first: 0, scale: Math.max(1e-6, width / Math.max(1, frames)), width });

export const xOf = (view: View, frame: number): number => (frame - view.first) * view.scale;
export const frameOf = (view: View, x: number): number => view.first + x / view.scale;

/** Never beyond the ends, never smaller than the whole film. */
export function within(view: View, frames: number): View {
  const least = view.width / Math.max(1, frames);
  const scale = Math.min(Math.max(view.scale, least), Math.max(mostScale, least));
  const most = Math.max(0, frames - view.width / scale);
  return { first: Math.min(Math.max(0, view.first), most), scale, width: view.width };
}

/** Zooms by a factor; what is under the pointer stays under it. */
export function zoom(view: View, factor: number, x: number, frames: number): View {
  const under = frameOf(view, x);
  const sized = within({ ...view, scale: view.scale * factor }, frames);
  return within({ ...sized, first: under - x / sized.scale }, frames);
}

export const pan = (view: View, pixels: number, frames: number): View =>
  within({ ...view, first: view.first + pixels / view.scale }, frames);

/** Brings a frame into sight, with some room; the same view where it is in sight already. */
export function reveal(view: View, frame: number, frames: number): View {
  const x = xOf(view, frame);
  if (x >= 0 && x <= view.width) return view;
  return within({ ...view, first: frame - view.width / view.scale / 5 }, frames);
}

/** What is detailed enough to be drawn at a distance of beats in pixels. */
export type Detail = 'sections' | 'bars' | 'beats' | 'halves';

export function detailOf(pixelsPerBeat: number): Detail {
  if (pixelsPerBeat >= 56) return 'halves';
  if (pixelsPerBeat >= 9) return 'beats';
  if (pixelsPerBeat >= 1.6) return 'bars';
  return 'sections';
}

/** A stretch of shots that is drawn as one: a single shot, or several that are too narrow to be told apart. */
export interface Strip {
  readonly from: number;
  readonly to: number;
  readonly x: number;
  readonly width: number;
}

interface Span {
  readonly start: number;
  readonly frames: number;
}

/** Shots in sight; neighbours narrower than `narrow` pixels are merged. */
export function stripsOf(view: View, shots: readonly Span[], narrow = 3): Strip[] {
  const strips: Strip[] = [];
  let at = firstInSight(view, shots);
  while (at < shots.length) {
    const shot = shots[at]!;
    const x = xOf(view, shot.start);
    if (x > view.width) break;
    let width = shot.frames * view.scale;
    let to = at;
    if (width < narrow) {
      while (to + 1 < shots.length && shots[to + 1]!.frames * view.scale < narrow && width < narrow * 4) width += shots[++to]!.frames * view.scale;
    }
    strips.push({ from: at, to, x, width });
    at = to + 1;
  }
  return strips;
}

function firstInSight(view: View, shots: readonly Span[]): number {
  let low = 0;
  let high = shots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const shot = shots[middle]!;
    if (xOf(view, shot.start + shot.frames) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Heights of the bands, from top to bottom. */
export const bands = { ruler: 42, section: 18, wave: 64, gap: 8, shots: 92, rest: 34, map: 22 } as const;
export const heightOf = bands.ruler + bands.section + bands.wave + bands.gap + bands.shots + bands.rest + bands.map;
export const topOf = {
  section: bands.ruler,
  wave: bands.ruler + bands.section,
  shots: bands.ruler + bands.section + bands.wave + bands.gap,
  map: heightOf - bands.map,
} as const;

/** What lies under a pointer. */
export type Hit =
  | { kind: 'scrub' }
  | { kind: 'map' }
  | { kind: 'cut'; left: number }
  | { kind: 'shot'; index: number; zone: 'slip' | 'move' }
  | { kind: 'nothing' };

/** @param reach Pixels beside a cut that still mean it: 5 for a pointer, 22 for a finger. */
export function hit(view: View, shots: readonly Span[], x: number, y: number, reach = 5): Hit {
  if (y < topOf.shots - bands.gap) return { kind: 'scrub' };
  if (y >= topOf.map - 4) return { kind: 'map' };
  if (y > topOf.shots + bands.shots) return { kind: 'nothing' };
  const frame = frameOf(view, x);
  let nearest = -1;
  let distance = reach;
  let under = -1;
  for (let i = firstInSight(view, shots); i < shots.length; i++) {
    const shot = shots[i]!;
    const left = xOf(view, shot.start);
    if (left > x + reach) break;
    // A narrow shot, on either side of the cut, keeps a middle of its own, so that it can be chosen.
    const narrower = Math.min(shot.frames, shots[i - 1]?.frames ?? shot.frames);
    const own = Math.min(reach, (narrower * view.scale) / 4);
    if (i > 0 && Math.abs(left - x) <= Math.min(distance, Math.max(2, own))) {
      distance = Math.abs(left - x);
      nearest = i - 1;
    }
    if (frame >= shot.start && frame < shot.start + shot.frames) under = i;
  }
  if (nearest >= 0) return { kind: 'cut', left: nearest };
  if (under >= 0) return { kind: 'shot', index: under, zone: y < topOf.shots + bands.shots / 2 ? 'slip' : 'move' };
  return { kind: 'nothing' };
}
