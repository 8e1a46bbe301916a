import { describe, expect, it } from 'vitest';
import { applyAnswer, cutsOnBeat, guess, placeOf, shotAt } from '../src/core/plan';
import { type Edit, EditQueue, Refused, together } from '../src/core/queue';
import type { EditAnswer, Plan } from '../src/core/types';
import { numbers, planOf } from './numbers';

/** A server that knows lock, slip and roll, keeps all revisions, and fails as it is told to. */
class Server {
  readonly revisions = new Map<number, Plan>();
  readonly log: { number: number; parent: number; edit: readonly string[] }[] = [];
  head = 1;
  last = 1;
  fail: (n: number) => 'no' | 'unheard before' | 'unheard after' = () => 'no';
  calls = 0;

  constructor(plan: Plan) {
    this.revisions.set(1, plan);
  }

  get plan(): Plan {
    return this.revisions.get(this.head)!;
  }

  async send(edit: Edit, revision: number): Promise<EditAnswer> {
    const how = this.fail(this.calls++);
    await Promise.resolve();
    if (how === 'unheard before') throw new TypeError('network');
    if (revision !== this.head) throw new Refused({ status: 412, title: 'stale', code: 'conflict', head: this.head });
    const answer = this.apply(edit);
    if (how === 'unheard after') throw new TypeError('network');
    return answer;
  }

  apply(edit: Edit): EditAnswer {
    const before = this.plan;
    let after = before;
    for (const word of edit.words) {
      const next = guess(after, word);
      if (!next) throw new Refused({ status: 422, title: `cannot ${word}`, code: 'range' });
      after = next;
    }
    after = { ...after, revision: ++this.last };
    this.log.push({ number: this.last, parent: this.head, edit: edit.words });
    this.revisions.set(this.last, after);
    this.head = this.last;
    return { revision: this.last, frames: after.frames, soundChanged: false, order: after.shots.map((s) => s.id), changed: after.shots.filter((s, i) => s !== before.shots[i]) };
  }
}

function world(server: Server) {
  const told = { refused: 0, stale: [] as Edit[], done: 0, kept: 0 };
  const queue: EditQueue = new EditQueue(server.plan, {
    send: (e, r) => server.send(e, r),
    plan: async () => server.plan,
    isMine: async (edit, head, parent) => {
      const last = server.log.find((l) => l.number === head);
      return last?.parent === parent && JSON.stringify(last.edit) === JSON.stringify(edit.words);
    },
    pause: () => Promise.resolve(),
    changed: () => {},
    done: () => told.done++,
    refused: () => told.refused++,
    stale: (edits) => told.stale.push(...edits),
    keep: (edits) => (told.kept = edits.length),
  });
  return { queue, told };
}

const edit = (...words: string[]): Edit => ({ kind: 'edit', words });
const settle = async (queue: EditQueue) => {
  for (let i = 0; i < 20_000 && queue.pending; i++) await Promise.resolve();
};

function randomEdit(next: () => number, plan: Plan): Edit {
  const shot = plan.shots[Math.floor(next() * plan.shots.length)]!;
  const by = Math.floor(next() * 9) - 4;
  const words = [`slip=${shot.id}:${by}`, `roll=${shot.id}:${by}`, `lock=${shot.id}`, `unlock=${shot.id}`];
  return edit(words[Math.floor(next() * words.length)]!);
}

