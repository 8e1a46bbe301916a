/** What the server says (docs/api.md). What this page does not use is left out; what a server may not have yet is optional. */
export interface Problem {
  status: number;
  title: string;
  code: string;
  member?: string;
  remedy?: string;
  errors?: string[];
  head?: number;
  wouldBe?: Shot[];
}

export interface Choice {
  name: string;
  description: string;
}

export interface Info {
  version: string;
  cores: number;
  roots: string[];
  limits: { uploadBytes: number; footagePerProject: number };
}

export interface ProjectEntry {
  id: string;
  name: string;
  footage: number;
  head: number;
  changed: string;
}

export interface Media {
  id: string;
  path: string;
  bytes: number;
  here: boolean;
}

export interface Settings {
  style?: string;
  look?: string;
  prompt?: string;
  seconds?: number;
  aspect?: string;
  seed?: number;
  title?: string;
}

export interface Project {
  id: string;
  name: string;
  folder: string;
  footage: Media[];
  song?: Media;
  settings: Settings;
  head: number;
  undo?: number;
  redo?: number;
  dropped?: string;
}

export interface Shot {
  id: string;
  index: number;
  start: number;
  frames: number;
  source: string;
  in: number;
  locked?: boolean;
  speed: number;
  entry?: string;
  reasons: string[];
  final?: string;
  shown?: string;
  tier?: number;
}

export interface Beat {
  frame: number;
  /** 1 on a downbeat; 0 where the bar is not known. */
  bar: number;
}

export interface Section {
  frame: number;
  name: string;
}

export interface Plan {
  revision: number;
  rate: string;
  frames: number;
  seconds: number;
  aspect: string;
  style: string;
  seed: number;
  song?: { path: string; fingerprint: string; start: number };
  sources: { id: string; path: string; fingerprint: string }[];
  shots: Shot[];
  beats: Beat[];
  sections?: Section[];
  bans?: string[];
  notes?: string[];
  sound?: { href: string; pieces: number };
  stream?: string;
}

export interface EditAnswer {
  revision: number;
  frames: number;
  order: string[];
  changed: Shot[];
  soundChanged?: boolean;
  sound?: { href: string; pieces: number };
  beats?: Beat[];
  job?: string;
}

export interface Job {
  id: string;
  project: string;
  kind: 'plan' | 'preview' | 'intake' | 'listen' | 'variants' | 'render' | 'export' | 'proxies';
  status: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  phase?: string;
  phaseDone?: number;
  phaseTotal?: number;
  stream?: string;
  ask?: { revision?: number; profile?: string; name?: string };
  result?: { revision?: number; output?: string; href?: string; notes?: string[]; setAside?: string[]; firstPictureSeconds?: number };
  problem?: Problem;
}

export interface Alternative {
  /** The word of the edit that puts it there. */
  take: string;
  source: string;
  in: number;
  reason: string;
  shown?: string;
  tier?: number;
}

export interface Folder {
  path?: string;
  parent?: string;
  entries: FileEntry[];
  more: boolean;
}

export interface FileEntry {
  name: string;
  path: string;
  isFolder: boolean;
  bytes?: number;
}

export interface Song {
  path: string;
  tempo?: number;
  confidence: number;
  reason: string;
  beats: { time: number; bar: number }[];
  sections: { start: number; end: number; kind: string; energy: number }[];
  otherTempi: number[];
  curve?: string;
}

export interface Output {
  name: string;
  bytes: number;
  href: string;
}

export interface HistoryEntry {
  number: number;
  parent: number;
  label: string;
  edit?: string[];
  time: string;
}

/** Last part of a path, whichever way its folders are written. */
export const nameOf = (path: string): string => path.split(/[\\/]/).pop() || path;

/** File of a shot. */
export const clipOf = (plan: Plan, shot: Shot): string => nameOf(plan.sources.find((s) => s.id === shot.source)?.path ?? shot.source);

/** Whether nothing more comes of a job. */
export const isOver = (job: Job): boolean => job.status !== 'waiting' && job.status !== 'running';
