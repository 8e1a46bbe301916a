import { mostKept } from './jobs';
import { type Piece, piecesOfPlaylist, piecesOfShots, piecesOfStream } from './pieces';
import { parsePlaylist } from './playlist';
import { Store } from './store';
import { isOver, type Job, type Plan } from './types';

/** A plan and where its pictures are. */
export interface Stage {
  pieces: readonly Piece[];
  plan: Plan | null;
}

/** What the viewer plays. Revision 0 is a montage whose plan is still being made. */
export interface OnScreen {
  pieces: readonly Piece[];
  plan: Pick<Plan, 'revision' | 'rate' | 'frames'> | null;
}

/** What stages have to know of the rest. */
export interface Backstage {
  /** The plan that the server has; what is only guessed has no pictures of its own. */
  plan(): Plan | null;
  job(id: string): Job | undefined;
  /** The shape of a montage that can be watched although its plan is still being made; null when that is over. */
  coming(coming: { aspect: string } | null): void;
}

const nothing = { pieces: [], plan: null };

/** Where the pictures are, and which of them are on the screen: the plan's, those of a plan that is still being made, or a look at others. */
export class Stages {
  readonly pieces = new Store<Stage>(nothing);
  /** What is on the screen: the plan, or for a moment something that could stand in its place. */
  readonly screen = new Store<OnScreen>(nothing);
  private readonly streams = new Map<string, string>();
  private readonly watched = new Set<string>();
  private wishes = 0;
  private peeking = false;
  // The job whose plan is on its way while its first pictures are on the screen already, and their shape.
  private coming: string | null = null;
  private isSeen = false;
  private again = 0;

  constructor(private readonly behind: Backstage) {}

  clear(): void {
    this.pieces.set(nothing);
    this.screen.set(nothing);
  }

  /** Another project has other streams. */
  forget(): void {
    this.streams.clear();
  }

  /** Puts something else on the screen, until `peekOver`. @returns Whether there are pictures of it. */
  peek(stage: Stage): boolean {
    if (!stage.plan || !stage.pieces.some((p) => p.track !== 'sound')) return false;
    this.wishes++;
    this.peeking = true;
    this.screen.set(stage);
    return true;
  }

  peekOver(): void {
    this.wishes++;
    if (!this.peeking) return;
    this.peeking = false;
    this.screen.set(this.pieces.value);
  }

  /** A look at a plan that has to be asked for first; a later wish takes its place. */
  async peekLater(asked: Promise<Plan>): Promise<boolean> {
    const mine = ++this.wishes;
    const plan = await asked.catch(() => null);
    return !!plan && mine === this.wishes && this.peek({ plan, pieces: piecesOfShots(plan) });
  }

  /** Finds out where the pictures of the plan are. Calls that come while it is at it are one more look. */
  async look(): Promise<void> {
    if (this.again++ > 0) return;
    do {
      this.again = 1;
      const plan = this.behind.plan();
      if (!plan) break;
      try {
        const stage = { pieces: await this.piecesOf(plan), plan };
        this.pieces.set(stage);
        if (!this.peeking && !this.coming) this.screen.set(stage);
      } catch {
        // The player goes on with what it has; the next event looks again.
      }
    } while (this.again > 1);
    this.again = 0;
  }

  private async piecesOf(plan: Plan): Promise<readonly Piece[]> {
    if (plan.shots.some((s) => s.shown)) return piecesOfShots(plan);
    const address = this.streams.get(String(plan.revision)) ?? [...this.streams.values()].at(-1);
    if (!address) return [];
    const answer = await fetch(address);
    if (!answer.ok) return [];
    const playlist = parsePlaylist(await answer.text(), address);
    const isOwn = this.streams.has(String(plan.revision));
    const pieces = piecesOfStream(plan, playlist, plan.song?.fingerprint);
    // An older stream still shows what the edit left as it was.
    return isOwn ? pieces : this.pieces.value.pieces.filter((p) => pieces.some((q) => q.key === p.key && q.start === p.start));
  }

  /** Plays what is made while its plan is still being chosen: the first seconds are there long before the last shot is. */
  async watch(id: string, stream: string, rate: string, aspect: string, frames: number): Promise<void> {
    const job = this.behind.job(id);
    if (job?.kind !== 'plan' || isOver(job) || job.result?.revision || this.coming === id || this.watched.has(id)) return;
    this.coming = id;
    this.watched.add(id);
    while (this.coming === id) {
      const answer = await fetch(stream).catch(() => null);
      const pieces = answer?.ok ? piecesOfPlaylist(parsePlaylist(await answer.text(), stream)) : [];
      if (this.coming !== id) return;
      if (pieces.length && !this.peeking) {
        this.screen.set({ pieces, plan: { revision: 0, rate, frames } });
        if (!this.isSeen) this.behind.coming({ aspect });
        this.isSeen = true;
      }
      await new Promise((go) => setTimeout(go, 500));
    }
  }

  /** @param only The job that is over; left out, whichever is watched. */
  watchOver(only: string | null = this.coming): void {
    if (!this.coming || only !== this.coming) return;
    this.coming = null;
    this.isSeen = false;
    this.behind.coming(null);
    if (!this.peeking) this.screen.set(this.pieces.value);
  }

  /** Which revision a job shows: what it was asked for, what it made, or what is being planned. */
  streamOf(id: string, stream: string): void {
    const job = this.behind.job(id);
    const revision = job?.result?.revision ?? job?.ask?.revision ?? (job?.kind === 'plan' ? this.behind.plan()?.revision : undefined);
    if (revision === undefined) return;
    this.streams.delete(String(revision));
    this.streams.set(String(revision), stream);
    // Of old revisions the server says where their pictures are.
    for (const old of this.streams.keys()) {
      if (this.streams.size <= mostKept) break;
      this.streams.delete(old);
    }
  }
}
