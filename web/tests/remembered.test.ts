import { describe, expect, it } from 'vitest';
import { piecesOfShots, tiersOf } from '../src/core/pieces';
import { beatFrames, signatureOf, usesOf } from '../src/core/plan';
import { remembered } from '../src/core/remembered';
import { middleOf, parseRate } from '../src/core/time';
import { numbers, planOf } from './numbers';

describe('what is worked out once', () => {
  it('is made for each thing once, also where it is nothing', () => {
    let made = 0;
    const of = remembered((list: readonly number[]) => (made++, list.length || undefined));
    const [some, none] = [[1, 2], []] as [number[], number[]];
    expect([of(some), of(some), of(none), of(none), of([1, 2])]).toEqual([2, 2, undefined, undefined, 2]);
    expect(made).toBe(3);
  });

  it('is that of the plan, whatever it was', () => {
    const plan = planOf(40);
    const other = { ...plan, shots: plan.shots.map((s, i) => (i === 3 ? { ...s, in: s.in + 1 } : s)) };
    expect(signatureOf(other, 3)).not.toBe(signatureOf(plan, 3));
    expect(signatureOf(other, 4)).toBe(signatureOf(plan, 4));
    expect(signatureOf(plan, 40)).toBe('');
    for (const [source, at] of usesOf(plan.shots)) expect(at).toEqual(plan.shots.flatMap((s, i) => (s.source === source ? [i] : [])));
    expect([...beatFrames(plan.beats)]).toEqual([...new Set(plan.beats.map((b) => b.frame))]);
  });
});

describe('how good the pictures of shots are', () => {
  it('is what the piece under each of them says, in any order of pieces and with gaps', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = numbers(seed);
      const plan = planOf(30);
      const rate = parseRate(plan.rate);
      const shots = plan.shots.map((s) => (random() < 0.3 ? { ...s, shown: undefined } : { ...s, shown: `/${s.id}`, tier: Math.floor(random() * 3) }));
      const seen = { ...plan, shots };
      const pieces = piecesOfShots(seen).sort(() => random() - 0.5);
      const tiers = tiersOf(seen, pieces);
      for (const s of shots) {
        const at = middleOf(rate, s.start);
        expect(tiers.get(s.id)).toBe(pieces.find((p) => p.track !== 'sound' && p.start <= at && at < p.end)?.tier);
      }
    }
  });
});
