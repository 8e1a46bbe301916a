import { describe, expect, it } from 'vitest';
import { barsOf, lengthOf, parseCurve } from '../src/core/curve';

// Two densities: four stretches a second, and two.
function written(fine: number[], coarse: number[]): ArrayBuffer {
  const bytes = new ArrayBuffer(24 + 2 * (fine.length + coarse.length));
  const view = new DataView(bytes);
  [...'MPK1'].forEach((c, i) => view.setUint8(i, c.charCodeAt(0)));
  view.setInt32(4, 2, true);
  [4, fine.length, 2, coarse.length].forEach((n, i) => view.setInt32(8 + 4 * i, n, true));
  [...fine, ...coarse].forEach((n, i) => (view.setInt8(24 + 2 * i, -n), view.setInt8(25 + 2 * i, Math.round(n / 2))));
  return bytes;
}

describe('curves', () => {
  it('are read in their coarsest density, by whichever side is louder', () => {
    const curve = parseCurve(written([1, 2, 3, 4], [64, 127]))!;
    expect(curve.rate).toBe(2);
    expect([...curve.peaks].map((p) => p.toFixed(2))).toEqual(['0.50', '1.00']);
    expect(lengthOf(curve)).toBe(1);
  });
  it('that are none, or are cut short, are none', () => {
    expect(parseCurve(new ArrayBuffer(0))).toBeNull();
    expect(parseCurve(new ArrayBuffer(64))).toBeNull();
    expect(parseCurve(written([1, 2, 3, 4], [64, 127]).slice(0, 30))).toBeNull();
  });
  it('fill the bars that they are drawn as, whatever their length; silence is not made larger', () => {
    expect([...barsOf({ rate: 20, peaks: new Float32Array([0.1, 0.5, 0.2, 0.25]) }, 2)]).toEqual([1, 0.5]);
    expect([...barsOf({ rate: 20, peaks: new Float32Array([0.5]) }, 3)]).toEqual([1, 1, 1]);
    expect([...barsOf({ rate: 20, peaks: new Float32Array([0, 0.01]) }, 2)].map((b) => b.toFixed(2))).toEqual(['0.00', '0.01']);
    expect([...barsOf({ rate: 20, peaks: new Float32Array() }, 2)]).toEqual([0, 0]);
  });
});
