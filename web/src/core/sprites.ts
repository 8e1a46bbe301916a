/** A small picture of a clip: a rectangle of a sheet, for a stretch of seconds. */
export interface Cell {
  readonly start: number;
  readonly end: number;
  readonly sheet: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Reads a WebVTT index whose cues name rectangles of sheets (`name.jpg#xywh=x,y,w,h`). */
export function parseCells(text: string, address: string): Cell[] {
  const place = address.slice(0, address.lastIndexOf('/') + 1);
  const cells: Cell[] = [];
  let start = 0;
  let end = 0;
  for (const line of text.split(/\r?\n/)) {
    const times = /^([\d:.]+) --> ([\d:.]+)/.exec(line);
    if (times) {
      start = secondsOf(times[1]!);
      end = secondsOf(times[2]!);
      continue;
    }
    const at = /^(.+)#xywh=(\d+),(\d+),(\d+),(\d+)$/.exec(line);
    if (at) cells.push({ start, end, sheet: place + at[1]!, x: Number(at[2]), y: Number(at[3]), width: Number(at[4]), height: Number(at[5]) });
  }
  return cells;
}

const secondsOf = (stamp: string): number => stamp.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** The cell of a second; the nearest one where there is none. */
export const cellAt = (cells: readonly Cell[], second: number): Cell | null => cells.findLast((c) => c.start <= second) ?? cells[0] ?? null;

/** Sheets of clips, fetched one at a time: a browser has six connections to a server, and the pictures that are played come first. */
export class Sheets {
  private readonly known = new Map<string, Promise<readonly Cell[]>>();
  private readonly images = new Map<string, Promise<HTMLImageElement>>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly ask: (url: string) => Promise<string | null> = fetched) {}

  /** The cells of a clip; none where it has no pictures (yet). */
  of(project: string, fingerprint: string): Promise<readonly Cell[]> {
    const url = `/media/${project}/sprites/${fingerprint}/index.vtt`;
    let coming = this.known.get(url);
    if (!coming) {
      coming = this.inTurn(async () => {
        const text = await this.ask(url).catch(() => null);
        // Asked for again next time.
        if (text === null) this.known.delete(url);
        return text === null ? [] : parseCells(text, url);
      });
      this.known.set(url, coming);
    }
    return coming;
  }

  sheet(url: string): Promise<HTMLImageElement> {
    let coming = this.images.get(url);
    if (!coming) {
      const image = new Image();
      image.src = url;
      coming = image.decode().then(() => image);
      this.images.set(url, coming);
      coming.catch(() => this.images.delete(url));
    }
    return coming;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => {});
    return mine;
  }
}

async function fetched(url: string): Promise<string | null> {
  const answer = await fetch(url);
  return answer.ok ? answer.text() : null;
}
