import { read, written } from './address';
import { Api, problemOf } from './api';
import { Chosen } from './chosen';
import { Events, type Told } from './events';
import { HeardSong } from './heard';
import { recent } from './jobs';
import type { Memory } from './memory';
import { Once } from './once';
import { withPictures, withPicturesOf } from './plan';
import { type Edit, EditQueue, Refused } from './queue';
import { type Stage, Stages } from './stages';
import { begin, type Notice, type Screen, type State } from './state';
import { Store } from './store';
import type { Choice, EditAnswer, HistoryEntry, Info, Job, Plan, Project, ProjectEntry, Settings, Song } from './types';
import { isOver } from './types';
import { editWords, sentenceOf } from './words';
import { World } from './world';

/** Everything that the page knows, and everything that can be done with it. What is drawn listens to `state` and `pieces`. */
export class Studio {
  readonly state = new Store<State>(begin);
  private readonly stages = new Stages({
    plan: () => this.queue?.confirmed ?? null,
    job: (id) => this.now.jobs[id],
    coming: (coming) => this.state.update({ coming }),
  });
  readonly pieces = this.stages.pieces;
  readonly screen = this.stages.screen;
  private queue: EditQueue | null = null;
  private events: Events | null = null;
  private notice = 0;
  private readonly song: HeardSong;
  private readonly chosen: Chosen;
  private readonly world: World;

  constructor(
    readonly api: Api,
    memory: Memory,
  ) {
    this.song = new HeardSong(
      () => this.api.get<Song>(`${this.base}/song`),
      ({ beats, confidence, reason, otherTempi }) => this.state.update({ song: { beats: beats.length, confidence, reason, otherTempi } }),
      () => this.queue && this.drawn(),
    );
    this.chosen = new Chosen(this.state, api, () => this.base);
    this.world = new World(api, memory, {
      base: () => this.base,
      project: () => this.now.project?.id,
      plan: () => this.now.plan,
      edit: (edit) => this.send(edit),
      say: (text) => this.say(text),
      notify: (text, detail, act) => this.notify(text, detail, act),
      dismiss: (id) => this.dismiss(id),
      changed: () => this.edited(),
      done: (edit, answer) => this.done(edit, answer),
    });
  }

  get now(): State {
    return this.state.value;
  }

  /** Signs in where a token came with the address, and finds out what there is. */
  async start(hash: string): Promise<void> {
    const { token, project, screen } = read(hash);
    try {
      if (token) await this.api.signIn(token).then(() => this.setAddress());
      const [info, styles] = await Promise.all([this.api.get<Info>('/api/info'), this.api.get<Choice[]>('/api/styles')]);
      this.state.update({ signedIn: true, info, styles, isServerThere: true });
      this.listen();
      await this.listProjects();
      if (project) await this.open(project, screen);
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

  async open(id: string, screen: Screen = 'edit'): Promise<void> {
    await this.tried(async () => {
      const project = await this.api.get<Project>(`/api/projects/${id}`);
      this.stages.forget();
      this.stages.watchOver();
      this.queue = null;
      this.state.update({ project, plan: null, seen: {}, song: null, selected: null, chosen: [], alternatives: null, history: null, jobs: {} });
      this.setAddress();
      const jobs = await this.api.get<Job[]>(`/api/jobs?project=${id}`);
      for (const job of jobs.reverse()) this.hearJob(job);
      if (project.head > 0) {
        await this.loadPlan();
        this.go(screen);
        this.world.kept(this.now.plan?.revision).forEach((e) => this.send(e));
      } else this.go('gather');
    });
  }

  close(): void {
    this.stages.watchOver();
    this.queue = null;
    this.state.update({ project: null, plan: null, screen: 'start', selected: null, chosen: [], problem: null });
    this.stages.clear();
    this.setAddress();
    void this.listProjects().catch(() => {});
  }

  go(screen: Screen): void {
    this.state.update({ screen });
    this.setAddress();
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
    return this.stages.peek(stage);
  }

  peekOver(): void {
    this.stages.peekOver();
  }

  /** A revision of the history, for a look at it. */
  peekRevision(revision: number): Promise<boolean> {
    return this.stages.peekLater(this.api.get<Plan>(`${this.base}/plan?rev=${revision}`));
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
    this.chosen.select(id, tell);
  }

  /** Chooses several shots; keys that are about one are about `main`. */
  selectAll(ids: readonly string[], main: string | null = ids.at(-1) ?? null): void {
    this.chosen.selectAll(ids, main);
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

  private setAddress(): void {
    history.replaceState(null, '', written(this.now.project?.id, this.now.screen));
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
    if (!queue) this.queue = new EditQueue(plan, this.world);
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

  private drawn(): void {
    const queue = this.queue;
    if (!queue) return;
    const plan = queue.plan;
    this.state.update({ plan: this.song.withSections(plan), pending: queue.pending, unheard: queue.unheard, ...this.chosen.still(plan) });
    void this.stages.look();
  }

  private edited(): void {
    this.drawn();
    if (!this.late || this.queue?.pending) return;
    this.late = false;
    void this.refreshShots();
  }

  private done(edit: Edit, answer: EditAnswer): void {
    const plan = this.queue?.confirmed;
    const done = { edit: plan ? editWords(plan, edit.words) : 'Done.', undo: 'Undone.', redo: 'Done again.', show: `Revision ${edit.to} is shown again.` };
    this.say(done[edit.kind]);
    if (answer.notMade) this.notify('The edit is made; its pictures are not.', answer.notMade, { label: 'Make them', do: () => void this.remake() });
    if (this.now.project) void this.refreshProject();
    this.chosen.lookAgain();
  }

  async refreshProject(): Promise<void> {
    try {
      const project = await this.api.get<Project>(this.base);
      if (project.id === this.now.project?.id) this.state.update({ project });
    } catch {
      // The next event asks again.
    }
  }

  private listen(): void {
    if (this.events) return;
    this.events = new Events((told) => void this.hear(told), (yes) => this.connected(yes));
    this.events.start();
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
          this.stages.streamOf(data.job, data.stream);
          if (typeof data.rate === 'string') void this.stages.watch(data.job, data.stream, data.rate, String(data.aspect), Number(data.frames));
        }
        await this.refreshShots();
        break;
      case 'revision':
        this.stages.watchOver();
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
    const plan = this.queue && withPictures(this.queue.confirmed, id, revision, shown, tier);
    if (plan) this.queue!.replace(plan);
    // A plan that is on its way may have been written down before.
    else if (this.plans.busy) void this.plans.run().catch(() => {});
  }

  private see(path: string, what: State['seen'][string]): void {
    this.state.update({ seen: { ...this.now.seen, [path]: { ...this.now.seen[path], ...what } } });
  }

  private hearJob(job: Job): void {
    this.state.update({ jobs: recent({ ...this.now.jobs, [job.id]: job }) });
    if (job.stream && (job.kind === 'plan' || job.kind === 'preview')) this.stages.streamOf(job.id, job.stream);
    if (isOver(job)) this.stages.watchOver(job.id);
    if (isOver(job) && (job.kind === 'plan' || job.kind === 'preview')) void this.refreshShots();
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
    await this.stages.look();
  }
}
