// Made by tools/types.mjs from openapi.json; not to be edited.

/** Work that was taken in. */
export interface AcceptedView {
  /** Its name. */
  job: string;
  /** Where to ask for it. */
  href: string;
}

/** What could stand in place of a shot. */
export interface AlternativeView {
  /** The word of the edit that puts it there. */
  take: string;
  /** Its clip's name within the plan. */
  source: string;
  /** Second of the clip. */
  in: number;
  /** Why it did not win. */
  reason: string;
  /** Address of its pictures in that place; null while there are none. */
  shown?: string;
  /** How good these are. */
  tier?: number;
}

/** What is answered when something is wrong (RFC 9457): which member, why, and what to do. Never a stack trace. */
export interface ApiProblem {
  /** The status. */
  status: number;
  /** Why. */
  title: string;
  /** What kind of thing, for programs. */
  code: string;
  /** The part of the request that is at fault; null where none is. */
  member?: string;
  /** What to do; null where the title says it. */
  remedy?: string;
  /** Always "about:blank": the code says what kind it is. */
  type: string;
  /** Everything that is wrong, where that is more than one thing. */
  errors?: string[];
  /** The revision that is shown, where the request was made for another. */
  head?: number;
  /** What the edit would do now, where it still means the same shots. */
  wouldBe?: PlannedShot[];
}

/** A beat of the song. */
export interface BeatView {
  /** Seconds. */
  time: number;
  /** 1 on a downbeat; 0 where the bar is not known. */
  bar: number;
}

/** What somebody knows better about the beats of the plan; exactly one member. */
export interface BeatsChange {
  /** 2 doubles the beats, 0.5 leaves out every second one. */
  scale?: number;
  /** Whether the true beats lie half-way between. */
  half?: boolean;
  /** Moves the first beat of every bar by so many beats. */
  barShift?: number;
  /** Moves all beats, in milliseconds. */
  nudgeMs?: number;
  /** The true tempo. */
  bpm?: number;
  /** The true beats, in seconds of the plan; those on a downbeat are named in IReadOnlyList&lt;int&gt;? BeatsChange.Downbeats, too. */
  beats?: number[];
  /** Which of IReadOnlyList&lt;double&gt;? BeatsChange.Beats are downbeats, by their places from 0. */
  downbeats?: number[];
}

/** A style or a look. */
export interface ChoiceView {
  /** Its name. */
  name: string;
  /** What it is. */
  description: string;
  pace?: PaceView;
  /** Whether it is one of the few that are offered before all others; what these need is measured ahead. */
  offered: boolean;
}

/** A file that somebody has. */
export interface Claim {
  /** Its name, without a path. */
  name: string;
  /** Its size. */
  bytes: number;
  /** Its content's fingerprint (docs/api.md says how it is made). */
  fingerprint: string;
}

/** Where a claimed file lies. */
export interface ClaimAnswer {
  /** Its name. */
  name: string;
  /** Its path; null where it is not here. */
  path?: string;
}

/** Files that somebody has and whose paths are not known. */
export interface ClaimsAsk {
  /** The files. */
  files: Claim[];
}

/** What of it lies in the roots. */
export interface ClaimsView {
  /** In the order of the claims; those that are not here have no path and must be uploaded. */
  found: ClaimAnswer[];
}

/** A change of the plan in the words of the command line. */
export interface EditAsk {
  /** The changes. */
  edit: string[];
  /** What it is, for the history. */
  label?: string;
}

/** What an edit changed. */
export interface EditView {
  /** The revision that is shown now. */
  revision: number;
  /** Its length in frames. */
  frames: number;
  /** Ids of all shots in order. */
  order: string[];
  /** The shots that are not as they were: other pictures, or another place. */
  changed: PlannedShot[];
  /** Whether the sound is another. */
  soundChanged: boolean;
  sound?: PlannedSound;
  /** The beats, where they are others. */
  beats?: PlannedBeat[];
  /** The job that makes what is missing. */
  job?: string;
  /** Why nothing makes what is missing, where that is so; the edit itself is made. */
  notMade?: string;
}

/** A document for an editing program that is wanted. */
export interface ExportAsk {
  /** The format, as of `montage-ai export`, or "all", or "package" for a folder with all of them, the media and the film. */
  format: string;
  /** The revision; left out it is the one that is shown. */
  revision?: number;
  /** The program: any, resolve, premiere, finalcut, kdenlive or shotcut. */
  for?: string;
  /** What becomes markers: none, sections, bars or beats. */
  markers?: string;
  /** Timecode of the first frame; 01:00:00:00 where left out. */
  startTimecode?: string;
  /** Which shots are rendered for the program because it does not show them alike: none, rate, speed or all; none where left out, in a package rate. */
  bake?: string;
  /** Whether a package has a smaller stand-in of each file of media as well, with the same frames and name; false where left out. For packages alone. */
  proxies?: boolean;
}

