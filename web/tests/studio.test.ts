import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Api } from '../src/core/api';
import { Studio } from '../src/core/studio';
import type { Job, Plan, Shot } from '../src/core/types';
import { planOf } from './numbers';

/** The one stream of events, told by the test. */
class Stream {
  static last: Stream;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readyState = 1;
  private readonly listeners = new Map<string, (e: { data: string }) => void>();
  constructor() {
    Stream.last = this;
  }
  addEventListener(kind: string, heard: (e: { data: string }) => void) {
    this.listeners.set(kind, heard);
  }
  tell(kind: string, data: object) {
    this.listeners.get(kind)?.({ data: JSON.stringify(data) });
  }
}

/** A server of one project: its answers are made when a question comes, and come when the test says so. */
class Server {
  plan: Plan;
  head = 1;
  held: { path: string; go: () => void }[] = [];
  hold = (_: string) => false;
  asked: string[] = [];
  fail = (_: string) => false;

  constructor(shots: number) {
    this.plan = { ...planOf(shots), revision: 1 };
    this.plan = { ...this.plan, shots: this.plan.shots.map((s) => ({ ...s, shown: undefined, tier: undefined, final: `/media/p/shots/${s.id}.m4s` })) };
  }

  show(id: string, tier = 2) {
    const shown = `/media/p/shots/${id}.m4s`;
    this.plan = { ...this.plan, shots: this.plan.shots.map((s) => (s.id === id ? { ...s, shown, tier } : s)) };
    return { project: 'p', revision: this.plan.revision, id, shown, tier };
  }

  readonly ask = (async (input: string, init?: RequestInit) => {
    const path = `${init?.method ?? 'GET'} ${input}`;
    this.asked.push(path);
    if (this.fail(path)) throw new TypeError('network');
    const body = JSON.stringify(this.answer(path));
    if (this.hold(path)) await new Promise<void>((go) => this.held.push({ path, go }));
    return new Response(body, { status: 200 });
  }) as unknown as typeof fetch;

  private answer(path: string): unknown {
    if (path.endsWith('/plan')) return this.plan;
    if (path.endsWith('/info')) return { version: '1', cores: 2, roots: [], limits: { uploadBytes: 1, footagePerProject: 1 } };
    if (path.endsWith('/api/projects/p')) return { id: 'p', name: 'P', folder: '/p', footage: [], settings: {}, head: this.head };
    if (path.endsWith('/song')) return { path: '', confidence: 0, reason: '', beats: [], sections: [], otherTempi: [] };
    return [];
  }
}

const memory = () => {
  const kept = new Map<string, string>();
  return { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v), removeItem: (k: string) => void kept.delete(k) };
};
const later = setTimeout;
const quiet = async () => {
  for (let i = 0; i < 200; i++) await Promise.resolve();
  await new Promise((go) => later(go, 0));
};
const job = (status: Job['status'], kind: Job['kind'] = 'plan'): Job => ({ id: 'plan-1', project: 'p', kind, status, attempts: 1, created: '', ask: {} });
const missing = (studio: Studio) => studio.now.plan!.shots.filter((s: Shot) => !s.shown).map((s) => s.id);

beforeEach(() => {
  vi.stubGlobal('EventSource', Object.assign(Stream, { CLOSED: 2 }));
  vi.stubGlobal('BroadcastChannel', undefined);
  vi.stubGlobal('history', { replaceState: () => {} });
});

async function begin(server: Server): Promise<Studio> {
  const kept = memory();
  const studio = new Studio(new Api(kept, server.ask), kept);
  await studio.start('#project=p');
  await quiet();
  return studio;
}

