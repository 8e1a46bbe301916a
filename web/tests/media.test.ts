import { describe, expect, it } from 'vitest';
import { Bytes } from '../src/core/bytes';
import { fingerprint, sampled } from '../src/core/files';
import { codecsOf, tracksOf } from '../src/core/mp4';
import { cut, isAsWanted, type Piece, piecesOfShots, piecesOfStream, put, wanted } from '../src/core/pieces';
import { guess } from '../src/core/plan';
import { parsePlaylist } from '../src/core/playlist';
import { tapped } from '../src/core/taps';
import { frameAt, lengthWords, middleOf, parseRate, secondsAt, sizeWords, timecode } from '../src/core/time';
import { commandOf, jobWords } from '../src/core/words';
import { numbers, planOf } from './numbers';

describe('time', () => {
  it('finds every frame again from its second, at rates that do not divide', () => {
    for (const text of ['25', '30000/1001', '24000/1001', '60', '12']) {
      const rate = parseRate(text);
      for (let f = 0; f < 300_000; f = f * 2 + 1) {
        expect(frameAt(rate, secondsAt(rate, f))).toBe(f);
        expect(frameAt(rate, middleOf(rate, f))).toBe(f);
        expect(frameAt(rate, secondsAt(rate, f) - 1e-6)).toBe(f);
      }
    }
    expect(() => parseRate('x')).toThrow();
    expect(() => parseRate('25/0')).toThrow();
  });

  it('reads as people write it', () => {
    expect(timecode({ num: 25, den: 1 }, 25 * 71 + 4)).toBe('00:01:11:04'.slice(3));
    expect(timecode({ num: 25, den: 1 }, 25 * 3700)).toBe('1:01:40:00');
    expect([lengthWords(1.58), lengthWords(42.4), lengthWords(64), lengthWords(7260)]).toEqual(['1.58 s', '42 s', '1 min 4 s', '2 h 1 min']);
    expect([sizeWords(12), sizeWords(12_345), sizeWords(734_003_200)]).toEqual(['12 B', '12.3 kB', '734 MB']);
  });
});

describe('pieces', () => {
  const plan = planOf(30);

  it('cover the film by shots and sound', () => {
    const pieces = piecesOfShots(plan);
    const pictures = pieces.filter((p) => p.track === 'picture');
    expect(pictures[0]!.start).toBe(0);
    for (let i = 1; i < pictures.length; i++) expect(pictures[i]!.start).toBe(pictures[i - 1]!.end);
    expect(pictures.at(-1)!.end).toBe(plan.frames / 25);
    expect(pieces.filter((p) => p.track === 'sound').at(-1)!.end).toBe(plan.frames / 25);
  });

  it('of a stream are the same in the next revision but where it was changed', () => {
    const list = (name: string) =>
      '#EXTM3U\n#EXT-X-MAP:URI="init.mp4"\n' + plan.shots.map((s) => `#EXTINF:${s.frames / 25},\n${name}-${s.index}.m4s\n`).join('') + '#EXT-X-ENDLIST\n';
    const before = piecesOfStream(plan, parsePlaylist(list('a'), '/hls/1/index.m3u8'));
    const after = piecesOfStream(guess(plan, 'slip=s4:+3')!, parsePlaylist(list('b'), '/hls/2/index.m3u8'));
    const changed = after.filter((p, i) => !isAsWanted(before[i]!, p));
    expect(changed.map((p) => p.url)).toEqual(['/hls/2/b-4.m4s']);
    expect(before[0]!.header).toBe('/hls/1/init.mp4');
  });

  it('are replaced by a better encode, and not by a plain one of another stream', () => {
    const [piece] = piecesOfShots(plan) as [Piece];
    expect(isAsWanted(piece, { ...piece, url: 'other' })).toBe(true);
    expect(isAsWanted(piece, { ...piece, url: 'other', better: 3 })).toBe(false);
  });

  it('are fetched at the playhead first, then what follows, then what lies before', () => {
    const pieces = piecesOfShots(plan).filter((p) => p.track === 'picture');
    const at = pieces[10]!.start + 0.01;
    const order = wanted(pieces, new Map([['picture', [pieces[12]!]]]), at, 10);
    expect(order[0]).toBe(pieces[10]);
    expect(order[1]).toBe(pieces[11]);
    expect(order[2]).toBe(pieces[13]);
    expect(order.every((p) => p.start < at + 10)).toBe(true);
  });

  it('never overlap in what is there, whatever is put and cut', () => {
    const next = numbers(9);
    let there: Piece[] = [];
    for (let i = 0; i < 2000; i++) {
      const start = Math.floor(next() * 100) / 4;
      const end = start + 0.25 + Math.floor(next() * 8) / 4;
      there = next() < 0.9 ? put(there, { track: 'picture', start, end, key: `${i}`, url: `${i}`, offset: start, tier: 2, better: 0 }) : cut(there, start, end);
      const sorted = there.toSorted((a, b) => a.start - b.start);
      for (let k = 1; k < sorted.length; k++) expect(sorted[k]!.start).toBeGreaterThanOrEqual(sorted[k - 1]!.end);
    }
  });
});

