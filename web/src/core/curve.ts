/** The curve of a song: the loudest moment of each stretch, 0 to 1. */
export interface Curve {
  /** Stretches per second. */
  readonly rate: number;
  readonly peaks: Float32Array;
}

/**
 * Reads the coarsest density of a curve as the server writes it (docs/api.md): "MPK1", the number of densities, for each its stretches per
 * second and their count, then for each pairs of least and largest sample as signed bytes. Null where it is none.
 */
export function parseCurve(bytes: ArrayBuffer): Curve | null {
  const view = new DataView(bytes);
  if (bytes.byteLength < 8 || view.getUint32(0) !== 0x4d504b31) return null;
  const densities = view.getInt32(4, true);
  let at = 8 + 8 * densities;
  let coarsest: Curve | null = null;
  for (let d = 0; d < densities; d++) {
    const rate = view.getInt32(8 + 8 * d, true);
    const count = view.getInt32(12 + 8 * d, true);
    if (rate <= 0 || count < 0 || at + 2 * count > bytes.byteLength) return null;
    if (!coarsest || rate < coarsest.rate) {
      const peaks = new Float32Array(count);
      for (let i = 0; i < count; i++) peaks[i] = Math.max(-view.getInt8(at + 2 * i), view.getInt8(at + 2 * i + 1)) / 127;
      coarsest = { rate, peaks };
    }
    at += 2 * count;
  }
  return coarsest;
}

/** Seconds that a curve lasts. */
export const lengthOf = (curve: Curve): number => curve.peaks.length / curve.rate;

/** The curve as so many bars, the loudest of all 1: a quiet song is seen, too. Silence stays flat. */
export function barsOf(curve: Curve, bars: number): Float32Array {
  const found = new Float32Array(Math.max(0, bars));
  const { peaks } = curve;
  for (let i = 0; i < found.length; i++) {
    const from = Math.floor((i * peaks.length) / found.length);
    const to = Math.max(from + 1, Math.floor(((i + 1) * peaks.length) / found.length));
    for (let k = from; k < to && k < peaks.length; k++) found[i] = Math.max(found[i]!, peaks[k]!);
  }
  const most = found.reduce((a, b) => Math.max(a, b), 0);
  if (most > audible) for (let i = 0; i < found.length; i++) found[i] = found[i]! / most;
  return found;
}

/** What is quieter than this is not made larger when it is drawn. */
export const audible = 0.02;
