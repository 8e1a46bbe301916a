import type { Alternative, Choice, HistoryEntry, Info, Job, Plan, Problem, Project, ProjectEntry } from './types';

export type Screen = 'start' | 'gather' | 'edit' | 'beats' | 'deliver';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly detail?: string;
  readonly act?: { label: string; do: () => void };
}

export interface State {
  screen: Screen;
  /** Null while it is not known yet. */
  signedIn: boolean | null;
  isServerThere: boolean;
  info: Info | null;
  styles: Choice[];
  projects: ProjectEntry[] | null;
  project: Project | null;
  plan: Plan | null;
  /** The shape of a montage that can be watched although its plan is still being made. */
  coming: { aspect: string } | null;
  pending: number;
  unheard: boolean;
  /** The shot that keys and reasons are about. */
  selected: string | null;
  /** All shots that are chosen, that one among them. */
  chosen: readonly string[];
  jobs: Record<string, Job>;
  seen: Record<string, { shots?: number; seconds?: number; reason?: string; remedy?: string }>;
  song: { beats: number; confidence: number; reason?: string; otherTempi?: number[] } | null;
  alternatives: { shot: string; list: Alternative[] | null; why?: string } | null;
  history: HistoryEntry[] | null;
  said: string;
  notices: Notice[];
  problem: Problem | null;
}

/** What is known before anything was asked. */
export const begin: State = {
  screen: 'start',
  signedIn: null,
  isServerThere: true,
  info: null,
  styles: [],
  projects: null,
  project: null,
  plan: null,
  coming: null,
  pending: 0,
  unheard: false,
  selected: null,
  chosen: [],
  jobs: {},
  seen: {},
  song: null,
  alternatives: null,
  history: null,
  said: '',
  notices: [],
  problem: null,
};
