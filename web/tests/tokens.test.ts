import { describe, expect, it } from 'vitest';
import css from '../src/app.css?raw';
import { contrast, dark, light, type Theme } from '../src/core/tokens';

const block = (selector: string) => css.slice(css.indexOf(selector), css.indexOf('}', css.indexOf(selector)));

describe.each([
  ['dark', dark, ':root {'],
  ['light', light, ":root[data-theme='light']"],
] as [string, Theme, string][])('%s', (_, theme, selector) => {
  const grounds = [theme.ground0, theme.ground1, theme.ground2, theme.ground3];

  it('has texts of at least 4.5:1 on every ground', () => {
    for (const ground of grounds)
      for (const text of [theme.text0, theme.text1, theme.text2, theme.beat, theme.chosen, theme.good, theme.trouble])
        expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.onBeat, theme.beat)).toBeGreaterThanOrEqual(4.5);
  });

  it('has controls of at least 3:1', () => {
    for (const ground of grounds) expect(contrast(theme.edge, ground), `edge on ${ground}`).toBeGreaterThanOrEqual(3);
  });

  it('is what the style sheet says', () => {
    const said = Object.fromEntries([...block(selector).matchAll(/--(\w+): (#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
    expect(said).toEqual({ ...theme });
  });
});

it('computes the contrast of black and white as 21', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});
