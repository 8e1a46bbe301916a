import { describe, expect, it } from 'vitest';
import { bands, detailOf, fit, frameOf, hit, pan, reveal, stripsOf, topOf, type View, within, xOf, zoom } from '../src/core/geometry';
import { neighbour, snap } from '../src/core/snap';
import { numbers, planOf } from './numbers';

const row = topOf.shots + 10;

describe('the view', () => {
  it('keeps what is under the pointer there while zooming, and stays within the film, whatever is done', () => {
    const next = numbers(7);
    for (let i = 0; i < 2000; i++) {
      const frames = 1 + Math.floor(next() * 200_000);
      const width = 50 + next() * 2000;
      let view: View = within({ first: next() * frames, scale: next() * 40, width }, frames);
      for (let k = 0; k < 5; k++) {
        const x = next() * width;
        const under = frameOf(view, x);
        const after = zoom(view, Math.exp(next() * 4 - 2), x, frames);
        // At the ends the film's edge stops it.
        const isFree = after.first > 1e-6 && after.first + width / after.scale < frames - 1e-6;
        if (isFree) expect(Math.abs(frameOf(after, x) - under)).toBeLessThan(1e-6 * frames + 1e-6);
        view = pan(after, next() * 4000 - 2000, frames);
        expect(view.first).toBeGreaterThanOrEqual(0);
        expect(view.first + view.width / view.scale).toBeLessThanOrEqual(Math.max(frames, width / view.scale) + 1e-6);
        expect(frameOf(view, xOf(view, 12.5))).toBeCloseTo(12.5, 6);
      }
    }
  });

  it('shows the whole film at first and leaves a view that shows the frame already', () => {
    const view = fit(1000, 500);
    expect([xOf(view, 0), xOf(view, 1000)]).toEqual([0, 500]);
    expect(reveal(view, 999, 1000)).toBe(view);
    const near = within({ first: 0, scale: 10, width: 500 }, 1000);
    const moved = reveal(near, 900, 1000);
    expect(xOf(moved, 900)).toBeGreaterThanOrEqual(0);
    expect(xOf(moved, 900)).toBeLessThanOrEqual(500);
  });

  it('draws less the further away it is', () => {
    expect([100, 20, 4, 1].map(detailOf)).toEqual(['halves', 'beats', 'bars', 'sections']);
  });
});

describe('strips', () => {
  it('cover what is in sight without gaps, each shot once', () => {
    const next = numbers(3);
    for (let i = 0; i < 200; i++) {
      const plan = planOf(1 + Math.floor(next() * 400), i);
      const view = within({ first: next() * plan.frames, scale: 0.01 + next() * 4, width: 800 }, plan.frames);
      const strips = stripsOf(view, plan.shots);
      for (const [k, s] of strips.entries()) {
        if (k > 0) {
          expect(s.from).toBe(strips[k - 1]!.to + 1);
          expect(s.x).toBeCloseTo(strips[k - 1]!.x + strips[k - 1]!.width, 6);
        }
      }
      expect(strips[0]!.x).toBeLessThanOrEqual(1e-6);
      expect(strips.at(-1)!.x + strips.at(-1)!.width).toBeGreaterThanOrEqual(Math.min(800, xOf(view, plan.frames)) - 1e-6);
    }
  });

  it('are few however many shots there are', () => {
    const plan = planOf(2000);
    expect(stripsOf(fit(plan.frames, 1000), plan.shots).length).toBeLessThan(500);
  });
});

describe('what lies under a pointer', () => {
  const plan = planOf(20);
  const view = fit(plan.frames, 1400);

  it('is a cut near a cut, else the shot, its upper half slips and its lower half moves', () => {
    const shot = plan.shots[6]!;
    const middle = xOf(view, shot.start + shot.frames / 2);
    expect(hit(view, plan.shots, xOf(view, shot.start) + 1, row)).toEqual({ kind: 'cut', left: 5 });
    expect(hit(view, plan.shots, middle, row)).toEqual({ kind: 'shot', index: 6, zone: 'slip' });
    expect(hit(view, plan.shots, middle, topOf.shots + bands.shots - 4)).toEqual({ kind: 'shot', index: 6, zone: 'move' });
    expect(hit(view, plan.shots, middle, 5)).toEqual({ kind: 'scrub' });
    expect(hit(view, plan.shots, middle, topOf.map + 2)).toEqual({ kind: 'map' });
  });

  it('lets every shot be chosen that is at least eight pixels wide, with a finger too', () => {
    for (const reach of [5, 22])
      for (const s of plan.shots) {
        if (s.frames * view.scale < 8) continue;
        expect(hit(view, plan.shots, xOf(view, s.start + s.frames / 2), row, reach)).toMatchObject({ kind: 'shot', index: s.index });
      }
  });
});

describe('snapping', () => {
  const beats = planOf(30).beats;

  it('goes to the nearest beat within reach of pixels, not of frames', () => {
    expect(snap(25, beats, 4, false)).toEqual({ frame: 24, beat: beats[2] });
    expect(snap(25, beats, 40, false).frame).toBe(25);
    expect(snap(25, beats, 4, true)).toEqual({ frame: 25, beat: null });
    expect(snap(25.4, [], 4, false)).toEqual({ frame: 25, beat: null });
  });

  it('is what looking at all beats gives', () => {
    const next = numbers(11);
    for (let i = 0; i < 2000; i++) {
      const frame = next() * (beats.at(-1)!.frame + 30);
      const scale = 0.1 + next() * 10;
      const nearest = beats.reduce((a, b) => (Math.abs(b.frame - frame) < Math.abs(a.frame - frame) ? b : a));
      const expected = Math.abs(nearest.frame - frame) * scale <= 12 ? nearest.frame : Math.round(frame);
      expect(snap(frame, beats, scale, false).frame).toBe(expected);
    }
  });

  it('finds the beat or bar before and after', () => {
    expect([neighbour(24, beats, 1), neighbour(24, beats, -1), neighbour(25, beats, -1), neighbour(0, beats, -1)]).toEqual([36, 12, 24, 0]);
    expect([neighbour(24, beats, 1, true), neighbour(50, beats, -1, true)]).toEqual([48, 48]);
  });
});