describe('the queue', () => {
  it('draws an edit at once and has what the server has in the end', async () => {
    const server = new Server(planOf(20));
    const { queue, told } = world(server);
    queue.add(edit('lock=s3'));
    expect(queue.plan.shots[3]!.locked).toBe(true);
    expect(queue.confirmed.shots[3]!.locked).toBe(false);
    await settle(queue);
    expect(queue.plan).toEqual(server.plan);
    expect(told.done).toBe(1);
  });

  it('has what the server has after hundreds of edits, whatever is lost on the way', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const next = numbers(seed);
      const server = new Server(planOf(12, seed));
      server.fail = () => (next() < 0.2 ? (next() < 0.5 ? 'unheard before' : 'unheard after') : 'no');
      const { queue, told } = world(server);
      let sent = 0;
      for (let i = 0; i < 60; i++) {
        queue.add(randomEdit(next, queue.plan));
        sent++;
        if (next() < 0.5) await settle(queue);
      }
      await settle(queue);
      expect(queue.pending).toBe(0);
      expect(queue.plan).toEqual(server.plan);
      expect(told.stale).toEqual([]);
      expect(told.kept).toBe(0);
      // An answer that was lost never makes it happen twice: every revision has its own parent.
      expect(new Set(server.log.map((l) => l.parent)).size).toBe(server.log.length);
      expect(server.log.length).toBeLessThanOrEqual(sent);
    }
  });

  it('takes back what is refused, with its reason, and goes on', async () => {
    const server = new Server(planOf(5));
    const { queue, told } = world(server);
    queue.add(edit('roll=s0:+9999'));
    queue.add(edit('lock=s1'));
    await settle(queue);
    expect(told.refused).toBe(1);
    expect(queue.plan.shots[1]!.locked).toBe(true);
    expect(queue.plan).toEqual(server.plan);
  });

  it('takes back what was made for another revision and says so', async () => {
    const server = new Server(planOf(5));
    const { queue, told } = world(server);
    server.apply(edit('lock=s4'));
    queue.add(edit('lock=s0'));
    queue.add(edit('lock=s1'));
    await settle(queue);
    expect(told.stale.map((e) => e.words[0])).toEqual(['lock=s0', 'lock=s1']);
    expect(queue.plan).toEqual(server.plan);
    expect(queue.plan.shots[4]!.locked).toBe(true);
  });

  it('makes one slip of many that wait, and none of two that cancel each other only when nothing is left', () => {
    expect(together(edit('slip=s1:+2'), edit('slip=s1:-5'))?.words).toEqual(['slip=s1:-3']);
    expect(together(edit('slip=s1:+2'), edit('slip=s1:-2'))).toBeNull();
    expect(together(edit('slip=s1:+2'), edit('slip=s2:+2'))).toBeNull();
    expect(together(edit('slip=s1:+2'), edit('roll=s1:+2'))).toBeNull();
    expect(together(edit('swap=s1'), edit('swap=s1'))).toBeNull();
  });
});

describe('plans', () => {
  it('keep their length and have no gaps after rolls, whatever is rolled', () => {
    const next = numbers(5);
    let plan = planOf(30);
    for (let i = 0; i < 3000; i++) {
      plan = guess(plan, `roll=s${Math.floor(next() * 30)}:${Math.floor(next() * 40) - 20}`) ?? plan;
      let at = 0;
      for (const s of plan.shots) {
        expect(s.start).toBe(at);
        expect(s.frames).toBeGreaterThan(0);
        at += s.frames;
      }
      expect(at).toBe(plan.frames);
    }
  });

  it('move what stands behind a change that they are told of', () => {
    const plan = planOf(4);
    const [a, b, c, d] = plan.shots as [Plan['shots'][0], Plan['shots'][0], Plan['shots'][0], Plan['shots'][0]];
    const after = applyAnswer(plan, { revision: 2, frames: plan.frames - b.frames, soundChanged: false, order: [a.id, d.id, c.id], changed: [{ ...d, index: 1, start: a.frames }] });
    expect(after.shots.map((s) => [s.id, s.index, s.start])).toEqual([
      [a.id, 0, 0],
      [d.id, 1, a.frames],
      [c.id, 2, a.frames + d.frames],
    ]);
  });

  it('tell the shot of a frame and the place in the music', () => {
    const plan = planOf(50);
    for (let f = 0; f < plan.frames; f += 7) {
      const s = plan.shots[shotAt(plan.shots, f)]!;
      expect(f).toBeGreaterThanOrEqual(s.start);
      expect(f).toBeLessThan(s.start + s.frames);
    }
    expect(placeOf(plan, 24)).toMatchObject({ bar: 1, beat: 3, beats: 4, onBeat: true });
    expect(placeOf(plan, 50)).toMatchObject({ bar: 2, beat: 1, onBeat: false });
    expect(placeOf({ ...plan, beats: [{ frame: 5, bar: 4 }] }, 6)).toMatchObject({ bar: 0, beat: 4 });
    expect(placeOf({ ...plan, beats: [] }, 6)).toBeNull();
    expect(cutsOnBeat({ ...plan, beats: plan.shots.map((s) => ({ frame: s.start, bar: 0 })) })).toEqual({ on: 49, of: 49 });
  });
});
