import { isOver, type Job } from './types';

/** How many jobs that have ended are remembered, and streams of revisions: an edit makes one of each. */
export const mostKept = 40;

/** Jobs without the oldest of those that have ended; the latest of each kind stays. */
export function recent(jobs: Record<string, Job>): Record<string, Job> {
  const ended = Object.values(jobs).filter(isOver);
  if (ended.length <= mostKept) return jobs;
  const latest = new Set([...new Map(ended.map((j) => [j.kind, j.id])).values()]);
  const old = new Set(ended.slice(0, ended.length - mostKept).flatMap((j) => (latest.has(j.id) ? [] : [j.id])));
  return Object.fromEntries(Object.entries(jobs).filter(([id]) => !old.has(id)));
}

/** The last job that made pictures, where it could not; null where it could, or another is at it. */
export function failureOf(jobs: Record<string, Job>): Job | null {
  const last = Object.values(jobs).findLast((j) => j.kind === 'plan' || j.kind === 'preview');
  return last?.status === 'failed' ? last : null;
}
