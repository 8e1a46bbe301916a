import type { Api } from './api';
import { Refused } from './queue';

/** A file that was dropped or chosen, and where it lies: pages are not told, so the server finds it by its content. */
export interface Found {
  readonly name: string;
  readonly path: string;
}

const whole = 512 * 1024;
const endBytes = 128 * 1024;
const middleBytes = 16 * 1024;
const middleBlocks = 12;
const headerBytes = 4 * 1024 * 1024;

/** Parts of a file that stand for it; as the server takes them. */
export async function sampled(file: Blob): Promise<[number, number][]> {
  const size = file.size;
  if (size <= whole) return [[0, size]];
  const blocks: [number, number][] = [
    [0, endBytes],
    [size - endBytes, endBytes],
  ];
  const between = Math.floor((size - 2 * endBytes - middleBytes) / (middleBlocks + 1));
  for (let i = 1; i <= middleBlocks; i++) blocks.push([endBytes + between * i, middleBytes]);
  const header = await movieHeader(file);
  if (header) blocks.push([header[0], Math.min(header[1], headerBytes)]);
  return blocks;
}

async function movieHeader(file: Blob): Promise<[number, number] | null> {
  const first = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip']);
  let offset = 0;
  for (let box = 0; box < 64 && offset + 16 <= file.size; box++) {
    const head = new DataView(await file.slice(offset, offset + 16).arrayBuffer());
    const short = head.getUint32(0);
    const type = String.fromCharCode(head.getUint8(4), head.getUint8(5), head.getUint8(6), head.getUint8(7));
    const length = short === 0 ? file.size - offset : short === 1 ? Number(head.getBigInt64(8)) : short;
    if ((box === 0 && !first.has(type)) || length < 8 || length > file.size - offset) return null;
    if (type === 'moov') return [offset, length];
    offset += length;
  }
  return null;
}

/** The content's fingerprint, 64 hex digits: at most 448 KiB and a movie header are read. */
export async function fingerprint(file: Blob): Promise<string> {
  const blocks = await sampled(file);
  const parts = await Promise.all(blocks.map(([at, length]) => file.slice(at, at + length).arrayBuffer()));
  const all = new Uint8Array(8 + parts.reduce((sum, p) => sum + p.byteLength, 0));
  new DataView(all.buffer).setBigUint64(0, BigInt(file.size), true);
  let at = 8;
  for (const part of parts) {
    all.set(new Uint8Array(part), at);
    at += part.byteLength;
  }
  return [...new Uint8Array(await crypto.subtle.digest('SHA-256', all))].map((b) => b.toString(16).padStart(2, '0')).join('');
}

/** Files of what was dropped, folders looked through. */
export async function filesOf(items: Iterable<{ webkitGetAsEntry?(): FileSystemEntry | null; getAsFile(): File | null }>): Promise<File[]> {
  // Entries must be taken before anything is waited for; afterwards the browser forgets them.
  const taken = [...items].map((i) => i.webkitGetAsEntry?.() ?? i.getAsFile());
  const files: File[] = [];
  const walk = async (entry: FileSystemEntry): Promise<void> => {
    if (entry.name.startsWith('.')) return;
    if (entry.isFile) files.push(await new Promise<File>((ok, no) => (entry as FileSystemFileEntry).file(ok, no)));
    else {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((ok, no) => reader.readEntries(ok, no));
        if (!some.length) break;
        for (const e of some) await walk(e);
      }
    }
  };
  for (const t of taken) {
    if (t instanceof File) files.push(t);
    else if (t) await walk(t);
  }
  return files;
}

/** Asks the server whether it sees these files on its own disks. */
export async function claim(api: Api, files: readonly File[]): Promise<{ found: Found[]; rest: File[] }> {
  const asked = await Promise.all(files.map(async (f) => ({ name: f.name, bytes: f.size, fingerprint: await fingerprint(f) })));
  try {
    const answer = await api.post<{ found: { name: string; path?: string }[] }>('/api/files/claims', { files: asked });
    return {
      found: answer.found.flatMap((f) => (f.path ? [{ name: f.name, path: f.path }] : [])),
      rest: files.filter((_, i) => !answer.found[i]?.path),
    };
  } catch (e) {
    // A server without claims takes uploads.
    if (e instanceof Refused && [404, 405].includes(e.problem.status)) return { found: [], rest: [...files] };
    throw e;
  }
}

const part = 8 * 1024 * 1024;

/** Sends a file by tus 1.0.0; what was broken off goes on where it stopped. */
export async function upload(api: Api, project: string, file: File, progress: (share: number) => void, signal?: AbortSignal): Promise<string> {
  const text = (s: string) => btoa(String.fromCharCode(...new TextEncoder().encode(s)));
  const head = { ...api.headers(), 'Tus-Resumable': '1.0.0' };
  const made = await fetch('/api/uploads', {
    method: 'POST',
    headers: { ...head, 'Upload-Length': String(file.size), 'Upload-Metadata': `filename ${text(file.name)},project ${text(project)},as ${text(isSong(file.name) ? 'song' : 'clip')}` },
    signal,
  });
  if (made.status !== 201) throw new Refused({ status: made.status, title: `The server does not take '${file.name}'.`, code: 'upload' });
  const place = made.headers.get('Location')!;
  let at = 0;
  for (let misses = 0; at < file.size; ) {
    try {
      const sent = await fetch(place, {
        method: 'PATCH',
        headers: { ...head, 'Upload-Offset': String(at), 'Content-Type': 'application/offset+octet-stream' },
        body: file.slice(at, at + part),
        signal,
      });
      if (sent.status !== 204) throw new Error(String(sent.status));
      at = Number(sent.headers.get('Upload-Offset'));
      misses = 0;
      progress(at / file.size);
    } catch (e) {
      if (signal?.aborted || ++misses > 20) throw e;
      await new Promise((go) => setTimeout(go, Math.min(5000, 250 * 2 ** misses)));
      const asked = await fetch(place, { method: 'HEAD', headers: head, signal }).catch(() => null);
      if (asked?.ok) at = Number(asked.headers.get('Upload-Offset'));
    }
  }
  return place;
}

const songs = /\.(mp3|m4a|aac|flac|wav|ogg|oga|opus|aiff?|wma)$/i;
export const isSong = (name: string): boolean => songs.test(name);
