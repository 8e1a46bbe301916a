import { describe, expect, it } from 'vitest';
import { cellAt, parseCells, Sheets } from '../src/core/sprites';

const index = 'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\na%20b-01.jpg#xywh=0,0,160,90\n\n00:00:01.000 --> 00:01:02.500\na%20b-01.jpg#xywh=160,0,160,90\n';

describe('small pictures of clips', () => {
  it('are read from their index, beside which their sheets lie', () => {
    expect(parseCells(index, '/media/p/sprites/f/index.vtt')).toEqual([
      { start: 0, end: 1, sheet: '/media/p/sprites/f/a%20b-01.jpg', x: 0, y: 0, width: 160, height: 90 },
      { start: 1, end: 62.5, sheet: '/media/p/sprites/f/a%20b-01.jpg', x: 160, y: 0, width: 160, height: 90 },
    ]);
    expect(parseCells('', '/x')).toEqual([]);
  });
  it('have one for every second, whichever is asked for', () => {
    const cells = parseCells(index, '/media/p/sprites/f/index.vtt');
    expect(cellAt(cells, 0.5)?.x).toBe(0);
    expect(cellAt(cells, 30)?.x).toBe(160);
    expect(cellAt(cells, 999)?.x).toBe(160);
    expect(cellAt(cells, -1)?.x).toBe(0);
    expect(cellAt([], 1)).toBeNull();
  });
  it('are asked for one clip at a time, and again where there were none yet', async () => {
    let running = 0;
    let most = 0;
    const asked: string[] = [];
    const sheets = new Sheets(async (url) => {
      asked.push(url);
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      if (url.includes('/none/')) return null;
      return index;
    });
    const all = await Promise.all(['a', 'b', 'none', 'a'].map((f) => sheets.of('p', f)));
    expect(all.map((c) => c.length)).toEqual([2, 2, 0, 2]);
    expect(most).toBe(1);
    expect(asked.length).toBe(3);
    await sheets.of('p', 'none');
    expect(asked.length).toBe(4);
  });
});
