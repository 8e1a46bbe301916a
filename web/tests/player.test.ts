import { describe, expect, it } from 'vitest';
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
