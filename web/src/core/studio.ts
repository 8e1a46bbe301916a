import { Api, problemOf } from './api';
import { Events, type Told } from './events';
import { parsePlaylist } from './playlist';
import { type Piece, piecesOfPlaylist, piecesOfShots, piecesOfStream } from './pieces';
import { type Edit, EditQueue, Refused } from './queue';
import { Store } from './store';
import { begin, type Notice, type Screen, type State } from './state';
import type { Alternative, Choice, EditAnswer, HistoryEntry, Info, Job, Plan, Problem, Project, ProjectEntry, Section, Settings, Shot, Song } from './types';
import { Once } from './once';
import { placesOf } from './selection';
import { sectionsOf, withPicturesOf } from './plan';
import { clipOf, isOver } from './types';
import { editWords, refusalWords, sentenceOf } from './words';

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

/** Everything that the page knows, and everything that can be done with it. What is drawn listens to `state` and `pieces`. */
export class Studio {
  readonly state = new Store<State>(begin);
  readonly pieces = new Store<Stage>({ pieces: [], plan: null });
  /** What is on the screen: the plan, or for a moment something that could stand in its place. */
  readonly screen = new Store<OnScreen>({ pieces: [], plan: null });
  private peeks = 0;
  private peeking = false;
  private queue: EditQueue | null = null;
  private events: Events | null = null;
  private streams = new Map<string, string>();
  // The job whose plan is on its way while its first pictures are on the screen already.
  private coming: string | null = null;
  private readonly watched = new Set<string>();
  private heardSong: { of: string; song: Song } | null = null;
  private lookAgain = 0;
  private notice = 0;
  private refusal = 0;

  constructor(
    readonly api: Api,
    private readonly memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  ) {}

  get now(): State {
    return this.state.value;
  }

  /** Signs in where a token came with the address, and finds out what there is. */
  async start(hash: string): Promise<void> {
    const token = /token=([^&]+)/.exec(hash)?.[1];
    try {
      if (token) await this.api.signIn(decodeURIComponent(token));
      const [info, styles] = await Promise.all([this.api.get<Info>('/api/info'), this.api.get<Choice[]>('/api/styles')]);
      this.state.update({ signedIn: true, info, styles, isServerThere: true });
      this.events ??= this.listen();
      await this.listProjects();
      const open = /project=([\w-]+)/.exec(hash)?.[1];
      if (open) await this.open(open);
    } catch (e) {
      const problem = problemOf(e);
      if (problem.status === 401 || problem.status === 403) this.state.update({ signedIn: false });
      else {
        this.state.update({ isServerThere: false, problem });
        setTimeout(() => void this.start(hash), 2000);
      }
    }
  }

  async listProjects(): Promise<void> {
    this.state.update({ projects: await this.api.get<ProjectEntry[]>('/api/projects') });
  }

  async create(name: string): Promise<Project | null> {
    return this.tried(async () => {
      const project = await this.api.post<Project>('/api/projects', { name });
      this.state.update({ project, plan: null, screen: 'gather', seen: {}, song: null, selected: null, chosen: [], alternatives: null });
      this.queue = null;
      this.setAddress();
      return project;
    });
  }

  async open(id: string): Promise<void> {
    await this.tried(async () => {
      const project = await this.api.get<Project>(`/api/projects/${id}`);
      this.streams.clear();
      this.watchOver();
      this.queue = null;
      this.state.update({ project, plan: null, seen: {}, song: null, selected: null, chosen: [], alternatives: null, history: null, jobs: {} });
      this.setAddress();
      const jobs = await this.api.get<Job[]>(`/api/jobs?project=${id}`);
      for (const job of jobs.reverse()) this.hearJob(job);
      if (project.head > 0) {
        await this.loadPlan();
        this.go('edit');
        this.sendKept();
      } else this.go('gather');
    });
  }

