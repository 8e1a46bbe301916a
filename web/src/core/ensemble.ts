/** How a follower is led: sent to a second where it is far off, played a little faster or slower where it is near. */
export interface Steer {
  readonly seek: number | null;
  readonly speed: number;
}

const far = 0.3;
const near = 0.012;
// Nobody hears the followers, so they may be pulled hard.
const mostPull = 0.2;

/** What a player that shall be at `lead` does that is at `own`. */
export function steer(lead: number, own: number, speed: number): Steer {
  const late = lead - own;
  if (Math.abs(late) > far) return { seek: lead, speed };
  if (Math.abs(late) < near) return { seek: null, speed };
  return { seek: null, speed: speed * (1 + Math.max(-mostPull, Math.min(mostPull, late * 2))) };
}

/** What is led: a video, or anything that plays like one. */
export interface Voice {
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  readonly seeking: boolean;
  readonly duration: number;
  play(): Promise<void>;
  pause(): void;
}

/** Several players in step: the first is the clock and is heard, the others follow it. */
export class Ensemble {
  private voices: Voice[] = [];

  set(voices: Voice[]): void {
    this.voices = voices;
  }

  get time(): number {
    return this.voices[0]?.currentTime ?? 0;
  }

  get playing(): boolean {
    const lead = this.voices[0];
    return !!lead && !lead.paused;
  }

  async play(): Promise<void> {
    this.seek(this.time);
    await Promise.all(this.voices.map((v) => v.play().catch(() => {})));
  }

  pause(): void {
    for (const v of this.voices) v.pause();
    // All on the same frame.
    this.seek(this.time);
  }

  seek(seconds: number): void {
    for (const v of this.voices) if (Math.abs(v.currentTime - seconds) > 1e-3) v.currentTime = Math.max(0, seconds);
  }

  /** Called often while it plays. */
  keep(): void {
    const [lead, ...others] = this.voices;
    if (!lead || lead.paused) return;
    for (const v of others) {
      if (v.seeking) continue;
      // A shorter one stands on its last picture until the others are there.
      if (lead.currentTime >= v.duration - 0.05) continue;
      if (v.paused) void v.play().catch(() => {});
      const now = steer(lead.currentTime, v.currentTime, lead.playbackRate);
      if (now.seek !== null) v.currentTime = now.seek;
      if (v.playbackRate !== now.speed) v.playbackRate = now.speed;
    }
  }

  /** The most that one is off the clock, in seconds. */
  get spread(): number {
    const lead = this.voices[0];
    if (!lead) return 0;
    return Math.max(0, ...this.voices.slice(1).filter((v) => lead.currentTime < v.duration - 0.1).map((v) => Math.abs(v.currentTime - lead.currentTime)));
  }
}
