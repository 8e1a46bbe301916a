import { type Api, problemOf } from './api';
import { placesOf } from './selection';
import type { State } from './state';
import type { Store } from './store';
import { type Alternative, clipOf, type Plan } from './types';

/** Which shots are chosen, and what could stand in the place of the one that keys and reasons are about. */
export class Chosen {
  constructor(
    private readonly state: Store<State>,
    private readonly api: Api,
    private readonly base: () => string,
  ) {}

  /** @param tell Whether it is said. */
  select(id: string | null, tell: boolean): void {
    const { selected, chosen, alternatives } = this.state.value;
    if (id === selected && chosen.length < 2 && alternatives?.shot === id) return;
    this.state.update({ selected: id, chosen: id ? [id] : [], alternatives: id ? { shot: id, list: null } : null });
    if (tell && id) this.state.update({ said: this.wordsOf(id) });
    if (id) void this.load(id);
  }

  selectAll(ids: readonly string[], main: string | null): void {
    if (ids.length < 2) return this.select(ids[0] ?? null, true);
    const shots = this.state.value.plan?.shots ?? [];
    const selected = main !== null && ids.includes(main) ? main : ids.at(-1)!;
    this.state.update({ selected, chosen: ids, alternatives: null, said: `${ids.length} shots chosen: ${placesOf(shots, ids)}` });
  }

  /** After an edit other takes may stand there. */
  lookAgain(): void {
    const { selected, chosen } = this.state.value;
    if (selected && chosen.length < 2) void this.load(selected);
  }

  /** Of what was chosen, what a plan still has. */
  still(plan: Plan): Partial<State> {
    const { chosen, selected } = this.state.value;
    const ids = new Set(plan.shots.map((s) => s.id));
    if (chosen.every((id) => ids.has(id))) return {};
    const left = chosen.filter((id) => ids.has(id));
    const isThere = selected !== null && ids.has(selected);
    return { chosen: left, ...(isThere ? {} : { selected: left[0] ?? null, alternatives: null }) };
  }

  private async load(id: string): Promise<void> {
    const isStill = () => this.state.value.selected === id;
    try {
      const list = await this.api.get<Alternative[]>(`${this.base()}/shots/${encodeURIComponent(id)}/alternatives`);
      if (isStill()) this.state.update({ alternatives: { shot: id, list } });
    } catch (e) {
      if (isStill()) this.state.update({ alternatives: { shot: id, list: [], why: problemOf(e).title } });
    }
  }

  private wordsOf(id: string): string {
    const { plan } = this.state.value;
    const shot = plan?.shots.find((s) => s.id === id);
    return plan && shot ? `Shot ${shot.index + 1} of ${plan.shots.length}, ${clipOf(plan, shot)}` : '';
  }
}
