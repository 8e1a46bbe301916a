import { describe, expect, it } from 'vitest';
import { read, written } from '../src/core/address';
import { asideOf, asideWords } from '../src/core/aside';
import { failureOf } from '../src/core/jobs';
import { careful } from '../src/core/memory';
import type { Job } from '../src/core/types';

describe('the address', () => {
  it('comes back to project and screen, and never keeps the token', () => {
    for (const screen of ['start', 'gather', 'edit', 'beats', 'deliver'] as const) {
      const back = read(written('p-1', screen));
      expect(back.project).toBe('p-1');
      expect(back.screen ?? 'edit').toBe(screen === 'start' ? 'edit' : screen);
      expect(back.token).toBeUndefined();
    }
    expect(written(undefined, 'gather')).toBe('#');
    expect(read('#token=a%2Bb')).toEqual({ token: 'a+b', project: undefined, screen: undefined });
    expect(read('#project=x&screen=evil')).toEqual({ token: undefined, project: 'x', screen: undefined });
  });
});

describe('what was set aside', () => {
  const job = (id: string, kind: Job['kind'], setAside?: string[]): Job => ({ id, project: 'p', kind, status: 'done', attempts: 1, created: '', ask: {}, result: setAside ? { setAside } : undefined });

  it('is what the latest look at the clips said, whatever names are made of', () => {
    const jobs = { a: job('a', 'plan', ["'/c/old.mp4': Old. Remedy."]), b: job('b', 'intake', ["'/c/it's 1': x.mp4': It holds no video. Leave it out.", 'No name at all']), c: job('c', 'render') };
    const aside = asideOf(jobs);
    expect([...aside.keys()]).toHaveLength(2);
    expect([...aside.values()][0]).toContain('It holds no video. Leave it out.');
    expect(aside.get('No name at all')).toBe('');
    expect(asideWords('/c/a.mp4', 'Why.')).toBe("'a.mp4': Why.");
    expect(asideWords('No name at all', '')).toBe('No name at all');
  });

  it('says a failure only while nothing newer makes pictures', () => {
    const failed: Job = { ...job('f', 'preview'), status: 'failed' };
    expect(failureOf({ f: failed })?.id).toBe('f');
    expect(failureOf({ f: failed, r: job('r', 'render') })?.id).toBe('f');
    expect(failureOf({ f: failed, g: { ...job('g', 'plan'), status: 'running' } })).toBeNull();
    expect(failureOf({})).toBeNull();
  });
});

describe('a storage that is full or forbidden', () => {
  it('fails nothing; what could not be kept lasts as long as the page', () => {
    const kept = new Map<string, string>([['old', '1']]);
    let full = false;
    const memory = careful(() => ({
      getItem: (k) => kept.get(k) ?? null,
      setItem: (k, v) => {
        if (full) throw new DOMException('full', 'QuotaExceededError');
        kept.set(k, v);
      },
      removeItem: (k) => void kept.delete(k),
    }));
    memory.setItem('a', 'x');
    full = true;
    memory.setItem('a', 'y');
    memory.setItem('b', 'z');
    expect([memory.getItem('a'), memory.getItem('b'), memory.getItem('old'), kept.get('a')]).toEqual(['y', 'z', '1', 'x']);
    memory.removeItem('a');
    expect(memory.getItem('a')).toBeNull();
    full = false;
    memory.setItem('b', 'w');
    expect([memory.getItem('b'), kept.get('b')]).toEqual(['w', 'w']);
    const none = careful(() => {
      throw new DOMException('no', 'SecurityError');
    });
    none.setItem('a', 'x');
    none.removeItem('b');
    expect([none.getItem('a'), none.getItem('b')]).toEqual(['x', null]);
  });
});
