import { applyAnswer, guess } from './plan';
import type { EditAnswer, Plan, Problem } from './types';

/** Something that changes the plan. */
export interface Edit {
  readonly kind: 'edit' | 'undo' | 'redo' | 'show';
  readonly words: readonly string[];
  readonly label?: string;
  /** The revision that is shown again. */
  readonly to?: number;
}

/** The server said no, and why. */
export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
  }
}

export interface QueueWorld {
  /** Sends an edit made for a revision. Throws Refused for a reason of the server's, anything else where nothing was heard. */
  send(edit: Edit, revision: number): Promise<EditAnswer>;
  /** The plan that the server shows. */
  plan(): Promise<Plan>;
  /** Whether the server's head is this very edit: its answer was lost, not its effect. */
  isMine(edit: Edit, head: number, parent: number): Promise<boolean>;
  /** Waits before it is tried again. */
  pause(attempt: number): Promise<void>;
  /** Something is to be drawn. */
  changed(): void;
  done(edit: Edit, answer: EditAnswer): void;
  refused(edit: Edit, problem: Problem): void;
  /** Somebody else was first: these were taken back and can be done again. */
  stale(edits: readonly Edit[], problem: Problem): void;
  /** What is not sent yet, for keeping. */
  keep?(edits: readonly Edit[], revision: number): void;
}

/**
 * Edits in order, one under way at a time. Each is drawn at once, as well as it can be guessed, and is then confirmed or taken back with its
 * reason. Where nothing is heard it is kept and sent again; an answer that was lost does not make it happen twice.
 */
export class EditQueue {
  private readonly waiting: Edit[] = [];
  private underWay = false;
  private attempts = 0;
  private drawn: Plan;

  constructor(
    private confirmedPlan: Plan,
    private readonly world: QueueWorld,
  ) {
    this.drawn = confirmedPlan;
  }

  /** What the server has. */
  get confirmed(): Plan {
    return this.confirmedPlan;
  }

  /** What is shown: what the server has, with what is not confirmed. */
  get plan(): Plan {
    return this.drawn;
  }

  get pending(): number {
    return this.waiting.length;
  }

  /** Whether the last try was not heard. */
  get unheard(): boolean {
    return this.attempts > 0;
  }

  add(edit: Edit): void {
    const last = this.waiting.at(-1);
    const merged = last && this.waiting.length > 1 ? together(last, edit) : null;
    if (merged) this.waiting[this.waiting.length - 1] = merged;
    else this.waiting.push(edit);
    this.redraw();
    void this.go();
  }

  /** Another plan came from the server (planned anew, or edited elsewhere) while nothing of ours is under way. */
  replace(plan: Plan): void {
    this.confirmedPlan = plan;
    this.redraw();
  }

  private redraw(): void {
    let plan = this.confirmedPlan;
    for (const edit of this.waiting) {
      if (edit.kind !== 'edit') break;
      for (const word of edit.words) plan = guess(plan, word) ?? plan;
    }
    this.drawn = plan;
    this.world.keep?.(this.waiting, this.confirmedPlan.revision);
    this.world.changed();
  }

  private async go(): Promise<void> {
    if (this.underWay) return;
    this.underWay = true;
    try {
      for (let edit = this.waiting[0]; edit; edit = this.waiting[0]) await this.one(edit);
    } finally {
      this.underWay = false;
    }
  }

  private async one(edit: Edit): Promise<void> {
    try {
      const answer = await this.world.send(edit, this.confirmedPlan.revision);
      this.attempts = 0;
      this.waiting.shift();
      this.confirmedPlan = applyAnswer(this.confirmedPlan, answer);
      this.redraw();
      this.world.done(edit, answer);
    } catch (e) {
      if (!(e instanceof Refused)) {
        this.attempts++;
        this.world.changed();
        await this.world.pause(this.attempts);
        return;
      }
      await this.refuse(edit, e.problem);
    }
  }

  private async refuse(edit: Edit, problem: Problem): Promise<void> {
    const wasUnheard = this.attempts > 0;
    this.attempts = 0;
    if (problem.status !== 412) {
      this.waiting.shift();
      this.redraw();
      this.world.refused(edit, problem);
      return;
    }
    const parent = this.confirmedPlan.revision;
    const mine = wasUnheard && problem.head !== undefined && (await this.tried(() => this.world.isMine(edit, problem.head!, parent))) === true;
    const plan = await this.tried(() => this.world.plan());
    if (!plan) {
      // Nothing was heard again: the edit stays, and the next try finds out.
      this.attempts = 1;
      await this.world.pause(1);
      return;
    }
    this.confirmedPlan = plan;
    const taken = this.waiting.splice(0, mine ? 1 : this.waiting.length);
    this.redraw();
    if (!mine) this.world.stale(taken, problem);
  }

  private async tried<T>(what: () => Promise<T>): Promise<T | null> {
    try {
      return await what();
    } catch {
      return null;
    }
  }
}

/** Two slips or rolls of the same shot by frames are one; null where they are not. */
export function together(a: Edit, b: Edit): Edit | null {
  if (a.kind !== 'edit' || b.kind !== 'edit' || a.words.length !== 1 || b.words.length !== 1) return null;
  const one = /^(slip|roll)=([^:]+):([+-]?\d+)$/.exec(a.words[0]!);
  const two = /^(slip|roll)=([^:]+):([+-]?\d+)$/.exec(b.words[0]!);
  if (!one || !two || one[1] !== two[1] || one[2] !== two[2]) return null;
  const sum = Number(one[3]) + Number(two[3]);
  return sum === 0 ? null : { ...b, words: [`${one[1]}=${one[2]}:${sum > 0 ? '+' : ''}${sum}`] };
}