/** A machine that works for the farm. */
export interface FarmMachineView {
  /** Its name. */
  name: string;
  /** Tasks that it does at once. */
  slots: number;
  /** Tasks that it does now. */
  running: number;
}

/** The farm that films are rendered by. */
export interface FarmView {
  /** "none" where films are rendered on this machine, "ready", or "silent" while it does not answer and films are rendered on this machine. */
  status: string;
  /** Address of its queue; null for none. */
  where?: string;
  /** Whether it was made beside the server, and ends with it. */
  hosted: boolean;
  /** Tasks in its queue, of all who use it. */
  waiting: number;
  /** Machines that work for it. */
  machines: FarmMachineView[];
}

/** A file or folder. */
export interface FileEntry {
  /** Its name. */
  name: string;
  /** Its full path. */
  path: string;
  /** Whether it is a folder. */
  isFolder: boolean;
  /** Size of a file. */
  bytes?: number;
}

/** What lies in a folder. */
export interface FolderView {
  /** The folder; null for the list of roots. */
  path?: string;
  /** The folder above, where that may be looked at, too. */
  parent?: string;
  /** Folders first, then files, by name. */
  entries: FileEntry[];
  /** Whether there is more than is listed. */
  more: boolean;
}

/** Files that a project gets. */
export interface FootageAsk {
  /** The files and folders. */
  paths: string[];
}

/** The clips of a project after a change. */
export interface FootageView {
  /** All of them. */
  footage: MediaView[];
  /** What was not taken, and why. */
  setAside: string[];
  /** The job that looks at the new ones. */
  job?: string;
}

/** Health. */
export interface HealthView {
  /** "live", "ready" or what is missing. */
  status: string;
}

/** The history of a project. */
export interface HistoryView {
  /** The revision that is shown. */
  head: number;
  /** All revisions in order. */
  revisions: RevisionView[];
}

/** What the server is and allows. */
export interface InfoView {
  /** Version of the program. */
  version: string;
  /** Processors that it uses. */
  cores: number;
  /** What it refuses beyond. */
  limits: LimitsView;
  /** Folders whose files may be used. */
  roots: string[];
  /** Words of edits, a line each. */
  edits: string[];
  /** Whether a film can be shown in the file manager of the server's machine. */
  shows: boolean;
}

/** What a job was asked to do; which members are set depends on its kind. */
export interface JobAsk {
  settings?: ProjectSettings;
  /** The revision that is shown or rendered. */
  revision?: number;
  /** Whether locked shots of the head stay when it is planned again. */
  keepLocked?: boolean;
  /** Name of a profile. */
  profile?: string;
  /** Name of the file that is made, within the project's exports. */
  name?: string;
  /** How many plans. */
  count?: number;
  export?: ExportAsk;
}

/** What a job does. */
export type JobKind = 'plan' | 'preview' | 'intake' | 'listen' | 'variants' | 'render' | 'export' | 'demo';

/** A job as it is told of, and as it is kept in its project. */
export interface JobRecord {
  /** Its name. */
  id: string;
  /** Its project. */
  project: string;
  /** What it does. */
  kind: JobKind;
  /** Where it stands. */
  status: JobStatus;
  /** How often it was begun; more than once where the server ended in the middle of it. */
  attempts: number;
  /** When it was asked for. */
  created: string;
  /** What was asked for. */
  ask: JobAsk;
  /** What it is doing, while it runs. */
  phase?: string;
  /** Steps done in the phase. */
  phaseDone?: number;
  /** Steps of the phase in all, where known. */
  phaseTotal?: number;
  /** Address of what can be watched meanwhile (HLS); null before there is anything. */
  stream?: string;
  result?: JobResult;
  problem?: ApiProblem;
}

/** What came of a job. */
export interface JobResult {
  /** The revision that it made. */
  revision?: number;
  /** The file that it made, within the project's exports. */
  output?: string;
  /** All files that it made, within the project's exports, where these are several. */
  outputs?: string[];
  /** Address of what it made. */
  href?: string;
  /** Seconds that it took, from its turn to its end. */
  seconds?: number;
  /** Seconds until the first picture could be seen. */
  firstPictureSeconds?: number;
  /** What was done otherwise than asked for. */
  notes?: string[];
  /** Files that were set aside, with reason and remedy. */
  setAside?: string[];
  /** Plans to choose from. */
  variants?: JobVariant[];
}

/** Where a job stands. */
export type JobStatus = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** One of several plans. */
export interface JobVariant {
  /** The seed that gives it again. */
  seed: number;
  /** Its shots. */
  shots: number;
  /** Its length. */
  seconds: number;
  /** Clips that it shows. */
  clips: number;
}

