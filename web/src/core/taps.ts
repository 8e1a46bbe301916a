/** Tempo of taps, and how unsteady they were: the middle deviation from the straight line through them, in ms. Null for fewer than three. */
export function tapped(times: readonly number[]): { tempo: number; jitter: number } | null {
  const n = times.length;
  if (n < 3) return null;
  const meanX = (n - 1) / 2;
  const meanY = times.reduce((a, b) => a + b, 0) / n;
  let over = 0;
  let under = 0;
  for (const [i, t] of times.entries()) {
    over += (i - meanX) * (t - meanY);
    under += (i - meanX) ** 2;
  }
  const period = over / under;
  if (!(period > 0)) return null;
  const off = times.map((t, i) => Math.abs(t - meanY - (i - meanX) * period)).sort((a, b) => a - b);
  return { tempo: 60000 / period, jitter: off[n >> 1]! };
}
