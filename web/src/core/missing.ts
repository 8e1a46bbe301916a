import type { Media, Project } from './types';

/** Files of a project that are not where they were: clips, and the song. */
export const missingOf = (project: Project | null): Media[] => (project ? [...project.footage, ...(project.song ? [project.song] : [])].filter((m) => !m.here) : []);
