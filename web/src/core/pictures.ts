import { Bytes } from './bytes';
import { audible } from './curve';
import { codecsOf, tracksOf } from './mp4';
import type { Piece } from './pieces';
import { Player } from './player';
import { signatureOf, usesOf } from './plan';
import { parseRate, secondsAt } from './time';
import type { Plan } from './types';

const width = 164;
// Pictures of shots that are in the plan no more: an undo has them at once.
const mostOld = 200;

/** Small pictures of shots, drawn from the very pictures that are played, by a video that nobody sees. One at a time, when nothing else is to do. */
export class Thumbs {
  private readonly made = new Map<string, HTMLCanvasElement>();
  private readonly scout: Player;
  private readonly video = document.createElement('video');
  private plan: Plan | null = null;
  private pieces: readonly Piece[] = [];
  private working = false;
  private again = false;

  constructor(
    bytes: Bytes,
    private readonly changed: () => void,
  ) {
    this.video.muted = true;
    this.scout = new Player(this.video, { num: 25, den: 1 }, () => {}, bytes, 0.5);
  }

  /** How many there are. */
  get count(): number {
    return this.made.size;
  }

  of(plan: Plan, index: number): HTMLCanvasElement | null {
    return this.made.get(signatureOf(plan, index)) ?? null;
  }

  /** A picture of a clip: that of the first of its shots that has one. */
  ofSource(plan: Plan, source: string): HTMLCanvasElement | null {
    for (const i of usesOf(plan.shots).get(source) ?? []) {
      const made = this.of(plan, i);
      if (made) return made;
    }
    return null;
  }

  set(pieces: readonly Piece[], plan: Plan): void {
    this.plan = plan;
    this.pieces = pieces;
    this.scout.set(
      pieces.filter((p) => p.track !== 'sound'),
      plan.revision,
      parseRate(plan.rate),
      plan.frames,
    );
    void this.work();
  }

  private async work(): Promise<void> {
    if (this.working) {
      this.again = true;
      return;
    }
    this.working = true;
    // On a busy machine one may not come in time; it is tried again, and not for ever.
    let late = false;
    let rounds = 0;
    do {
      this.again = false;
      late = false;
      const plan = this.plan!;
      const rate = parseRate(plan.rate);
      for (const [i, shot] of plan.shots.entries()) {
        const key = signatureOf(plan, i);
        const at = secondsAt(rate, shot.start + Math.min(8, shot.frames >> 1));
        if (this.made.has(key) || !this.pieces.some((p) => p.track !== 'sound' && p.start <= at && at < p.end)) continue;
        if (this.again) break;
        // An edit in the meantime makes it the picture of something else.
        if (!(await this.seen(shot.start + Math.min(8, shot.frames >> 1)))) late = true;
        else if (this.plan === plan) this.keep(key);
      }
    } while (this.again || (late && rounds++ < 3));
    this.working = false;
  }

  private seen(frame: number): Promise<boolean> {
    return new Promise((done) => {
      const over = setTimeout(() => end(false), 4000);
      const end = (yes: boolean) => {
        clearTimeout(over);
        clearInterval(watch);
        this.video.removeEventListener('seeked', look);
        done(yes);
      };
      const look = () => {
        const { readyState, seeking, currentTime } = this.video;
        if (readyState >= 2 && !seeking && this.scout.frame === frame && this.scout.isCurrent(currentTime)) end(true);
      };
      // A seek can end before the player notes what was appended for it.
      const watch = setInterval(look, 50);
      this.video.addEventListener('seeked', look);
      this.scout.seek(frame);
    });
  }

  private keep(key: string): void {
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = Math.round((width * this.video.videoHeight) / Math.max(1, this.video.videoWidth)) || 92;
    canvas.getContext('2d')!.drawImage(this.video, 0, 0, canvas.width, canvas.height);
    this.made.set(key, canvas);
    this.forget();
    this.changed();
  }

  private forget(): void {
    const shots = this.plan?.shots.length ?? 0;
    if (this.made.size <= 2 * shots + mostOld) return;
    const current = new Set(Array.from({ length: shots }, (_, i) => signatureOf(this.plan!, i)));
    for (const key of this.made.keys()) {
      if (this.made.size <= shots + mostOld) break;
      if (!current.has(key)) this.made.delete(key);
    }
  }
}

/** Peaks of the sound, a hundred a second, from the pieces that are played. */
export class Peaks {
  private readonly made = new Map<string, { start: number; peaks: Float32Array }>();
  private list: { start: number; end: number; peaks: Float32Array }[] = [];
  // The loudest moment of all: it fills the band, so that a quiet song is seen, too.
  private loudest = 0;
  private context: OfflineAudioContext | null = null;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly bytes: Bytes,
    private readonly changed: () => void,
  ) {}

  /** The loudest moment between two seconds, 0 to 1. */
  at(from: number, to: number): number {
    let most = 0;
    for (const part of this.list) {
      if (part.end <= from || part.start >= to) continue;
      const first = Math.max(0, Math.floor((from - part.start) * 100));
      const last = Math.min(part.peaks.length, Math.max(first + 1, Math.ceil((to - part.start) * 100)));
      for (let i = first; i < last; i++) if (part.peaks[i]! > most) most = part.peaks[i]!;
    }
    return this.loudest > audible ? Math.min(1, most / this.loudest) : most;
  }

  set(pieces: readonly Piece[]): void {
    const own = pieces.filter((p) => p.track !== 'picture');
    this.turn = this.turn.then(async () => {
      for (const piece of own) await this.one(piece).catch(() => {});
      this.list = own.flatMap((p) => {
        const made = this.made.get(`${p.start} ${p.key}`);
        return made ? [{ start: p.start, end: p.end, peaks: made.peaks }] : [];
      });
      this.loudest = this.list.reduce((most, part) => part.peaks.reduce((a, b) => Math.max(a, b), most), 0);
      this.changed();
    });
  }

  private async one(piece: Piece): Promise<void> {
    const key = `${piece.start} ${piece.key}`;
    if (this.made.has(key)) return;
    const header = piece.header ? new Uint8Array(await this.bytes.get(piece.header)) : new Uint8Array();
    const body = new Uint8Array(await this.bytes.get(piece.url));
    const all = new Uint8Array(header.length + body.length);
    all.set(header);
    all.set(body, header.length);
    if (!tracksOf(codecsOf(all)).sound) return;
    this.context ??= new OfflineAudioContext(1, 1, 22050);
    const sound = (await this.context.decodeAudioData(all.buffer)).getChannelData(0);
    // A decoder may put silence in front of a piece that does not begin at 0; what counts is its end.
    const from = Math.max(0, sound.length - Math.round((piece.end - piece.start) * 22050));
    const peaks = new Float32Array(Math.ceil((sound.length - from) / 220.5));
    for (let i = from; i < sound.length; i++) {
      const at = Math.floor((i - from) / 220.5);
      peaks[at] = Math.max(peaks[at]!, Math.abs(sound[i]!));
    }
    this.made.set(key, { start: piece.start, peaks });
    this.list.push({ start: piece.start, end: piece.end, peaks });
    this.loudest = peaks.reduce((a, b) => Math.max(a, b), this.loudest);
    this.changed();
  }
}