/** What the server refuses beyond. */
export interface LimitsView {
  /** Largest upload. */
  uploadBytes: number;
  /** Jobs that wait per project. */
  waitingPerProject: number;
  /** Jobs that wait in all. */
  waitingInAll: number;
  /** Clips of a project. */
  footagePerProject: number;
}

/** A file of a project. */
export interface MediaView {
  /** Its name within the project. */
  id: string;
  /** Where it lies; relative to the project's folder for what was uploaded. */
  path: string;
  /** Its size. */
  bytes: number;
  /** Whether it is there now. */
  here: boolean;
  /** Its content's fingerprint, under which its sprites and its curve are; null while it is not known. */
  fingerprint?: string;
}

/** A file that was made. */
export interface OutputView {
  /** Its name. */
  name: string;
  /** Its size. */
  bytes: number;
  /** Where to get it. */
  href: string;
}

/** How fast a style cuts, in beats per shot, and how it joins shots. */
export interface PaceView {
  /** In an intro. */
  intro: number;
  /** In a verse. */
  verse: number;
  /** In a build. */
  build: number;
  /** In a chorus. */
  chorus: number;
  /** In an outro. */
  outro: number;
  /** Share of cuts that dissolve or fade, 0 to 1. */
  soft: number;
  /** Share of cuts that whip, zoom or flash, 0 to 1. */
  hard: number;
}

/** A plan that is wanted. */
export interface PlanAsk {
  settings?: ProjectSettings;
  /** Whether locked shots and bans of the plan that is shown stay. */
  keepLocked?: boolean;
}

/** A plan. */
export interface PlanView {
  /** The revision. */
  revision: number;
  /** Frames per second, such as "25" or "30000/1001". */
  rate: string;
  /** Its length. */
  frames: number;
  /** Its length in seconds. */
  seconds: number;
  /** Shape of the canvas. */
  aspect: string;
  /** The style that made it. */
  style: string;
  /** The seed that made it. */
  seed: number;
  song?: PlannedSong;
  /** Its clips. */
  sources: PlannedSource[];
  /** Its shots. */
  shots: PlannedShot[];
  /** Its beats. */
  beats: PlannedBeat[];
  /** Fingerprints of clips that are never shown. */
  bans: string[];
  /** What the reader should know. */
  notes: string[];
  sound?: PlannedSound;
  /** Address of it all as HLS. */
  stream?: string;
}

/** A beat of a plan. */
export interface PlannedBeat {
  /** Its frame. */
  frame: number;
  /** 1 on a downbeat; 0 where the bar is not known. */
  bar: number;
}

/** A shot of a plan. */
export interface PlannedShot {
  /** Its name, which stays with it whatever is done to it or to others. */
  id: string;
  /** Its place, from 0. */
  index: number;
  /** First frame on the timeline. */
  start: number;
  /** Its length in frames. */
  frames: number;
  /** Its clip's name within the plan. */
  source: string;
  /** Second of the clip that is shown first. */
  in: number;
  /** Whether planning and edits leave it as it is. */
  locked: boolean;
  /** Source seconds per second shown. */
  speed: number;
  /** How it is entered; null for a hard cut. */
  entry?: string;
  /** Why it stands here, in sentences, the most important first. */
  reasons: string[];
  /** Address of its pictures when they are as good as they get in a preview; they may still be made. */
  final?: string;
  /** Address of the best pictures that there are now; null while there are none. */
  shown?: string;
  /** How good these are: 0 draft, 1 with its look, 2 final; null while there are none. */
  tier?: number;
}

/** The song of a plan. */
export interface PlannedSong {
  /** Its file. */
  path: string;
  /** Its content's fingerprint. */
  fingerprint: string;
  /** Second of the song at the plan's first frame. */
  start: number;
}

/** The sound of a plan, in pieces of four seconds. */
export interface PlannedSound {
  /** Address of the pieces, to which their number is added: HREF/0.m4s and so on. */
  href: string;
  /** How many. */
  pieces: number;
}

/** A clip of a plan. */
export interface PlannedSource {
  /** Its name within the plan. */
  id: string;
  /** Its file. */
  path: string;
  /** Its content's fingerprint. */
  fingerprint: string;
}

export interface ProblemDetails {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  instance?: string;
}

/** A new project. */
export interface ProjectAsk {
  /** Its name for people. */
  name: string;
}

/** A change of a project. */
export interface ProjectChange {
  /** Another name. */
  name?: string;
}

