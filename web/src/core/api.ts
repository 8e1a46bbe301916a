import { Refused } from './queue';
import type { Problem } from './types';

/** Speaks with the server: the secret with changes, revisions as tags, problems as errors. */
export class Api {
  constructor(
    private readonly memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
    private readonly ask: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  /** Whether this browser signed in once. */
  get knows(): boolean {
    return this.memory.getItem('secret') !== null;
  }

  /** Gives the token once; what comes back is kept for changes. */
  async signIn(token: string): Promise<void> {
    const { secret } = await this.json<{ secret: string }>('POST', '/api/session', { token });
    this.memory.setItem('secret', secret);
  }

  get<T>(path: string): Promise<T> {
    return this.json<T>('GET', path);
  }

  post<T>(path: string, body?: unknown, revision?: number | '*'): Promise<T> {
    return this.json<T>('POST', path, body, revision);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.json<T>('PUT', path, body);
  }

  patch<T>(path: string, body: unknown, revision?: number): Promise<T> {
    return this.json<T>('PATCH', path, body, revision);
  }

  delete<T>(path: string): Promise<T> {
    return this.json<T>('DELETE', path);
  }

  /** What a change carries beside its body. */
  headers(revision?: number | '*'): Record<string, string> {
    const headers: Record<string, string> = {};
    const secret = this.memory.getItem('secret');
    if (secret) headers['X-Montage-Secret'] = secret;
    if (revision !== undefined) headers['If-Match'] = revision === '*' ? '*' : `"${revision}"`;
    return headers;
  }

  private async json<T>(method: string, path: string, body?: unknown, revision?: number | '*'): Promise<T> {
    const headers = method === 'GET' ? {} : this.headers(revision);
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    const answer = await this.ask(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
    if (!answer.ok) throw await failureOf(answer);
    return answer.status === 204 ? (undefined as T) : ((await answer.json()) as T);
  }
}

/** Busy and broken servers are asked again; everything else is their answer. */
export async function failureOf(answer: Response): Promise<Error> {
  let problem: Problem;
  try {
    problem = (await answer.json()) as Problem;
  } catch {
    problem = { status: answer.status, title: `The server answered ${answer.status}.`, code: 'unknown' };
  }
  return [429, 502, 503, 504].includes(answer.status) ? new Unheard(problem.title) : new Refused({ ...problem, status: answer.status });
}

/** Nothing was decided: it can be tried again. */
export class Unheard extends Error {}

/** What a person is told of whatever went wrong. */
export function problemOf(e: unknown): Problem {
  if (e instanceof Refused) return e.problem;
  if (e instanceof Unheard) return { status: 503, title: e.message, code: 'busy' };
  return { status: 0, title: 'The server does not answer.', code: 'gone', remedy: 'It is tried again by itself. Is montage-ai serve still running?' };
}
