import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bytes } from '../src/core/bytes';
import { Player } from '../src/core/player';
import { piecesOfShots } from '../src/core/pieces';
import { middleOf } from '../src/core/time';
import { planOf } from './numbers';

const rate = { num: 25, den: 1 };

// A video element that seeks as long as the pictures of its place are not there.
class Screen extends EventTarget {
  seeking = false;
  paused = true;
  ended = false;
  readyState = 4;
  playbackRate = 1;
  asked: number[] = [];
  private at = 0;

  constructor(private readonly length: number) {
    super();
  }

  get currentTime() {
    return this.at;
  }

  set currentTime(seconds: number) {
    this.at = seconds;
    this.asked.push(seconds);
    this.seeking = true;
  }

  get buffered() {
    return { length: 1, start: () => 0, end: () => this.length };
  }

  finish() {
    if (this.at >= this.length) return;
    this.seeking = false;
    this.dispatchEvent(new Event('seeked'));
  }
}

// A buffer that puts a picture on the screen before it says that all of it was appended, as browsers may.
class Hasty extends EventTarget {
  updating = false;
  timestampOffset = 0;
  buffered = { length: 0, start: () => 0, end: () => 0 };

  constructor(private readonly screen: Projector) {
    super();
  }

  appendBuffer() {
    this.updating = true;
    queueMicrotask(() => {
      this.updating = false;
      this.screen.present(0);
      setTimeout(() => this.dispatchEvent(new Event('updateend')));
    });
  }
}

class Projector extends Screen {
  src = '';
  private next: ((now: number, facts: { mediaTime: number }) => void) | null = null;

  requestVideoFrameCallback(next: (now: number, facts: { mediaTime: number }) => void) {
    this.next = next;
  }

  removeAttribute() {}

  present(mediaTime: number) {
    this.next?.(0, { mediaTime });
  }
}

function playerOn(screen: Screen): Player {
  const plan = planOf(30);
  const player = new Player(screen as unknown as HTMLVideoElement, rate, () => {});
  player.set(piecesOfShots(plan), 1, rate, plan.frames);
  return player;
}

describe('seeks', () => {
  it('are coalesced: of many wishes the first and the last are gone to', () => {
    const screen = new Screen(1e6);
    const player = playerOn(screen);
    for (const frame of [10, 20, 30, 40]) player.seek(frame);
    expect(screen.asked).toEqual([middleOf(rate, 10)]);
    screen.finish();
    screen.finish();
    expect(screen.asked).toEqual([middleOf(rate, 10), middleOf(rate, 40)]);
    expect(player.frame).toBe(40);
  });

  it('do not wait for one whose pictures nobody fetches any more', () => {
    const screen = new Screen(2);
    const player = playerOn(screen);
    player.seek(200);
    screen.finish();
    expect(screen.seeking).toBe(true);
    player.seek(10);
    screen.finish();
    expect(screen.seeking).toBe(false);
    expect(player.frame).toBe(10);
    expect(screen.currentTime).toBe(middleOf(rate, 10));
  });
});

describe('a picture', () => {
  const header = new Uint8Array(64);
  header.set([...'avcC'].map((c) => c.charCodeAt(0)), 8);
  const plan = { ...planOf(1), sound: undefined };
  let screen: Projector;

  beforeEach(() => {
    screen = new Projector(1e6);
    class Media extends EventTarget {
      readyState = 'open';
      duration = 0;
      addSourceBuffer = () => new Hasty(screen);
      endOfStream = () => {};

      constructor() {
        super();
        setTimeout(() => this.dispatchEvent(new Event('sourceopen')));
      }
    }
    vi.stubGlobal('MediaSource', Media);
    vi.stubGlobal('URL', { createObjectURL: () => 'blob:1', revokeObjectURL: () => {} });
  });

  afterEach(() => vi.unstubAllGlobals());

  it('that is on the screen before its piece is known to be appended is the revision that is shown', async () => {
    const shown: number[] = [];
    const player = new Player(screen as unknown as HTMLVideoElement, rate, (s) => shown.push(s.revision), new Bytes(1e6, 2, async () => header.buffer));
    player.set(piecesOfShots(plan), 7, rate, plan.frames);
    await expect.poll(() => shown.at(-1)).toBe(7);
    expect(screen.asked).toEqual([]);
  });

  it('of shots that come while the buffers of a stream are being made is shown, and the page goes on', async () => {
    let shown = 0;
    let asked = 0;
    let answer = () => {};
    const first = new Promise<void>((done) => (answer = done));
    const bytes = {
      get: async (url: string) => {
        // A loop that lets nothing else happen would end here.
        if (++asked > 1000) throw new Error('asked for ever');
        if (url === '/stream.mp4') await first;
        return header.buffer;
      },
    };
    const player = new Player(screen as unknown as HTMLVideoElement, rate, (s) => (shown = s.revision), bytes as unknown as Bytes);
    const shots = piecesOfShots(plan);
    player.set([{ ...shots[0]!, track: 'both', key: 'stream', url: '/stream.mp4' }], 1, rate, plan.frames);
    await expect.poll(() => asked).toBeGreaterThan(0);
    player.set(shots, 2, rate, plan.frames);
    answer();
    await expect.poll(() => shown).toBe(2);
    expect(asked).toBeLessThan(20);
  });
});
