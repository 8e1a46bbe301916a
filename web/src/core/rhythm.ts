import type { PaceView } from './contract';

/** A shot of a style's example: where it begins, how long it lasts, both in beats, and how it is entered. */
export interface Example {
  readonly beat: number;
  readonly beats: number;
  readonly part: 'verse' | 'chorus';
  readonly entry: 'cut' | 'soft' | 'hard';
}

/** Beats of an example: four bars of verse, four of chorus. */
export const exampleBeats = 32;

/** How a style cuts a verse and the chorus after it. Of its cuts as many are soft or hard joins as the style says, evenly spread. */
export function exampleOf(pace: PaceView): Example[] {
  const shots: Example[] = [];
  let soft = 0;
  let hard = 0;
  for (const [part, from, to, each] of [
    ['verse', 0, 16, pace.verse],
    ['chorus', 16, 32, pace.chorus],
  ] as const) {
    const step = Math.max(0.5, each);
    for (let beat = from; beat < to - 0.01; beat += step) {
      soft += pace.soft;
      hard += pace.hard;
      const entry = beat === 0 ? 'cut' : soft >= 0.5 ? 'soft' : hard >= 0.5 ? 'hard' : 'cut';
      if (entry === 'soft') soft--;
      if (entry === 'hard') hard--;
      shots.push({ beat, beats: Math.min(step, to - beat), part, entry });
    }
  }
  return shots;
}

/** The shot of an example at a beat, and how far in it is. */
export function atBeat(shots: readonly Example[], beat: number): { index: number; into: number } {
  const at = ((beat % exampleBeats) + exampleBeats) % exampleBeats;
  const index = Math.max(0, shots.findLastIndex((s) => s.beat <= at + 1e-6));
  return { index, into: at - (shots[index]?.beat ?? 0) };
}

/** A tempo as styles count it: between 80 and 160 beats per minute. */
export function counted(tempo: number | undefined | null): number {
  if (!tempo || !(tempo > 0) || !Number.isFinite(tempo)) return 120;
  let counted = tempo;
  while (counted < 80) counted *= 2;
  while (counted > 160) counted /= 2;
  return counted;
}

/** What a style does, in words. */
export function paceWords(pace: PaceView): string {
  const beats = (n: number) => (n < 1 ? 'twice a beat' : n === 1 ? 'on every beat' : `every ${Number.isInteger(n) ? n : n.toFixed(1)} beats`);
  const chorus = pace.chorus === pace.verse ? '' : `, in the chorus ${beats(pace.chorus)}`;
  return `Cuts ${beats(pace.verse)}${chorus}`;
}