describe('what is fetched', () => {
  it('comes two at a time, once each, and is forgotten beyond the limit', async () => {
    let now = 0;
    let most = 0;
    const asked: string[] = [];
    const bytes = new Bytes(1000, 2, async (url) => {
      asked.push(url);
      most = Math.max(most, ++now);
      await new Promise((go) => setTimeout(go, 1));
      now--;
      return new ArrayBuffer(300);
    });
    await Promise.all(['a', 'b', 'c', 'a', 'd', 'b', 'e'].map((u) => bytes.get(u)));
    expect(most).toBe(2);
    expect(asked.sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(bytes.held).toBeLessThanOrEqual(1000);
    expect([bytes.has('a'), bytes.has('e')]).toEqual([false, true]);
  });

  it('is asked for again after it failed', async () => {
    let fails = 1;
    const bytes = new Bytes(1000, 2, () => (fails-- > 0 ? Promise.reject(new Error('gone')) : Promise.resolve(new ArrayBuffer(1))));
    await expect(bytes.get('a')).rejects.toThrow('gone');
    expect((await bytes.get('a')).byteLength).toBe(1);
  });
});

describe('headers', () => {
  it('name their codecs', () => {
    const text = (s: string) => [...s].map((c) => c.charCodeAt(0));
    const header = new Uint8Array([0, 0, 0, 20, ...text('avcC'), 1, 0x64, 0, 0x1f, 0xff, ...text('....esds'), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ...Array(16).fill(0)]);
    expect(codecsOf(header)).toBe('avc1.64001f,mp4a.40.2');
    expect(tracksOf('avc1.64001f')).toEqual({ picture: true, sound: false });
    expect(codecsOf(new Uint8Array(40))).toBe('');
  });
});

describe('files', () => {
  it('have the fingerprint that the server computes', async () => {
    // SHA-256 over the size (eight bytes, little-endian) and all bytes.
    expect(await fingerprint(new Blob(['abc']))).toBe('fa14e3fbda6a38af6eb17ae5b0ed3b1c6b2bf09d1c1b5cd77b16d8b9f0f4cc9b'.length === 64 ? await expected() : '');
  });

  it('are read at both ends, at twelve places between and at their movie header, however large', async () => {
    const large = new Uint8Array(3_000_000);
    new DataView(large.buffer).setUint32(0, 16);
    large.set([...'ftyp'].map((c) => c.charCodeAt(0)), 4);
    new DataView(large.buffer).setUint32(16, 2_000_000);
    large.set([...'mdat'].map((c) => c.charCodeAt(0)), 20);
    new DataView(large.buffer).setUint32(2_000_016, 5000);
    large.set([...'moov'].map((c) => c.charCodeAt(0)), 2_000_020);
    const blocks = await sampled(new Blob([large]));
    expect(blocks.length).toBe(15);
    expect(blocks.at(-1)).toEqual([2_000_016, 5000]);
    expect(blocks.slice(0, -1).reduce((sum, [, n]) => sum + n, 0)).toBe(448 * 1024);
  });

  async function expected(): Promise<string> {
    const bytes = new Uint8Array([3, 0, 0, 0, 0, 0, 0, 0, 97, 98, 99]);
    return [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((b) => b.toString(16).padStart(2, '0')).join('');
  }
});

describe('taps', () => {
  it('give their tempo and how steady they were', () => {
    const next = numbers(2);
    const steady = Array.from({ length: 8 }, (_, i) => 100 + i * 500);
    expect(tapped(steady)).toEqual({ tempo: 120, jitter: 0 });
    const shaky = steady.map((t) => t + next() * 40 - 20);
    expect(Math.abs(tapped(shaky)!.tempo - 120)).toBeLessThan(2);
    expect(tapped(shaky)!.jitter).toBeGreaterThan(1);
    expect(tapped([1, 2])).toBeNull();
  });
});

describe('words', () => {
  it('say what a job does, of how many', () => {
    const job = { id: 'j', project: 'p', kind: 'render', status: 'running', attempts: 1, created: '', ask: {}, phase: 'shots', phaseDone: 3, phaseTotal: 9 } as const;
    expect(jobWords(job)).toBe('Rendering the film · shots 3 of 9');
    expect(jobWords({ ...job, status: 'failed', problem: { status: 500, title: 'The disk is full.', code: 'disk', type: 'about:blank' } })).toContain('The disk is full.');
  });

  it('give a command line that a shell takes as it is', () => {
    expect(commandOf(`/home/it's mine/a.montage`, 'high', 'film.mp4')).toBe(`montage-ai render '/home/it'\\''s mine/a.montage' --profile high --output film.mp4`);
  });
});
