/** Frames per second as a fraction, so that no rounding adds up. */
export interface Rate {
  readonly num: number;
  readonly den: number;
}

/** A rate such as "25" or "30000/1001". */
export function parseRate(text: string): Rate {
  const [num, den] = text.split('/').map(Number);
  if (!num || num <= 0 || (den !== undefined && !(den > 0))) throw new Error(`'${text}' is no frame rate.`);
  return { num, den: den ?? 1 };
}

/** A rate for people: 25, 29.97. */
export const rateWords = (rate: Rate): string => String(Number((rate.num / rate.den).toFixed(2)));

/** Second at which a frame begins. */
export const secondsAt = (rate: Rate, frame: number): number => (frame * rate.den) / rate.num;

/** Frame that is shown at a second: the last one that has begun. A hair before a frame's begin counts as the frame. */
export const frameAt = (rate: Rate, seconds: number): number => Math.floor((seconds * rate.num) / rate.den + 1e-3);

/** Middle of a frame: where a player is sent so that rounding cannot show a neighbour. */
export const middleOf = (rate: Rate, frame: number): number => ((frame + 0.5) * rate.den) / rate.num;

/** Minutes, seconds and frames, such as 00:11:17. Hours are added where there are some. */
export function timecode(rate: Rate, frame: number): string {
  const whole = Math.max(0, Math.floor(frame));
  const nominal = Math.round(rate.num / rate.den);
  const seconds = Math.floor(whole / nominal);
  const two = (n: number) => String(n).padStart(2, '0');
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}:${two(whole % nominal)}`;
  return seconds >= 3600 ? `${Math.floor(seconds / 3600)}:${rest}` : rest;
}

/** A length for people: 1.58 s, 1 min 4 s. */
export function lengthWords(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return whole % 60 ? `${minutes} min ${whole % 60} s` : `${minutes} min`;
}

/** A size for people. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let at = 0;
  let value = bytes;
  while (value >= 1000 && at < units.length - 1) {
    value /= 1000;
    at++;
  }
  return `${at === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[at]}`;
}