describe('pictures of shots', () => {
  it('are all there in the end when the job ends while the first plan is being fetched', async () => {
    const server = new Server(4);
    server.head = 0;
    const studio = await begin(server);
    server.hold = (path) => path.endsWith('/plan') && server.held.length === 0;
    server.head = 1;
    Stream.last.tell('revision', { project: 'p', revision: 1 });
    await quiet();
    expect(server.held.length).toBe(1);
    // The answer is on its way without pictures; they come, and the job ends, before it arrives.
    for (const s of server.plan.shots) Stream.last.tell('shot', server.show(s.id));
    Stream.last.tell('job', job('done'));
    await quiet();
    server.held[0]!.go();
    await quiet();
    expect(missing(studio)).toEqual([]);
  });

  it('that came while an older answer was on its way stay', async () => {
    const server = new Server(3);
    const studio = await begin(server);
    server.hold = (path) => path.endsWith('/plan') && server.held.length === 0;
    Stream.last.tell('playable', { project: 'p', job: 'plan-1', stream: '/media/p/hls/plan-1/index.m3u8' });
    await quiet();
    Stream.last.tell('shot', server.show('s0', 1));
    await quiet();
    expect(missing(studio)).toEqual(['s1', 's2']);
    server.held[0]!.go();
    await quiet();
    expect(studio.now.plan!.shots[0]!.tier).toBe(1);
    expect(missing(studio)).toEqual(['s1', 's2']);
  });

  it('are asked for when a job was cancelled or failed, too', async () => {
    for (const how of ['cancelled', 'failed'] as const) {
      const server = new Server(2);
      const studio = await begin(server);
      server.show('s0');
      Stream.last.tell('job', job(how, 'preview'));
      await quiet();
      expect(missing(studio)).toEqual(['s1']);
    }
  });

  it('are asked for again where the server was not heard', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    try {
      const server = new Server(2);
      const studio = await begin(server);
      server.show('s0');
      server.show('s1');
      server.fail = (path) => path.endsWith('/plan');
      Stream.last.tell('job', job('done'));
      await quiet();
      expect(missing(studio)).toEqual(['s0', 's1']);
      server.fail = () => false;
      await vi.advanceTimersByTimeAsync(1000);
      await quiet();
      expect(missing(studio)).toEqual([]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('of an answer that is older than an edit do not take the edit back', async () => {
    const server = new Server(3);
    const studio = await begin(server);
    const old = server.plan;
    server.hold = (path) => path.startsWith('GET') && path.endsWith('/plan') && server.held.length === 0;
    Stream.last.tell('job', job('done'));
    await quiet();
    // Edited while the older plan is on its way.
    server.plan = { ...old, revision: 2, shots: old.shots.map((s, i) => (i === 0 ? { ...s, locked: true } : s)) };
    const ask = server.ask;
    (studio.api as unknown as { ask: typeof fetch }).ask = (async (input: string, init?: RequestInit) =>
      init?.method === 'PATCH'
        ? new Response(JSON.stringify({ revision: 2, frames: old.frames, order: old.shots.map((s) => s.id), changed: [server.plan.shots[0]] }))
        : ask(input, init)) as typeof fetch;
    studio.edit(['lock=s0']);
    await quiet();
    expect(studio.now.plan!.revision).toBe(2);
    server.held[0]!.go();
    await quiet();
    expect(studio.now.plan!.revision).toBe(2);
    expect(studio.now.plan!.shots[0]!.locked).toBe(true);
    expect(studio.now.pending).toBe(0);
  });
});

describe('a montage whose plan is still being made', () => {
  const playlist = '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:1.5,\nsegment-0.m4s\n#EXTINF:2,\nsegment-1.m4s\n';
  const playable = { project: 'p', job: 'plan-1', stream: '/media/p/hls/plan-1/index.m3u8', tier: 2, rate: '25', aspect: '16/9', frames: 250 };

  async function watching(status: Job['status'] = 'running') {
    const server = new Server(3);
    server.head = 0;
    const studio = await begin(server);
    vi.stubGlobal('fetch', async () => new Response(playlist));
    Stream.last.tell('job', job(status));
    Stream.last.tell('playable', playable);
    await quiet();
    return { server, studio };
  }

  it('is watched from its first seconds on, and gives way to its plan', async () => {
    const { server, studio } = await watching();
    expect(studio.now.coming).toEqual({ aspect: '16/9' });
    expect(studio.screen.value.plan).toEqual({ revision: 0, rate: '25', frames: 250 });
    expect(studio.screen.value.pieces.map((p) => [p.start, p.end, p.url])).toEqual([
      [0, 1.5, '/media/p/hls/plan-1/segment-0.m4s'],
      [1.5, 3.5, '/media/p/hls/plan-1/segment-1.m4s'],
    ]);
    for (const s of server.plan.shots) server.show(s.id);
    Stream.last.tell('revision', { project: 'p', revision: 1 });
    await quiet();
    expect(studio.now.coming).toBeNull();
    expect(studio.now.screen).toBe('edit');
    expect(studio.screen.value.plan?.revision).toBe(1);
    // What comes late of the same job changes nothing.
    Stream.last.tell('playable', playable);
    await quiet();
    expect(studio.screen.value.plan?.revision).toBe(1);
  });

  it('is put away when its making fails, and not begun when it is over', async () => {
    const { studio } = await watching();
    Stream.last.tell('job', job('failed'));
    await quiet();
    expect(studio.now.coming).toBeNull();
    expect(studio.screen.value.plan).toBeNull();
    const { studio: late } = await watching('done');
    expect(late.now.coming).toBeNull();
    expect(late.screen.value.pieces).toEqual([]);
  });
});

describe('a long day of edits', () => {
  it('leaves the latest jobs of each kind, what runs, and no more', async () => {
    const studio = await begin(new Server(3));
    Stream.last.tell('job', { ...job('done', 'render'), id: 'render-1' });
    Stream.last.tell('job', { ...job('running', 'plan'), id: 'plan-9' });
    for (let i = 0; i < 500; i++) Stream.last.tell('job', { ...job('cancelled', 'preview'), id: `preview-${i}` });
    await quiet();
    const ids = Object.keys(studio.now.jobs);
    expect(ids.length).toBeLessThan(60);
    expect(ids).toEqual(expect.arrayContaining(['render-1', 'plan-9', 'preview-499']));
    expect(ids).not.toContain('preview-3');
  });
});
