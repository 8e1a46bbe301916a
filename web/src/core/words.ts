import { lengthWords, parseRate, secondsAt } from './time';
import { type Place, placeOf } from './plan';
import type { Job, Plan, Problem } from './types';

/** A problem in a sentence or two. */
export const sentenceOf = (p: Problem): string => [p.title, p.remedy].filter(Boolean).join(' ');

const kinds: Record<Job['kind'], string> = {
  plan: 'Making the montage',
  preview: 'Making its pictures',
  intake: 'Looking at the clips',
  listen: 'Listening to the song',
  variants: 'Making variants',
  render: 'Rendering the film',
  export: 'Writing the export',
  proxies: 'Preparing for quicker edits',
};

/** What a job is doing, of how many: never a spinner alone. */
export function jobWords(job: Job): string {
  if (job.status === 'waiting') return `${kinds[job.kind] ?? job.kind}: waiting for its turn`;
  if (job.status === 'failed') return `${kinds[job.kind] ?? job.kind} failed: ${job.problem?.title ?? 'no reason was given'}`;
  if (job.status === 'cancelled') return `${kinds[job.kind] ?? job.kind}: cancelled`;
  if (job.status === 'done') return `${kinds[job.kind] ?? job.kind}: done`;
  const of = job.phaseTotal ? ` ${job.phaseDone ?? 0} of ${job.phaseTotal}` : '';
  return `${kinds[job.kind] ?? job.kind}${job.phase ? ` · ${job.phase}` : ''}${of}`;
}

/** How much of a job's phase is done, 0 to 1; null where that is not known. */
export const shareOf = (job: Job): number | null => (job.phaseTotal ? Math.min(1, (job.phaseDone ?? 0) / job.phaseTotal) : null);

/** Where something is in the music. */
export const musicWords = (place: Place, between = ', '): string => `${place.bar ? `bar ${place.bar}` : 'upbeat'}${between}beat ${place.beat}`;

/** Where the playhead is, for people who hear the page. */
export function playheadWords(plan: Plan, frame: number, shot: number): string {
  const place = placeOf(plan, frame);
  const where = place ? musicWords(place) : lengthWords(secondsAt(parseRate(plan.rate), frame));
  return `${where}, shot ${shot + 1} of ${plan.shots.length}`;
}

/** The command line that does the same. */
export function commandOf(folder: string, profile: string, name: string): string {
  const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
  return `montage-ai render ${quoted(folder)} --profile ${profile} --output ${quoted(name)}`;
}
