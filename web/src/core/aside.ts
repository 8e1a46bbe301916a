import { type Job, nameOf } from './types';

/** Files that were set aside, by their paths, and why: what the latest look at the clips said. */
export function asideOf(jobs: Record<string, Job>): ReadonlyMap<string, string> {
  const looks = Object.values(jobs).filter((j) => j.kind === 'plan' || j.kind === 'intake');
  const aside = new Map<string, string>();
  for (const sentence of looks.findLast((j) => j.result?.setAside)?.result?.setAside ?? []) {
    const [, path, why] = /^'(.*?)': (.*)$/s.exec(sentence) ?? ['', sentence, ''];
    aside.set(path!, why!.trim());
  }
  return aside;
}

/** The same in a sentence; files are named by their last part, as everywhere here. */
export const asideWords = (path: string, why: string): string => (why ? `'${nameOf(path)}': ${why}` : path);