  close(): void {
    this.watchOver();
    this.queue = null;
    this.state.update({ project: null, plan: null, screen: 'start', selected: null, chosen: [], problem: null });
    this.pieces.set({ pieces: [], plan: null });
    this.screen.set({ pieces: [], plan: null });
    this.setAddress();
    void this.listProjects().catch(() => {});
  }

  go(screen: Screen): void {
    this.state.update({ screen });
    if (screen === 'edit' && this.now.plan && !this.now.selected) this.select(this.now.plan.shots[0]?.id ?? null, false);
  }

  get base(): string {
    return `/api/projects/${this.now.project?.id}`;
  }

  /** Plans; the plan is watched while it is made. */
  async make(settings: Settings): Promise<void> {
    await this.tried(async () => {
      await this.api.post(`${this.base}/plan`, { settings });
      this.say('The montage is being made.');
    });
  }

  edit(words: string[], label?: string): void {
    this.send({ kind: 'edit', words, label });
  }

  undo(): void {
    this.send({ kind: 'undo', words: [] });
  }

  redo(): void {
    this.send({ kind: 'redo', words: [] });
  }

  /** Shows a revision of the history again. */
  restore(revision: number): void {
    this.peekOver();
    if (revision !== this.now.plan?.revision) this.send({ kind: 'show', words: [], to: revision });
  }

  /** Makes the pictures that are missing of what is shown. */
  async remake(): Promise<void> {
    const revision = this.queue?.confirmed.revision;
    if (revision) await this.tried(() => this.api.post(`${this.base}/previews`, { revision }));
  }

  /** Puts something else on the screen, until `peekOver`. @returns Whether there are pictures of it. */
  peek(stage: Stage): boolean {
    if (!stage.plan || !stage.pieces.some((p) => p.track !== 'sound')) return false;
    this.peeks++;
    this.peeking = true;
    this.screen.set(stage);
    return true;
  }

  /** A revision of the history, for a look at it. */
  async peekRevision(revision: number): Promise<boolean> {
    const mine = ++this.peeks;
    const plan = await this.api.get<Plan>(`${this.base}/plan?rev=${revision}`).catch(() => null);
    return !!plan && mine === this.peeks && this.peek({ plan, pieces: piecesOfShots(plan) });
  }

  peekOver(): void {
    this.peeks++;
    if (!this.peeking) return;
    this.peeking = false;
    this.screen.set(this.pieces.value);
  }

  /** Takes files from where they lie now. @returns Whether it was done. */
  async relink(take: readonly { id: string; path: string }[]): Promise<boolean> {
    const project = await this.tried(() => this.api.put<Project>(`${this.base}/relink`, { take }));
    if (!project) return false;
    this.state.update({ project });
    if (this.queue && !this.queue.pending) await this.tried(() => this.loadPlan());
    return true;
  }

  async vary(count: number): Promise<void> {
    await this.tried(() => this.api.post(`${this.base}/variants`, { count }));
  }

  private send(edit: Edit): void {
    this.queue?.add(edit);
  }

  select(id: string | null, tell = true): void {
    if (id === this.now.selected && this.now.chosen.length < 2 && this.now.alternatives?.shot === id) return;
    this.state.update({ selected: id, chosen: id ? [id] : [], alternatives: id ? { shot: id, list: null } : null });
    if (tell && id) this.say(this.wordsOfShot(id));
    if (id) void this.loadAlternatives(id);
  }

  /** Chooses several shots; keys that are about one are about `main`. */
  selectAll(ids: readonly string[], main: string | null = ids.at(-1) ?? null): void {
    if (ids.length < 2) return this.select(ids[0] ?? null);
    const shots = this.now.plan?.shots ?? [];
    const selected = main !== null && ids.includes(main) ? main : ids.at(-1)!;
    this.state.update({ selected, chosen: ids, alternatives: null });
    this.say(`${ids.length} shots chosen: ${placesOf(shots, ids)}`);
  }

