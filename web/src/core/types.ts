import type {
  AlternativeView,
  ApiProblem,
  ChoiceView,
  EditView,
  FolderView,
  InfoView,
  JobRecord,
  JobResult,
  JobVariant,
  MediaView,
  OutputView,
  PlannedBeat,
  PlannedShot,
  PlanView,
  ProjectEntryView,
  ProjectSettings,
  ProjectView,
  RelinkFile,
  RelinkView,
  RevisionView,
  SongView,
} from './contract';

// What the server says, in this page's words. The shapes are the server's own (contract.ts); what is added here is the page's.
export type { FileEntry } from './contract';
export type Problem = Omit<ApiProblem, 'type'>;
export type Choice = ChoiceView;
export type Info = InfoView;
export type ProjectEntry = ProjectEntryView;
export type Media = MediaView;
export type Settings = ProjectSettings;
export type Project = ProjectView;
export type Shot = PlannedShot;
export type Beat = PlannedBeat;
export type Variant = JobVariant;
export type Alternative = AlternativeView;
export type Folder = FolderView;
export type Song = SongView;
export type Output = OutputView;
export type HistoryEntry = RevisionView;
export type Lost = RelinkFile;
export type LostFiles = RelinkView;

/** A part of the song on a plan's frames. */
export interface Section {
  frame: number;
  name: string;
}

export type Plan = PlanView & { sections?: Section[] };

/** An edit's answer; `notMade` says why nothing makes its pictures (the edit itself is made). */
export type EditAnswer = EditView & { notMade?: string };

/** A job; `outputs` names all files of an export. */
export type Job = JobRecord & { result?: JobResult & { outputs?: string[] } };

/** Last part of a path, whichever way its folders are written. */
export const nameOf = (path: string): string => path.split(/[\\/]/).pop() || path;

/** File of a shot. */
export const clipOf = (plan: Plan, shot: Shot): string => nameOf(plan.sources.find((s) => s.id === shot.source)?.path ?? shot.source);

/** Whether nothing more comes of a job. */
export const isOver = (job: Job): boolean => job.status !== 'waiting' && job.status !== 'running';
