import { shotAt, signatureOf } from './plan';
import type { Playlist } from './playlist';
import { frameAt, middleOf, parseRate, secondsAt } from './time';
import type { Plan } from './types';

export type Track = 'both' | 'picture' | 'sound';

/** A part of what is played: where it belongs and where it is fetched. Two pieces of one key are the same pictures or the same sound. */
export interface Piece {
  readonly track: Track;
  readonly start: number;
  readonly end: number;
  readonly key: string;
  readonly url: string;
  /** A header of its own; absent where the file begins with it. */
  readonly header?: string;
  /** Seconds added to the file's own times. */
  readonly offset: number;
  /** 0 draft, 1 with its look, 2 final. */
  readonly tier: number;
  /** Above 0 where the server put a better encode into the place of one of the same key. */
  readonly better: number;
}

/** Whether what is there will do for what is wanted. */
export const isAsWanted = (there: Piece, want: Piece): boolean =>
  there.key === want.key && there.start === want.start && (want.better === 0 || there.url === want.url);

/** How good the pictures of each shot are, by its id; shots without pictures are left out. */
export function tiersOf(plan: Plan, pieces: readonly Piece[]): ReadonlyMap<string, number> {
  const rate = parseRate(plan.rate);
  const pictures = pieces.filter((p) => p.track !== 'sound').sort((a, b) => a.start - b.start);
  const tiers = new Map<string, number>();
  let at = 0;
  for (const shot of plan.shots) {
    const middle = middleOf(rate, shot.start);
    while (at < pictures.length && pictures[at]!.end <= middle) at++;
    const piece = pictures[at];
    if (piece && piece.start <= middle) tiers.set(shot.id, piece.tier);
  }
  return tiers;
}

/** Pieces of a plan whose shots have addresses of their own. Shots without pictures yet are left out. */
export function piecesOfShots(plan: Plan): Piece[] {
  const rate = parseRate(plan.rate);
  const pieces: Piece[] = [];
  for (const shot of plan.shots) {
    const url = shot.shown;
    if (!url) continue;
    const start = secondsAt(rate, shot.start);
    pieces.push({
      track: 'picture',
      start,
      end: secondsAt(rate, shot.start + shot.frames),
      key: `${url} ${shot.frames}`,
      url,
      offset: start,
      tier: shot.tier ?? 2,
      better: 0,
    });
  }
  const length = secondsAt(rate, plan.frames);
  for (let i = 0; plan.sound && i < plan.sound.pieces; i++) {
    const url = `${plan.sound.href}/${i}.m4s`;
    pieces.push({ track: 'sound', start: i * 4, end: Math.min(length, i * 4 + 4), key: url, url, offset: 0, tier: 2, better: 0 });
  }
  return pieces;
}

/**
 * Pieces of a stream. What a piece shows is told by the shots that lie in it, so that the stream of the next revision is the same pieces
 * but for those that an edit touched, whatever its files are called. Better pictures of the same shots come under a name with a counter.
 */
export function piecesOfStream(plan: Plan, playlist: Playlist, sound = ''): Piece[] {
  const rate = parseRate(plan.rate);
  return piecesOfPlaylist(playlist).map((piece) => {
    const from = frameAt(rate, piece.start);
    const to = frameAt(rate, piece.end) - 1;
    const parts: string[] = [];
    for (let i = shotAt(plan.shots, from); i >= 0 && i < plan.shots.length && plan.shots[i]!.start <= to; i++) parts.push(signatureOf(plan, i));
    return { ...piece, key: `${from} ${parts.join('|')} ${sound}` };
  });
}

/** Pieces of a stream of whose shots nothing is known yet. */
export const piecesOfPlaylist = (playlist: Playlist): Piece[] =>
  playlist.segments.map((s) => ({
    track: 'both' as const,
    start: s.start,
    end: s.end,
    key: s.url.replace(/(segment-\d+)-\d+\.m4s$/, '$1.m4s'),
    url: s.url,
    header: s.header,
    offset: 0,
    tier: 2,
    // Better pictures of the same shots come under a name with a counter.
    better: Number(/segment-\d+-(\d+)\.m4s$/.exec(s.url)?.[1] ?? 0),
  }));

/** What to fetch next: pieces that are not there as they should be, those at the playhead first, then what follows it, then what is before. */
export function wanted(pieces: readonly Piece[], there: ReadonlyMap<string, readonly Piece[]>, at: number, ahead: number): Piece[] {
  const missing = pieces.filter((p) => {
    if (p.end <= at - 1 || p.start >= at + ahead) return false;
    return !(there.get(p.track) ?? []).some((t) => isAsWanted(t, p));
  });
  const rank = (p: Piece) => (p.start <= at && at < p.end ? -1 : p.start >= at ? p.start - at : 1e6 - p.end);
  return missing.sort((a, b) => rank(a) - rank(b));
}

/** What is there after a piece was put over what was. What it covers in part is not whole any more, so it is not there any more. */
export function put(there: readonly Piece[], piece: Piece): Piece[] {
  const hair = 1e-4;
  return [...there.filter((t) => t.end <= piece.start + hair || t.start >= piece.end - hair), piece];
}

/** What is there after a stretch was taken out. */
export const cut = (there: readonly Piece[], start: number, end: number): Piece[] => there.filter((t) => t.end <= start || t.start >= end);