  private async loadAlternatives(id: string): Promise<void> {
    try {
      const list = await this.api.get<Alternative[]>(`${this.base}/shots/${encodeURIComponent(id)}/alternatives`);
      if (this.now.selected === id) this.state.update({ alternatives: { shot: id, list } });
    } catch (e) {
      if (this.now.selected === id) this.state.update({ alternatives: { shot: id, list: [], why: problemOf(e).title } });
    }
  }

  async loadHistory(): Promise<void> {
    await this.tried(async () => {
      const history = await this.api.get<{ revisions: HistoryEntry[] }>(`${this.base}/history`);
      this.state.update({ history: history.revisions });
    });
  }

  say(text: string): void {
    this.state.update({ said: text });
  }

  notify(text: string, detail?: string, act?: Notice['act']): number {
    const id = ++this.notice;
    this.state.update({ notices: [...this.now.notices.slice(-2), { id, text, detail, act }] });
    return id;
  }

  dismiss(id: number): void {
    this.state.update({ notices: this.now.notices.filter((n) => n.id !== id) });
  }

  /** Does something; a reason why it could not be done is shown. */
  async tried<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const result = await work();
      if (this.now.problem) this.state.update({ problem: null });
      return result;
    } catch (e) {
      const problem = problemOf(e);
      if (problem.status === 401) this.state.update({ signedIn: false });
      this.state.update({ problem, said: sentenceOf(problem) });
      return null;
    }
  }

  private wordsOfShot(id: string): string {
    const plan = this.now.plan;
    const shot = plan?.shots.find((s) => s.id === id);
    return plan && shot ? `Shot ${shot.index + 1} of ${plan.shots.length}, ${clipOf(plan, shot)}` : '';
  }

  // The address names the project, so that a reload comes back to it; the token is not kept in it.
  private setAddress(): void {
    const id = this.now.project?.id;
    history.replaceState(null, '', id ? `#project=${id}` : '#');
  }

  /** Asks for the plan that is shown. What comes to be known while it is on its way is asked for once more. */
  loadPlan(): Promise<void> {
    return this.plans.run();
  }

  private readonly plans = new Once(() => this.takePlan());

  private async takePlan(): Promise<void> {
    const project = this.now.project?.id;
    const was = this.queue?.confirmed.revision;
    const plan = await this.api.get<Plan>(`${this.base}/plan`);
    if (project !== this.now.project?.id) return;
    const queue = this.queue;
    const now = queue?.confirmed.revision;
    if (!queue) this.queue = new EditQueue(plan, this.world());
    else if (plan.revision === now) queue.replace(withPicturesOf(plan, queue.confirmed));
    else if (queue.pending) {
      // What is under way is answered by a newer one; then it is asked for again.
      this.late = true;
      return;
    } else if (now !== was) return void this.plans.run();
    else queue.replace(plan);
    this.drawn();
  }

  private late = false;

  // Sections are the song's; they are heard once, and put on the frames of every plan.
  private withSections(plan: Plan): Plan {
    const song = this.heardSong;
    const of = plan.song?.fingerprint;
    if (!of) return plan;
    if (song?.of === of) return { ...plan, sections: this.sections(plan, song.song) };
    if (!this.asksSong) void this.loadSong(of);
    return plan;
  }

  private asksSong = false;
  private sectionsMemo: { song: Song; shots: readonly Shot[]; start: number; list: Section[] } | null = null;

  private sections(plan: Plan, song: Song): Section[] {
    const memo = this.sectionsMemo;
    const start = plan.song?.start ?? 0;
    if (memo?.song === song && memo.start === start && memo.shots === plan.shots) return memo.list;
    const list = sectionsOf(plan, song);
    this.sectionsMemo = { song, start, shots: plan.shots, list };
    return list;
  }

  private async loadSong(of: string): Promise<void> {
    this.asksSong = true;
    try {
      const song = await this.api.get<Song>(`${this.base}/song`);
      this.heardSong = { of, song };
      const { confidence, reason, otherTempi } = song;
      this.state.update({ song: { beats: song.beats.length, confidence, reason, otherTempi } });
      if (this.queue) this.drawn();
    } catch {
      // Without sections there is no band for them.
      this.heardSong = { of, song: { path: '', confidence: 0, reason: '', beats: [], sections: [], otherTempi: [] } };
    } finally {
      this.asksSong = false;
    }
  }

  private drawn(): void {
    const queue = this.queue;
    if (!queue) return;
    const plan = queue.plan;
    this.state.update({ plan: this.withSections(plan), pending: queue.pending, unheard: queue.unheard, ...this.stillChosen(plan) });
    void this.look();
  }

  // Of what was chosen, what the plan still has.
  private stillChosen(plan: Plan): Partial<State> {
    const { chosen, selected } = this.now;
    const ids = new Set(plan.shots.map((s) => s.id));
    if (chosen.every((id) => ids.has(id))) return {};
    const left = chosen.filter((id) => ids.has(id));
    const isThere = selected !== null && ids.has(selected);
    return { chosen: left, ...(isThere ? {} : { selected: left[0] ?? null, alternatives: null }) };
  }

  /** Finds out where the pictures of the plan are. Calls that come while it is at it are one more look. */
  private async look(): Promise<void> {
    if (this.lookAgain++ > 0) return;
    do {
      this.lookAgain = 1;
      // What the server has: what is only guessed has no pictures of its own.
      const plan = this.queue?.confirmed;
      if (!plan) break;
      try {
        const stage = { pieces: await this.piecesOf(plan), plan };
        this.pieces.set(stage);
        if (!this.peeking && !this.coming) this.screen.set(stage);
      } catch {
        // The player goes on with what it has; the next event looks again.
      }
    } while (this.lookAgain > 1);
    this.lookAgain = 0;
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

  private world() {
    return {
      send: (edit: Edit, revision: number) =>
        edit.kind === 'edit'
          ? this.api.patch<EditAnswer>(`${this.base}/plan`, { edit: edit.words, label: edit.label }, revision)
          : edit.kind === 'show'
            ? this.api.post<EditAnswer>(`${this.base}/head`, { revision: edit.to }, revision)
            : this.api.post<EditAnswer>(`${this.base}/${edit.kind}`, undefined, revision),
      plan: () => this.api.get<Plan>(`${this.base}/plan`),
      isMine: async (edit: Edit, head: number, parent: number) => {
        if (edit.kind === 'show') return head === edit.to;
        const { revisions } = await this.api.get<{ revisions: HistoryEntry[] }>(`${this.base}/history`);
        const last = revisions.find((r) => r.number === head);
        return last?.parent === parent && edit.kind === 'edit' && JSON.stringify(last.edit) === JSON.stringify(edit.words);
      },
      pause: (attempt: number) => new Promise<void>((go) => setTimeout(go, Math.min(5000, 250 * 2 ** attempt))),
      changed: () => {
        this.drawn();
        if (this.late && !this.queue?.pending) {
          this.late = false;
          void this.refreshShots();
        }
      },
      done: (edit: Edit, answer: EditAnswer) => this.done(edit, answer),
      refused: (_: Edit, problem: Problem) => {
        const text = refusalWords(problem.title, this.now.plan);
        this.say([text, problem.remedy].filter(Boolean).join(' '));
        if (this.refusal) this.dismiss(this.refusal);
        this.refusal = this.notify(text, problem.remedy);
      },
      stale: (edits: readonly Edit[]) => {
        const what = edits.length === 1 ? 'Your edit was' : `Your ${edits.length} edits were`;
        this.notify(`${what} taken back: the montage was changed elsewhere.`, 'This is how it is now. Do it again if it is still meant.', {
          label: 'Do it all the same',
          do: () => edits.forEach((e) => this.send(e)),
        });
      },
      keep: (edits: readonly Edit[], revision: number) => {
        const key = `edits-${this.now.project?.id}`;
        if (edits.length) this.memory.setItem(key, JSON.stringify({ revision, edits }));
        else this.memory.removeItem(key);
      },
    };
  }

  // What a page that went away had not sent yet, if the plan is still the one that it was meant for.
  private sendKept(): void {
    const kept = this.memory.getItem(`edits-${this.now.project?.id}`);
    if (!kept) return;
    const { revision, edits } = JSON.parse(kept) as { revision: number; edits: Edit[] };
    if (revision === this.now.plan?.revision) edits.forEach((e) => this.send(e));
    else this.memory.removeItem(`edits-${this.now.project?.id}`);
  }

  private done(edit: Edit, answer: EditAnswer): void {
    const plan = this.queue?.confirmed;
    const done = { edit: plan ? editWords(plan, edit.words) : 'Done.', undo: 'Undone.', redo: 'Done again.', show: `Revision ${edit.to} is shown again.` };
    this.say(done[edit.kind]);
    // What could not be done a moment ago is no news any more.
    if (this.refusal) this.dismiss(this.refusal);
    if (answer.notMade) this.notify('The edit is made; its pictures are not.', answer.notMade, { label: 'Make them', do: () => void this.remake() });
    const project = this.now.project;
    if (project) void this.refreshProject();
    if (this.now.selected && this.now.chosen.length < 2) void this.loadAlternatives(this.now.selected);
  }

  async refreshProject(): Promise<void> {
    try {
      const project = await this.api.get<Project>(this.base);
      if (project.id === this.now.project?.id) this.state.update({ project });
    } catch {
      // The next event asks again.
    }
  }

  private listen(): Events {
    const events = new Events(
      (told) => void this.hear(told),
      (yes) => this.connected(yes),
    );
    events.start();
    return events;
  }

  private connected(yes: boolean): void {
    const was = this.now.isServerThere;
    this.state.update({ isServerThere: yes });
    if (yes && !was && this.now.project) void this.catchUp();
  }

  // After a silence everything is looked at anew.
  private async catchUp(): Promise<void> {
    await this.refreshProject();
    if ((this.now.project?.head ?? 0) > 0 && !this.queue?.pending) await this.tried(() => this.loadPlan());
    const jobs = await this.api.get<Job[]>(`/api/jobs?project=${this.now.project?.id}`).catch(() => [] as Job[]);
    for (const job of jobs.reverse()) this.hearJob(job);
  }

  private async hear({ kind, data }: Told): Promise<void> {
    const project = this.now.project;
    if (kind === 'lost') return void (project && this.catchUp());
    if (kind === 'job') {
      const job = data as unknown as Job;
      if (job.project === project?.id) this.hearJob(job);
      return;
    }
    if (data.project !== undefined && data.project !== project?.id) return;
    switch (kind) {
      case 'shot':
        this.hearShot(String(data.id), Number(data.revision), String(data.shown), Number(data.tier));
        break;
      case 'playable':
      case 'sound':
        if (typeof data.stream === 'string' && typeof data.job === 'string') {
          this.streamOf(data.job, data.stream);
          if (typeof data.rate === 'string') void this.watch(data.job, data.stream, data.rate, String(data.aspect), Number(data.frames));
        }
        await this.refreshShots();
        break;
      case 'revision':
        this.watchOver();
        if (project && data.revision !== this.queue?.confirmed.revision && !this.queue?.pending) await this.tried(() => this.loadPlan());
        if (project && this.now.screen === 'gather') this.go('edit');
        await this.refreshProject();
        break;
      case 'project':
        await this.refreshProject();
        break;
      case 'clip':
        this.see(String(data.path), { shots: Number(data.shots), seconds: Number(data.seconds) });
        break;
      case 'setAside':
        this.see(String(data.path), { reason: String(data.reason), remedy: String(data.remedy ?? '') });
        break;
      case 'beats':
        this.state.update({ song: { beats: Number(data.beats), confidence: Number(data.confidence) } });
        break;
    }
  }

  // Pictures of a shot came, or better ones: what is known of the plan is put right without asking again.
  private hearShot(id: string, revision: number, shown: string, tier: number): void {
    const confirmed = this.queue?.confirmed;
    const isOurs = (s: Shot) => s.id === id && (confirmed?.revision === revision || s.final === shown);
    if (confirmed?.shots.some(isOurs)) this.queue!.replace({ ...confirmed, shots: confirmed.shots.map((s) => (isOurs(s) ? { ...s, shown, tier } : s)) });
    // A plan that is on its way may have been written down before.
    else if (this.plans.busy) void this.plans.run().catch(() => {});
  }

  private see(path: string, what: State['seen'][string]): void {
    this.state.update({ seen: { ...this.now.seen, [path]: { ...this.now.seen[path], ...what } } });
  }

  private hearJob(job: Job): void {
    this.state.update({ jobs: recent({ ...this.now.jobs, [job.id]: job }) });
    if (job.stream && (job.kind === 'plan' || job.kind === 'preview')) this.streamOf(job.id, job.stream);
    if (isOver(job) && job.id === this.coming) this.watchOver();
    if (isOver(job) && (job.kind === 'plan' || job.kind === 'preview')) void this.refreshShots();
  }

  /** Plays what is made while its plan is still being chosen: the first seconds are there long before the last shot is. */
  private async watch(id: string, stream: string, rate: string, aspect: string, frames: number): Promise<void> {
    const job = this.now.jobs[id];
    if (job?.kind !== 'plan' || isOver(job) || job.result?.revision || this.coming === id || this.watched.has(id)) return;
    this.coming = id;
    this.watched.add(id);
    while (this.coming === id) {
      const answer = await fetch(stream).catch(() => null);
      const pieces = answer?.ok ? piecesOfPlaylist(parsePlaylist(await answer.text(), stream)) : [];
      if (this.coming !== id) return;
      if (pieces.length && !this.peeking) {
        this.screen.set({ pieces, plan: { revision: 0, rate, frames } });
        if (!this.now.coming) this.state.update({ coming: { aspect } });
      }
      await new Promise((go) => setTimeout(go, 500));
    }
  }

  private watchOver(): void {
    if (!this.coming) return;
    this.coming = null;
    this.state.update({ coming: null });
    if (!this.peeking) this.screen.set(this.pieces.value);
  }

  // Which revision a job shows: what it was asked for, what it made, or what is being planned.
  private streamOf(id: string, stream: string): void {
    const job = this.now.jobs[id];
    const revision = job?.result?.revision ?? job?.ask?.revision ?? (job?.kind === 'plan' ? this.queue?.confirmed.revision : undefined);
    if (revision === undefined) return;
    this.streams.delete(String(revision));
    this.streams.set(String(revision), stream);
    // Of old revisions the server says where their pictures are.
    for (const old of this.streams.keys()) {
      if (this.streams.size <= mostKept) break;
      this.streams.delete(old);
    }
  }

  // Pictures came, or no more will: the plan says where they are.
  private async refreshShots(): Promise<void> {
    if (this.queue || this.plans.busy)
      try {
        await this.plans.run();
      } catch (e) {
        // Only a server that does not answer is asked again by itself.
        if (e instanceof Refused || !this.now.project) return;
        const { id } = this.now.project;
        setTimeout(() => this.now.project?.id === id && void this.refreshShots(), 1000);
      }
    await this.look();
  }
}

// How many jobs that have ended are remembered, and streams of revisions: an edit makes one of each.
const mostKept = 40;

/** Jobs without the oldest of those that have ended; the latest of each kind stays. */
function recent(jobs: Record<string, Job>): Record<string, Job> {
  const ended = Object.values(jobs).filter(isOver);
  if (ended.length <= mostKept) return jobs;
  const latest = new Set([...new Map(ended.map((j) => [j.kind, j.id])).values()]);
  const old = new Set(ended.slice(0, ended.length - mostKept).flatMap((j) => (latest.has(j.id) ? [] : [j.id])));
  return Object.fromEntries(Object.entries(jobs).filter(([id]) => !old.has(id)));
}

export { Refused };
