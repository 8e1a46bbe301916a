/**
 * Does something one at a time. Whoever asks while it is being done has it done once more afterwards: what they ask for may have come too late
 * for the one that is under way.
 */
export class Once {
  private running: Promise<void> | null = null;
  private again = false;

  constructor(private readonly work: () => Promise<void>) {}

  get busy(): boolean {
    return this.running !== null;
  }

  /** Completes when nothing is to be done any more; fails as the last time failed. */
  run(): Promise<void> {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    this.running = this.loop();
    return this.running;
  }

  private async loop(): Promise<void> {
    try {
      for (;;) {
        this.again = false;
        try {
          await this.work();
        } catch (e) {
          if (!this.again) throw e;
        }
        if (!this.again) return;
      }
    } finally {
      this.running = null;
    }
  }
}
