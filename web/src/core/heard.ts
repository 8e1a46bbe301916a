import { sectionsOf } from './plan';
import type { Plan, Section, Shot, Song } from './types';

const unheard: Song = { path: '', confidence: 0, reason: '', beats: [], sections: [], otherTempi: [] };

/** The song as it was heard. Its sections are asked for once, and put on the frames of every plan. */
export class HeardSong {
  private known: { of: string; song: Song } | null = null;
  private asks = false;
  private memo: { song: Song; shots: readonly Shot[]; start: number; list: Section[] } | null = null;

  /**
   * @param ask Asks the server.
   * @param heard Told of it when it is there.
   * @param changed Told when plans have other sections than before.
   */
  constructor(
    private readonly ask: () => Promise<Song>,
    private readonly heard: (song: Song) => void,
    private readonly changed: () => void,
  ) {}

  /** A plan with its song's sections, as far as they are known. */
  withSections(plan: Plan): Plan {
    const of = plan.song?.fingerprint;
    if (!of) return plan;
    if (this.known?.of === of) return { ...plan, sections: this.sections(plan, this.known.song) };
    if (!this.asks) void this.load(of);
    return plan;
  }

  private sections(plan: Plan, song: Song): Section[] {
    const start = plan.song?.start ?? 0;
    if (this.memo?.song === song && this.memo.start === start && this.memo.shots === plan.shots) return this.memo.list;
    const list = sectionsOf(plan, song);
    this.memo = { song, start, shots: plan.shots, list };
    return list;
  }

  private async load(of: string): Promise<void> {
    this.asks = true;
    try {
      const song = await this.ask();
      this.known = { of, song };
      this.heard(song);
      this.changed();
    } catch {
      // Without sections there is no band for them.
      this.known = { of, song: unheard };
    } finally {
      this.asks = false;
    }
  }
}
