/** The colours. The style sheet has the same ones by the same names; a test compares them and computes their contrast. */
export interface Theme {
  readonly ground0: string;
  readonly ground1: string;
  readonly ground2: string;
  readonly ground3: string;
  readonly line: string;
  readonly edge: string;
  readonly text0: string;
  readonly text1: string;
  readonly text2: string;
  readonly beat: string;
  readonly chosen: string;
  readonly good: string;
  readonly trouble: string;
  /** What is written on amber. */
  readonly onBeat: string;
}

export const dark: Theme = {
  ground0: '#0c0d10',
  ground1: '#131519',
  ground2: '#1a1d23',
  ground3: '#232730',
  line: '#2b303a',
  edge: '#6a7283',
  text0: '#edeff3',
  text1: '#aab1bf',
  text2: '#8a92a3',
  beat: '#ffc04d',
  chosen: '#7db4ff',
  good: '#63d8a4',
  trouble: '#ff8f6b',
  onBeat: '#131519',
};

export const light: Theme = {
  ground0: '#eceef1',
  ground1: '#f7f8fa',
  ground2: '#ffffff',
  ground3: '#e3e6eb',
  line: '#c9ced6',
  edge: '#767f8f',
  text0: '#15181d',
  text1: '#454c59',
  text2: '#5b6372',
  beat: '#8a5a00',
  chosen: '#1f5fbf',
  good: '#0f6b46',
  trouble: '#b23a12',
  onBeat: '#ffffff',
};

const part = (v: number) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);

/** Relative luminance (WCAG 2.2). */
export function luminance(hex: string): number {
  const n = parseInt(hex.slice(1), 16);
  return 0.2126 * part((n >> 16) / 255) + 0.7152 * part(((n >> 8) & 255) / 255) + 0.0722 * part((n & 255) / 255);
}

/** Contrast of two colours, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p) as [number, number];
  return (x + 0.05) / (y + 0.05);
}

/** Tints of sections: dim, told apart by their name as well. */
export const sectionHues = [184, 312, 232, 28, 140, 268] as const;
