import { describe, expect, it } from 'vitest';
import { placesOf, rangeOf, toggled, within } from '../src/core/selection';
import { numbers, planOf } from './numbers';

const { shots } = planOf(30);
const id = (n: number) => shots[n]!.id;

describe('several shots', () => {
  it('are a range in the order of the film, whichever end was chosen first', () => {
    expect(rangeOf(shots, id(3), id(6))).toEqual([3, 4, 5, 6].map(id));
    expect(rangeOf(shots, id(6), id(3))).toEqual([3, 4, 5, 6].map(id));
    expect(rangeOf(shots, null, id(3))).toEqual([id(3)]);
    expect(rangeOf(shots, 'gone', id(3))).toEqual([id(3)]);
    expect(rangeOf(shots, id(3), 'gone')).toEqual([]);
  });

  it('take one in and let it go again', () => {
    expect(toggled([id(1)], id(4))).toEqual([id(1), id(4)]);
    expect(toggled([id(1), id(4)], id(1))).toEqual([id(4)]);
  });

  it('that a stretch is drawn round are those that it touches, from either side', () => {
    const next = numbers(5);
    for (let n = 0; n < 200; n++) {
      const a = Math.floor(next() * 900);
      const b = a + 1 + Math.floor(next() * 200);
      const touched = new Set<string>();
      for (let f = a; f < b; f++) for (const s of shots) if (s.start <= f && f < s.start + s.frames) touched.add(s.id);
      expect(within(shots, a, b)).toEqual([...touched]);
      expect(within(shots, b, a)).toEqual([...touched]);
    }
  });

  it('are called by their places', () => {
    expect(placesOf(shots, [id(2)])).toBe('3');
    expect(placesOf(shots, [id(2), id(3)])).toBe('3 and 4');
    expect(placesOf(shots, [id(5), id(4), id(3)])).toBe('4 to 6');
    expect(placesOf(shots, [0, 2, 3, 4, 8].map(id))).toBe('1, 3 to 5 and 9');
  });
});
