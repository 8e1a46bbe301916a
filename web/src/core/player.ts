import { Bytes } from './bytes';
import { codecsOf } from './mp4';
import { cut, type Piece, put, type Track, wanted } from './pieces';
import { frameAt, middleOf, type Rate, secondsAt } from './time';

export interface Shown {
  frame: number;
  /** Revision whose picture is on the screen. */
  revision: number;
  playing: boolean;
}

interface Buffer {
  readonly source: SourceBuffer;
  mime: string;
  header: string;
  there: Piece[];
}

/** Media Source, or what telephones have instead of it; null where there is neither. */
const sourceKind = (): (new () => MediaSource) | null => globalThis.MediaSource ?? (globalThis as { ManagedMediaSource?: new () => MediaSource }).ManagedMediaSource ?? null;

/**
 * Plays pieces through Media Source: a buffer for pictures and one for sound (or one for both, where pieces hold both). Pieces can be exchanged
 * at any time; only those that differ are fetched and appended. Seeks are coalesced: the latest wins, old ones are forgotten. A browser without
 * Media Source plays the revision's playlist by itself, anew after each edit.
 */
export class Player {
  private media: MediaSource | null = null;
  private address = '';
  private readonly buffers = new Map<Track, Buffer>();
  private pieces: readonly Piece[] = [];
  private pumping = false;
  private again = false;
  private failed = new Map<string, number>();
  private seekTo: number | null = null;
  private heard = -1;
  // A better picture is appended and not on the screen yet.
  private repaints = false;
  // A picture came to the screen before it was known that its piece had been appended.
  private early = false;
  // Without Media Source: the pictures that the playlist was opened for, and the revision that it came with.
  private listed = '';
  private opened = 0;
  revision = 0;
  frames = 0;
  loop: { from: number; to: number } | null = null;
  shown: Shown = { frame: 0, revision: 0, playing: false };
  missing = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private rate: Rate,
    private readonly changed: (shown: Shown) => void,
    private readonly bytes: Bytes = new Bytes(),
    private readonly ahead = 30,
    private readonly playlistOf: (revision: number) => string = () => '',
  ) {
    video.addEventListener('seeked', () => this.settle());
    for (const kind of ['play', 'pause', 'ended', 'waiting', 'playing']) video.addEventListener(kind, () => this.tell());
    for (const kind of ['pause', 'ended']) video.addEventListener(kind, () => this.pieces.length > 0 && this.follow());
    video.addEventListener('timeupdate', () => void this.pump());
    this.watch();
  }

  /** What is to be played from now on. The picture on the screen stays until the new one is there. */
  set(pieces: readonly Piece[], revision: number, rate: Rate, frames: number): void {
    this.pieces = pieces;
    this.revision = revision;
    this.rate = rate;
    this.frames = frames;
    if (!sourceKind()) {
      this.follow();
      return;
    }
    const tracks = new Set(pieces.map((p) => p.track));
    if (!this.media) this.open();
    else if (this.buffers.size > 0 && ([...tracks].some((t) => !this.buffers.has(t)) || [...this.buffers.keys()].some((t) => !tracks.has(t)))) this.restart();
    this.trim();
    // An edit elsewhere leaves the picture on the screen as it is: it is the new revision's, too.
    if (!this.repaints && this.shown.revision > 0 && this.isCurrent(this.video.currentTime)) {
      this.shown = { ...this.shown, revision };
      this.changed(this.shown);
    }
    void this.pump();
  }

  get playing(): boolean {
    return !this.video.paused && !this.video.ended;
  }

  /** @returns Whether the browser allowed it. */
  async play(speed = 1): Promise<boolean> {
    if (this.frame >= this.frames - 1) this.seek(this.loop?.from ?? 0);
    this.video.playbackRate = speed;
    this.video.preservesPitch = true;
    try {
      await this.video.play();
      return true;
    } catch (e) {
      // A pause that comes before it played is nobody's refusal.
      return !(e instanceof DOMException && e.name === 'NotAllowedError');
    }
  }

  pause(): void {
    this.video.pause();
  }

  get speed(): number {
    return this.video.playbackRate;
  }

  get frame(): number {
    return this.seekTo ?? Math.min(Math.max(0, this.frames - 1), frameAt(this.rate, this.video.currentTime));
  }

  /** Shows a frame. While one seek is under way only the latest wish is kept; one that waits for pictures that nobody fetches any more is given up. */
  seek(frame: number): void {
    const to = Math.min(Math.max(0, Math.round(frame)), Math.max(0, this.frames - 1));
    this.seekTo = to;
    this.tell();
    if (!this.video.seeking || !this.has(this.video.currentTime)) this.goTo(to);
    void this.pump();
  }

  close(): void {
    this.video.removeAttribute('src');
    if (this.address) URL.revokeObjectURL(this.address);
    this.media = null;
    this.buffers.clear();
  }

  // Whether pictures and sound of a place are there.
  private has(time: number): boolean {
    const { buffered } = this.video;
    for (let i = 0; i < buffered.length; i++) if (buffered.start(i) <= time && time < buffered.end(i)) return true;
    return false;
  }

  private goTo(frame: number): void {
    this.video.currentTime = middleOf(this.rate, frame);
  }

  private settle(): void {
    const wish = this.seekTo;
    if (wish !== null && frameAt(this.rate, this.video.currentTime) !== wish) this.goTo(wish);
    else this.seekTo = null;
    this.tell();
  }

  private open(): void {
    const kind = sourceKind();
    if (!kind) return;
    const media = new kind();
    this.media = media;
    // Telephones want that said before they open one.
    this.video.disableRemotePlayback = true;
    this.address = URL.createObjectURL(media);
    media.addEventListener('sourceopen', () => void this.pump(), { once: true });
    this.video.src = this.address;
  }

  // The playlist of the revision, where nothing can be appended: opened anew when its pictures are others, but not in mid-play for better ones.
  private follow(): void {
    if (sourceKind() || this.revision === 0) return;
    const list = this.pieces.filter((p) => p.track !== 'sound').map((p) => p.url).join(' ');
    if (list === this.listed) this.opened = this.revision;
    else if (!this.playing || this.opened !== this.revision) {
      const at = this.frame;
      const was = this.playing;
      const speed = this.speed;
      this.listed = list;
      this.opened = this.revision;
      this.video.addEventListener('loadedmetadata', () => (this.seek(at), was && void this.play(speed)), { once: true });
      this.video.src = this.playlistOf(this.revision);
    }
    this.tell();
  }

  // A picture came to the screen: which one, and of which revision.
  private watch(): void {
    const video = this.video;
    if (!('requestVideoFrameCallback' in video)) {
      (video as HTMLVideoElement).addEventListener('timeupdate', () => this.seen((video as HTMLVideoElement).currentTime));
      return;
    }
    const next = (_: number, facts: VideoFrameCallbackMetadata) => {
      this.seen(facts.mediaTime);
      video.requestVideoFrameCallback(next);
    };
    video.requestVideoFrameCallback(next);
  }

  private seen(time: number): void {
    // Pictures can be told of late, when another one was asked for meanwhile: only what plays is where its pictures are.
    const frame = this.playing ? frameAt(this.rate, time) : this.frame;
    this.heard = frame;
    this.repaints = false;
    this.early = !this.isCurrent(time);
    if (this.loop && this.playing && frame >= this.loop.to - 1) this.seek(this.loop.from);
    this.shown = { frame, revision: this.early ? this.shown.revision : this.revision, playing: this.playing };
    this.changed(this.shown);
  }

  /** Whether what lies there to be played is what is wanted now, not what an edit replaces. */
  isCurrent(time: number): boolean {
    if (!sourceKind()) return this.opened === this.revision;
    const piece = this.pieces.find((p) => p.track !== 'sound' && p.start <= time + 1e-3 && time + 1e-3 < p.end);
    return !!piece && (this.buffers.get(piece.track)?.there.some((t) => t.key === piece.key && t.start === piece.start) ?? false);
  }

  private tell(): void {
    const frame = this.seekTo ?? (this.heard >= 0 && this.playing ? this.heard : this.frame);
    this.shown = { ...this.shown, frame, playing: this.playing };
    this.changed(this.shown);
  }

  /** Fetches and appends what is missing around the playhead, one after the other. */
  private async pump(): Promise<void> {
    if (this.pumping) {
      this.again = true;
      return;
    }
    this.pumping = true;
    try {
      do {
        this.again = false;
        await this.fill();
      } while (this.again);
    } finally {
      this.pumping = false;
    }
  }

  private async fill(): Promise<void> {
    const media = this.media;
    while (media && this.media === media && media.readyState !== 'closed') {
      const at = this.seekTo === null ? this.video.currentTime : secondsAt(this.rate, this.seekTo);
      const there = new Map([...this.buffers].map(([track, b]) => [track as string, b.there]));
      const now = performance.now();
      const list = wanted(this.pieces, there, at, this.ahead).filter((p) => (this.failed.get(p.url) ?? -1) < now);
      const piece = list[0];
      if (piece && this.buffers.size === 0 && !(await this.prepare(media))) return;
      this.missing = !!piece && piece.start <= at && at < piece.end;
      if (!piece) return;
      // What is wanted became of another kind while the buffers were made.
      if (!this.buffers.has(piece.track)) {
        this.restart();
        return;
      }
      // The second connection is for what comes next.
      if (list[1]) void this.bytes.get(list[1].url).catch(() => {});
      try {
        await this.append(media, piece);
      } catch (e) {
        if (e instanceof DOMException && e.name === 'QuotaExceededError') await this.makeRoom(at);
        else if (e instanceof DOMException && e.name === 'InvalidStateError' && this.media !== media) return;
        else {
          this.failed.set(piece.url, performance.now() + 1000);
          setTimeout(() => void this.pump(), 1100);
        }
      }
    }
  }

  // All buffers before anything is appended: a browser takes no further one afterwards.
  private async prepare(media: MediaSource): Promise<boolean> {
    const mimes = new Map<Track, string>();
    for (const piece of this.pieces) {
      if (mimes.has(piece.track)) continue;
      try {
        mimes.set(piece.track, mimeOf(piece, await this.bytes.get(piece.header ?? piece.url)));
      } catch {
        setTimeout(() => void this.pump(), 1000);
        return false;
      }
    }
    if (this.media !== media || media.readyState !== 'open') return false;
    for (const [track, mime] of mimes) {
      const buffer: Buffer = { source: media.addSourceBuffer(mime), mime, header: '', there: [] };
      this.buffers.set(track, buffer);
      // Telephones take back what they need the memory of.
      buffer.source.addEventListener('bufferedchange', (e) => {
        const { removedRanges: gone } = e as Event & { removedRanges?: TimeRanges };
        for (let i = 0; i < (gone?.length ?? 0); i++) buffer.there = cut(buffer.there, gone!.start(i), gone!.end(i));
      });
    }
    this.trim();
    return true;
  }

  private async append(media: MediaSource, piece: Piece): Promise<void> {
    const header = piece.header ? await this.bytes.get(piece.header) : null;
    const body = await this.bytes.get(piece.url);
    // While it was fetched an edit may have taken it out.
    if (!this.pieces.some((p) => p.key === piece.key && p.start === piece.start) || this.media !== media) return;
    const mime = mimeOf(piece, header ?? body);
    const buffer = this.buffers.get(piece.track);
    if (!buffer) return;
    const { source } = buffer;
    if (buffer.mime !== mime) {
      source.changeType(mime);
      buffer.mime = mime;
    }
    await idle(source);
    if (piece.header && header && buffer.header !== piece.header) {
      source.appendBuffer(header);
      await idle(source);
      buffer.header = piece.header;
    }
    const isSeen = piece.track !== 'sound' && piece.start <= this.video.currentTime && this.video.currentTime < piece.end;
    const wasThere = buffer.there.some((t) => t.start <= this.video.currentTime && this.video.currentTime < t.end);
    this.early = false;
    source.timestampOffset = piece.offset;
    source.appendBuffer(body);
    await idle(source);
    buffer.there = put(buffer.there, piece);
    // What stands on the screen is only drawn anew by a seek.
    if (isSeen && (wasThere || this.video.readyState < 2) && !this.video.seeking) {
      this.repaints = true;
      this.goTo(this.frame);
    } else if (isSeen && !wasThere && this.early && this.isCurrent(this.video.currentTime)) {
      this.early = false;
      this.shown = { ...this.shown, revision: this.revision };
      this.changed(this.shown);
    }
    this.end(media);
  }

  // Pieces of another kind (a stream that becomes shots): the buffers are made anew, the place stays.
  private restart(): void {
    const at = this.frame;
    const was = this.playing;
    this.close();
    this.open();
    this.seekTo = at;
    this.video.addEventListener('loadedmetadata', () => (this.goTo(at), was && void this.play(this.speed)), { once: true });
  }

  private end(media: MediaSource): void {
    const length = secondsAt(this.rate, this.frames);
    const tracks = [...this.buffers.values()];
    if (media.readyState !== 'open' || tracks.some((b) => b.source.updating)) return;
    const isWhole = (b: Buffer) => b.there.reduce((sum, p) => sum + p.end - p.start, 0) > length - 0.1;
    if (tracks.length === new Set(this.pieces.map((p) => p.track)).size && tracks.every(isWhole)) media.endOfStream();
  }

  // The film's length, and nothing behind it.
  private trim(): void {
    const media = this.media;
    const length = secondsAt(this.rate, this.frames);
    if (!media || media.readyState === 'closed' || length <= 0) return;
    const buffers = [...this.buffers.values()];
    if (buffers.some((b) => b.source.updating)) {
      buffers.find((b) => b.source.updating)!.source.addEventListener('updateend', () => this.trim(), { once: true });
      return;
    }
    if (Math.abs(media.duration - length) < 0.001) return;
    for (const b of buffers) {
      if (b.source.buffered.length && b.source.buffered.end(b.source.buffered.length - 1) > length + 0.001) {
        b.there = cut(b.there, length, Infinity);
        b.source.remove(length, Infinity);
        b.source.addEventListener('updateend', () => this.trim(), { once: true });
        return;
      }
    }
    if (media.readyState === 'open' || media.readyState === 'ended') media.duration = length;
  }

  private async makeRoom(at: number): Promise<void> {
    for (const b of this.buffers.values()) {
      await idle(b.source);
      for (const [from, to] of [
        [0, at - 10],
        [at + this.ahead + 10, Infinity],
      ] as const) {
        if (to <= from || from >= (this.media?.duration ?? 0)) continue;
        b.source.remove(from, to);
        await idle(b.source);
        b.there = cut(b.there, from, to);
      }
    }
  }
}

const mimeOf = (piece: Piece, header: ArrayBuffer): string => `${piece.track === 'sound' ? 'audio' : 'video'}/mp4; codecs="${codecsOf(new Uint8Array(header))}"`;

const idle = (source: SourceBuffer): Promise<void> =>
  source.updating ? new Promise((done) => source.addEventListener('updateend', () => done(), { once: true })) : Promise.resolve();
