import { remembered } from './remembered';
import { frameAt, parseRate, secondsAt } from './time';
import type { Beat, EditAnswer, Plan, Section, Shot, Song } from './types';

/** The plan after the server's answer to an edit. Shots that it does not name moved with what stands before them, or not at all. */
export function applyAnswer(plan: Plan, answer: EditAnswer): Plan {
  const changed = new Map(answer.changed.map((s) => [s.id, s]));
  const known = new Map(plan.shots.map((s) => [s.id, s]));
  const shots: Shot[] = [];
  let start = 0;
  for (const [index, id] of answer.order.entries()) {
    const shot = changed.get(id) ?? known.get(id);
    if (!shot) throw new Error(`The answer names a shot '${id}' that nobody knows.`);
    shots.push(shot.index === index && shot.start === start ? shot : { ...shot, index, start });
    start += shot.frames;
  }
  return {
    ...plan,
    revision: answer.revision,
    frames: answer.frames,
    seconds: secondsAt(parseRate(plan.rate), answer.frames),
    shots,
    beats: answer.beats ?? plan.beats,
    sound: answer.sound ?? (answer.soundChanged ? undefined : plan.sound),
  };
}

/** What an edit will probably give, drawn until the server has said; null where this page cannot know (swap, rebeat ...). */
export function guess(plan: Plan, word: string): Plan | null {
  const [verb, value = ''] = word.split('=', 2);
  const [id = '', amount = ''] = value.split(':');
  const at = plan.shots.findIndex((s) => s.id === id);
  const shot = plan.shots[at];
  if (!shot) return null;
  const shots = plan.shots.slice();
  switch (verb) {
    case 'lock':
    case 'unlock':
      shots[at] = { ...shot, locked: verb === 'lock' };
      return { ...plan, shots };
    case 'roll': {
      const by = /^[+-]?\d+$/.test(amount) ? Number(amount) : NaN;
      const next = shots[at + 1];
      if (!next || Number.isNaN(by) || shot.frames + by < 1 || next.frames - by < 1) return null;
      const seconds = secondsAt(parseRate(plan.rate), by);
      shots[at] = { ...shot, frames: shot.frames + by };
      shots[at + 1] = { ...next, start: next.start + by, frames: next.frames - by, in: Math.max(0, next.in + seconds * next.speed) };
      return { ...plan, shots };
    }
    case 'slip': {
      const by = Number(amount);
      if (!Number.isInteger(by)) return null;
      shots[at] = { ...shot, in: Math.max(0, shot.in + secondsAt(parseRate(plan.rate), by)) };
      return { ...plan, shots };
    }
    default:
      return null;
  }
}

/** The plan with the better pictures of what it and what is known name for the same shots: an answer may be older than what was told since. */
export function withPicturesOf(plan: Plan, known: Plan): Plan {
  const before = new Map(known.shots.map((s) => [s.id, s]));
  const better = (s: Shot): Shot => {
    const was = before.get(s.id);
    return was?.shown && was.final === s.final && (was.tier ?? 0) > (s.shown ? (s.tier ?? 0) : -1) ? { ...s, shown: was.shown, tier: was.tier } : s;
  };
  return { ...plan, shots: plan.shots.map(better), sound: plan.sound ?? known.sound };
}

/** What a shot's pictures depend on; equal signatures show the same frames. */
export const signatureOf = (plan: Plan, index: number): string => signatures(plan.shots)[index] ?? '';

// Asked for every shot in sight whenever the timeline is drawn, and made once for a plan.
const signatures = remembered((shots: readonly Shot[]) =>
  shots.map((s, i) => `${s.source}@${s.in.toFixed(4)}x${s.speed}+${s.frames}<${s.entry ?? ''}>${shots[i + 1]?.entry ?? ''}`),
);

/** Places of the shots of each source. */
export const usesOf = remembered((shots: readonly Shot[]): ReadonlyMap<string, readonly number[]> => {
  const uses = new Map<string, number[]>();
  for (const [i, shot] of shots.entries()) {
    const of = uses.get(shot.source);
    if (of) of.push(i);
    else uses.set(shot.source, [i]);
  }
  return uses;
});

/** Frames that beats fall on. */
export const beatFrames = remembered((beats: readonly Beat[]): ReadonlySet<number> => new Set(beats.map((b) => b.frame)));

/** A plan with pictures of a shot that came, or better ones; null where they are not this plan's. */
export function withPictures(plan: Plan, id: string, revision: number, shown: string, tier: number): Plan | null {
  const isOurs = (s: Shot) => s.id === id && (plan.revision === revision || s.final === shown);
  return plan.shots.some(isOurs) ? { ...plan, shots: plan.shots.map((s) => (isOurs(s) ? { ...s, shown, tier } : s)) } : null;
}

/** Sections of a song on a plan's frames; those that the plan does not reach are left out. They are called what the plan's own reasons call them. */
export function sectionsOf(plan: Plan, song: Song): Section[] {
  const rate = parseRate(plan.rate);
  const from = plan.song?.start ?? 0;
  const said = plan.shots.map((s) => /^(?:opens|starts) .*\(([^()]+)\)$/.exec(s.reasons.find((r) => /^(?:opens|starts) .*\([^()]+\)$/.test(r)) ?? '')?.[1]);
  const sections = song.sections
    .filter((s) => s.end > from && s.start < from + plan.seconds)
    .map((s) => ({ frame: Math.max(0, frameAt(rate, s.start - from)), name: s.kind }));
  return sections.map((s, i) => {
    const end = sections[i + 1]?.frame ?? plan.frames;
    const votes = new Map<string, number>();
    for (const [n, shot] of plan.shots.entries()) {
      const name = said[n];
      if (name && shot.start >= s.frame && shot.start < end) votes.set(name, (votes.get(name) ?? 0) + shot.frames);
    }
    return { ...s, name: [...votes].reduce((best, v) => (v[1] > best[1] ? v : best), [s.name, 0] as [string, number])[0] };
  });
}

/** The shot that a frame belongs to; the last one at the end. */
export function shotAt(shots: readonly Shot[], frame: number): number {
  let low = 0;
  let high = shots.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (shots[middle]!.start <= frame) low = middle;
    else high = middle - 1;
  }
  return shots.length ? low : -1;
}

/** Where the playhead is in the music. */
export interface Place {
  /** 0 before the first downbeat, or where bars are not known. */
  bar: number;
  beat: number;
  beats: number;
  section: string;
  onBeat: boolean;
}

/** Bar and beat of a frame; null before the first beat or without any. */
export function placeOf(plan: Plan, frame: number): Place | null {
  let bar = 0;
  let at = -1;
  for (const [i, b] of plan.beats.entries()) {
    if (b.frame > frame) break;
    if (b.bar === 1) bar++;
    at = i;
  }
  const beat = plan.beats[at];
  if (!beat) return null;
  let section = '';
  for (const s of plan.sections ?? []) if (s.frame <= frame) section = s.name;
  return { bar, beat: beat.bar || 1, beats: Math.max(1, ...plan.beats.map((b) => b.bar)), section, onBeat: beat.frame === frame };
}

/** Cuts that stand on a beat, and how many cuts there are. */
export function cutsOnBeat(plan: Plan): { on: number; of: number } {
  const beats = new Set(plan.beats.map((b) => b.frame));
  const cuts = plan.shots.slice(1);
  return { on: cuts.filter((s) => beats.has(s.start)).length, of: cuts.length };
}
