/** Files of pieces, fetched two at a time and kept in memory up to a limit. The ones that were not used for longest go first. */
export class Bytes {
  private readonly kept = new Map<string, ArrayBuffer>();
  private readonly coming = new Map<string, Promise<ArrayBuffer>>();
  private readonly queue: (() => void)[] = [];
  private running = 0;
  private size = 0;

  constructor(
    private readonly limit = 256 * 1024 * 1024,
    private readonly atOnce = 2,
    private readonly ask: (url: string) => Promise<ArrayBuffer> = fetched,
  ) {}

  get held(): number {
    return this.size;
  }

  has(url: string): boolean {
    return this.kept.has(url);
  }

  get(url: string): Promise<ArrayBuffer> {
    const there = this.kept.get(url);
    if (there) {
      this.kept.delete(url);
      this.kept.set(url, there);
      return Promise.resolve(there);
    }
    let coming = this.coming.get(url);
    if (!coming) {
      coming = this.inTurn(() => this.ask(url)).then(
        (bytes) => {
          this.coming.delete(url);
          this.keep(url, bytes);
          return bytes;
        },
        (e: unknown) => {
          this.coming.delete(url);
          throw e;
        },
      );
      this.coming.set(url, coming);
    }
    return coming;
  }

  private keep(url: string, bytes: ArrayBuffer): void {
    this.kept.set(url, bytes);
    this.size += bytes.byteLength;
    for (const [old, was] of this.kept) {
      if (this.size <= this.limit || old === url) break;
      this.kept.delete(old);
      this.size -= was.byteLength;
    }
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) await new Promise<void>((go) => this.queue.push(go));
    else this.running++;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.running--;
    }
  }
}

async function fetched(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.arrayBuffer();
}
