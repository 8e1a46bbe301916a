import { lengthWords, parseRate, secondsAt } from './time';
import type { FarmView } from './contract';
import { type Place, placeOf } from './plan';
import { clipOf, type Job, nameOf, type Plan, type Problem, type Shot } from './types';

/** A problem in a sentence or two. */
export const sentenceOf = (p: Problem): string => [p.title, p.remedy].filter(Boolean).join(' ');

/** What the viewer says of a shot that has no pictures; empty where it has some. */
export function withoutPictures(shot: Shot | undefined, problem?: Problem | null): string {
  if (!shot || shot.shown) return '';
  return problem ? `Shot ${shot.index + 1} has no pictures. ${sentenceOf(problem)}` : `The pictures of shot ${shot.index + 1} are still being made`;
}

const kinds: Record<string, string> = {
  plan: 'Making the montage',
  preview: 'Making its pictures',
  intake: 'Looking at the clips',
  listen: 'Listening to the song',
  variants: 'Making variants',
  render: 'Rendering the film',
  export: 'Writing the export',
  demo: 'Making clips and a song to try it with',
};

/** Who renders films beside this computer. */
export function farmWords(farm: FarmView): string {
  const machines = farm.machines.length;
  if (farm.status !== 'ready') return `The farm at ${farm.where} does not answer; films are rendered on this computer.`;
  if (machines === 0) return `No machine has joined the farm at ${farm.where} yet; films are rendered on this computer.`;
  return `${machines === 1 ? 'One machine' : `${machines} machines`} of the farm at ${farm.where} ${machines === 1 ? 'renders' : 'render'} films.`;
}

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

/** A style's name as a title: "Cinema trailer", "MTV". */
export const titleOf = (name: string): string => (name.length <= 3 ? name.toUpperCase() : name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '));

/** Why a shot is there: what is about the choice and not about the work, and nothing twice. */
export const reasonsOf = (shot: Shot): string[] =>
  shot.reasons.filter((reason, i) => !/^\d+ frames are decoded before it$/.test(reason) && !shot.reasons.slice(0, i).some((before) => before.includes(reason)));

/** Where a shot begins, for those who hear it. */
const beatWords = (plan: Plan, frame: number): string => {
  const place = placeOf(plan, frame);
  return place?.onBeat ? (place.beat === 1 ? 'on the downbeat' : 'on the beat') : plan.beats.length ? 'off the beat' : '';
};

/** What an edit did, of the plan that it gave. */
export function editWords(plan: Plan, words: readonly string[]): string {
  if (words.length !== 1) return manyWords(plan, words);
  const [verb = '', value = ''] = words[0]!.split('=', 2);
  const id = value.split(/[:@]/)[0];
  const at = plan.shots.findIndex((s) => s.id === id);
  const shot: Shot | undefined = plan.shots[at];
  const shots = `${plan.shots.length} shots`;
  if (verb === 'drop') return `The shot is taken out; ${shots} remain.`;
  if (verb === 'ban') return 'The clip is never shown any more.';
  if (verb === 'rebeat') return 'The beats are others, and the cuts with them.';
  if (!shot) return 'Done.';
  const name = `Shot ${at + 1}`;
  const next = plan.shots[at + 1];
  const withBeat = (text: string, frame: number) => [text, beatWords(plan, frame)].filter(Boolean).join(', ');
  switch (verb) {
    case 'lock':
      return `${name} stays as it is.`;
    case 'unlock':
      return `${name} may change again.`;
    case 'roll':
      return next ? withBeat(`The cut between shots ${at + 1} and ${at + 2} is moved`, next.start) : 'The cut is moved.';
    case 'slip':
      return `${name} now begins ${lengthWords(shot.in)} into its clip.`;
    case 'move':
      return withBeat(`The shot is number ${at + 1} of ${plan.shots.length} now`, shot.start);
    case 'transition':
      return `${name} is entered in another way.`;
    case 'correct':
      return `${name} looks otherwise.`;
    case 'speed':
      return `${name} runs at another speed.`;
    case 'split':
      return `The shot is split; ${shots} now.`;
    default:
      return withBeat(`${name} now shows ${clipOf(plan, shot)}`, shot.start);
  }
}

// What an edit did to several shots at once.
function manyWords(plan: Plan, words: readonly string[]): string {
  const verbs = new Set(words.map((w) => w.split('=', 1)[0]));
  const what: Record<string, string> = {
    lock: `${words.length} shots stay as they are.`,
    unlock: `${words.length} shots may change again.`,
    drop: `${words.length} shots are taken out; ${plan.shots.length} remain.`,
    ban: `${words.length} clips are never shown any more.`,
    swap: `${words.length} shots show other takes.`,
    pin: `${words.length} shots show other takes.`,
    slip: `${words.length} takes are moved.`,
    transition: `${words.length} shots are entered in another way.`,
    correct: `${words.length} shots look otherwise.`,
    speed: `${words.length} shots run at another speed.`,
  };
  return (verbs.size === 1 && what[[...verbs][0]!]) || 'Done.';
}

/** A refusal without the words of the command line, and with files in place of their numbers. */
export function refusalWords(title: string, plan: Plan | null): string {
  const text = title.replace(/^\w+=\S+: /, '').replace(/clip '([\w-]+)'/g, (all, id: string) => {
    const source = plan?.sources.find((s) => s.id === id);
    return source ? nameOf(source.path) : all;
  });
  return text.charAt(0).toUpperCase() + text.slice(1);
}
