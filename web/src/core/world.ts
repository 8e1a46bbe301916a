import type { Api } from './api';
import type { Memory } from './memory';
import type { Edit, QueueWorld } from './queue';
import type { Notice } from './state';
import type { EditAnswer, HistoryEntry, Plan, Problem } from './types';
import { refusalWords } from './words';

/** Who is told what becomes of edits. */
export interface Teller {
  /** The project's address in the API. */
  base(): string;
  /** The project's name in addresses. */
  project(): string | undefined;
  plan(): Plan | null;
  edit(edit: Edit): void;
  say(text: string): void;
  notify(text: string, detail?: string, act?: Notice['act']): number;
  dismiss(id: number): void;
  changed(): void;
  done(edit: Edit, answer: EditAnswer): void;
}

const nameOf = (project: string | undefined) => `edits-${project}`;

/** What edits need of the world: the server, a memory for what is not sent yet, and words for what became of them. */
export class World implements QueueWorld {
  // What was refused last, while it is still said.
  private refusal = 0;

  constructor(
    private readonly api: Api,
    private readonly memory: Memory,
    private readonly teller: Teller,
  ) {}

  send(edit: Edit, revision: number): Promise<EditAnswer> {
    const base = this.teller.base();
    if (edit.kind === 'edit') return this.api.patch<EditAnswer>(`${base}/plan`, { edit: edit.words, label: edit.label }, revision);
    if (edit.kind === 'show') return this.api.post<EditAnswer>(`${base}/head`, { revision: edit.to }, revision);
    return this.api.post<EditAnswer>(`${base}/${edit.kind}`, undefined, revision);
  }

  plan(): Promise<Plan> {
    return this.api.get<Plan>(`${this.teller.base()}/plan`);
  }

  async isMine(edit: Edit, head: number, parent: number): Promise<boolean> {
    if (edit.kind === 'show') return head === edit.to;
    const { revisions } = await this.api.get<{ revisions: HistoryEntry[] }>(`${this.teller.base()}/history`);
    const last = revisions.find((r) => r.number === head);
    return last?.parent === parent && edit.kind === 'edit' && JSON.stringify(last.edit) === JSON.stringify(edit.words);
  }

  pause(attempt: number): Promise<void> {
    return new Promise<void>((go) => setTimeout(go, Math.min(5000, 250 * 2 ** attempt)));
  }

  changed(): void {
    this.teller.changed();
  }

  done(edit: Edit, answer: EditAnswer): void {
    // What could not be done a moment ago is no news any more.
    if (this.refusal) this.teller.dismiss(this.refusal);
    this.teller.done(edit, answer);
  }

  refused(_: Edit, problem: Problem): void {
    const text = refusalWords(problem.title, this.teller.plan());
    this.teller.say([text, problem.remedy].filter(Boolean).join(' '));
    if (this.refusal) this.teller.dismiss(this.refusal);
    this.refusal = this.teller.notify(text, problem.remedy);
  }

  stale(edits: readonly Edit[]): void {
    const what = edits.length === 1 ? 'Your edit was' : `Your ${edits.length} edits were`;
    this.teller.notify(`${what} taken back: the montage was changed elsewhere.`, 'This is how it is now. Do it again if it is still meant.', {
      label: 'Do it all the same',
      do: () => edits.forEach((e) => this.teller.edit(e)),
    });
  }

  keep(edits: readonly Edit[], revision: number): void {
    const name = nameOf(this.teller.project());
    if (edits.length) this.memory.setItem(name, JSON.stringify({ revision, edits }));
    else this.memory.removeItem(name);
  }

  /** What a page that went away had not sent yet, if the plan is still the one that it was meant for. */
  kept(revision: number | undefined): readonly Edit[] {
    const name = nameOf(this.teller.project());
    const kept = this.memory.getItem(name);
    if (!kept) return [];
    const was = JSON.parse(kept) as { revision: number; edits: Edit[] };
    if (was.revision === revision) return was.edits;
    this.memory.removeItem(name);
    return [];
  }
}
