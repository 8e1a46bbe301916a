import { describe, expect, it } from 'vitest';
import { Ensemble, steer, type Voice } from '../src/core/ensemble';
import { atBeat, counted, exampleBeats, exampleOf, paceWords } from '../src/core/rhythm';
import { numbers } from './numbers';

const pace = (verse: number, chorus: number, soft = 0, hard = 0) => ({ intro: 8, verse, build: 4, chorus, outro: 8, soft, hard });

describe("a style's example", () => {
  it('has no gaps, ends with its beats, and cuts faster where the style does', () => {
    for (const [verse, chorus] of [
      [4, 2],
      [2, 1],
      [16, 12],
      [64, 0.5],
      [3, 5],
    ] as const) {
      const shots = exampleOf(pace(verse, chorus));
      let at = 0;
      for (const s of shots) {
        expect(s.beat).toBeCloseTo(at, 6);
        at += s.beats;
      }
      expect(at).toBeCloseTo(exampleBeats, 6);
      expect(shots.filter((s) => s.part === 'verse')).toHaveLength(Math.ceil(16 / verse));
      expect(shots.filter((s) => s.part === 'chorus')).toHaveLength(Math.ceil(16 / chorus));
    }
  });

  it('joins as many shots softly and hard as the style says', () => {
    const shots = exampleOf(pace(1, 1, 0.25, 0.125));
    expect(shots.filter((s) => s.entry === 'soft').length).toBeCloseTo(8, -0.5);
    expect(shots.filter((s) => s.entry === 'hard').length).toBeCloseTo(4, -0.5);
    expect(exampleOf(pace(4, 2)).every((s) => s.entry === 'cut')).toBe(true);
  });

  it('begins again after its last beat', () => {
    const shots = exampleOf(pace(4, 2));
    expect(atBeat(shots, 0)).toEqual({ index: 0, into: 0 });
    expect(atBeat(shots, 5)).toEqual({ index: 1, into: 1 });
    expect(atBeat(shots, exampleBeats + 5)).toEqual({ index: 1, into: 1 });
    expect(atBeat(shots, 17.5).index).toBe(4);
  });

  it('is counted between 80 and 160 and told in words', () => {
    expect([70, 190, 120, 0, null].map(counted)).toEqual([140, 95, 120, 120, 120]);
    expect(paceWords(pace(4, 2))).toBe('Cuts every 4 beats, in the chorus every 2 beats');
    expect(paceWords(pace(1, 1))).toBe('Cuts on every beat');
  });
});

/** A video on a clock of its own that runs a little wrong. */
class Video implements Voice {
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  seeking = false;
  duration = 60;
  constructor(private readonly wrong: number) {}
  play() {
    this.paused = false;
    return Promise.resolve();
  }
  pause() {
    this.paused = true;
  }
  pass(seconds: number) {
    if (!this.paused) this.currentTime = Math.min(this.duration, this.currentTime + seconds * this.playbackRate * this.wrong);
  }
}

describe('players in step', () => {
  it('come together from wherever they are and stay within a frame', async () => {
    const next = numbers(9);
    for (let n = 0; n < 40; n++) {
      const videos = [new Video(1), new Video(0.99 + next() * 0.02), new Video(0.99 + next() * 0.02)];
      videos.forEach((v) => (v.currentTime = next() * 3));
      const all = new Ensemble();
      all.set(videos);
      await all.play();
      videos[1]!.currentTime += next() - 0.5;
      for (let t = 0; t < 200; t++) {
        videos.forEach((v) => v.pass(0.05));
        all.keep();
        // Three seconds to come together.
        if (t > 60) expect(all.spread).toBeLessThan(0.04);
      }
      all.pause();
      expect(new Set(videos.map((v) => v.currentTime)).size).toBe(1);
      expect(videos.every((v) => v.paused)).toBe(true);
    }
  });

  it('leave a shorter one on its last picture', async () => {
    const videos = [new Video(1), new Video(1)];
    videos[1]!.duration = 1;
    const all = new Ensemble();
    all.set(videos);
    await all.play();
    for (let t = 0; t < 40; t++) {
      videos.forEach((v) => v.pass(0.05));
      all.keep();
    }
    expect(videos[0]!.currentTime).toBeCloseTo(2, 3);
    expect(videos[1]!.currentTime).toBe(1);
  });

  it('are pulled gently where they are near and sent where they are far', () => {
    expect(steer(10, 9, 1).seek).toBe(10);
    expect(steer(10, 9.8, 1)).toEqual({ seek: null, speed: 1.2 });
    expect(steer(10, 10.03, 2).speed).toBeCloseTo(1.88, 6);
    expect(steer(10, 10.005, 1)).toEqual({ seek: null, speed: 1 });
  });
});