/** A project in a list. */
export interface ProjectEntryView {
  /** Its name for programs. */
  id: string;
  /** Its name for people. */
  name: string;
  /** How many clips it has. */
  footage: number;
  /** The revision that is shown; 0 for none. */
  head: number;
  /** When it was changed last. */
  changed: string;
  /** Fingerprint of a clip whose sprites stand for it; null while there is none. */
  picture?: string;
  /** Why it cannot be opened; null where it can. */
  problem?: string;
}

/** What a plan of a project is asked to be. Null members are decided from the material. */
export interface ProjectSettings {
  /** Name of a style; null is "dynamic", or what the wish asks for. */
  style?: string;
  /** Name of a look; null leaves the style's. */
  look?: string;
  /** A wish in plain words. */
  prompt?: string;
  /** Length in seconds. */
  seconds?: number;
  /** Shape of the canvas, such as "16:9". */
  aspect?: string;
  /** Frames per second, such as "25" or "30000/1001". */
  rate?: string;
  /** Chooses among equally valid plans. */
  seed?: number;
  /** Gain of the clips' own sound under the song in dB. */
  clipSoundDb?: number;
  /** Title near the start. */
  title?: string;
  /** Small line below the title. */
  subtitle?: string;
  /** Text over darkened pictures at the end. */
  endCard?: string;
}

/** A project. */
export interface ProjectView {
  /** Its name for programs. */
  id: string;
  /** Its name for people. */
  name: string;
  /** Its folder. */
  folder: string;
  /** Its clips. */
  footage: MediaView[];
  song?: MediaView;
  /** What was asked for last. */
  settings: ProjectSettings;
  /** The revision that is shown; 0 for none. */
  head: number;
  /** The revision that undo leads to. */
  undo?: number;
  /** The revision that redo leads to. */
  redo?: number;
  /** What was lost at the end of its log, when it was opened. */
  dropped?: string;
}

/** Where to look for files that are not where they were. */
export interface RelinkAsk {
  /** The folders. */
  paths: string[];
}

/** A file that is taken from where it lies now. */
export interface RelinkChoice {
  /** Its name within the project. */
  id: string;
  /** Where it lies. */
  path: string;
}

/** A file that is not where it was. */
export interface RelinkFile {
  /** Its name within the project. */
  id: string;
  /** Where it was. */
  path: string;
  /** Where it may lie now, the likeliest first. */
  places: RelinkPlace[];
}

/** A place where a file may lie now. */
export interface RelinkPlace {
  /** The file there. */
  path: string;
  /** Its size. */
  bytes: number;
  /** Whether its content is the same; null where that of the missing file was never known. */
  same?: boolean;
}

/** Files that are taken from where they lie now. */
export interface RelinkTake {
  /** The files. */
  take: RelinkChoice[];
}

/** Files that are not where they were. */
export interface RelinkView {
  /** The files, clips first. */
  missing: RelinkFile[];
}

/** A film that is wanted. */
export interface RenderAsk {
  /** preview, standard, high or master; left out it is chosen by length. */
  profile?: string;
  /** The revision; left out it is the one that is shown. */
  revision?: number;
  /** Name of the file, ending in .mp4; left out it is made of revision and profile. */
  name?: string;
}

/** A revision that is meant. */
export interface RevisionAsk {
  /** Its number. */
  revision: number;
}

/** A revision in the history. */
export interface RevisionView {
  /** Its number. */
  number: number;
  /** The revision that it was made from. */
  parent: number;
  /** What it is. */
  label: string;
  /** Words of the edit; null for a plan. */
  edit?: string[];
  /** When. */
  time: string;
}

/** A section of the song. */
export interface SectionView {
  /** Seconds. */
  start: number;
  /** Seconds. */
  end: number;
  /** What it is. */
  kind: string;
  /** 0 to 1. */
  energy: number;
}

/** Signing in. */
export interface SessionAsk {
  /** The token that the server printed. */
  token: string;
}

/** A session. */
export interface SessionView {
  /** What changes must carry as X-Montage-Secret. */
  secret: string;
}

/** The song that a project gets. */
export interface SongAsk {
  /** The file, within the roots; null for none. */
  path?: string;
}

/** The song of a project, as it was heard. */
export interface SongView {
  /** Its file. */
  path: string;
  /** Beats per minute; null where there are none. */
  tempo?: number;
  /** How sure the tracker is, 0 to 1. */
  confidence: number;
  /** What the beats were found by, or why there are none. */
  reason: string;
  /** Beats. */
  beats: BeatView[];
  /** Sections. */
  sections: SectionView[];
  /** Other tempi that the tracker could read. */
  otherTempi: number[];
  /** Address of its curve: docs/api.md says what is in it. */
  curve?: string;
}

export type Stream = string;

/** Several plans that are wanted, to choose from. */
export interface VariantsAsk {
  /** How many, 2 to 12; their seeds count up. */
  count: number;
}
