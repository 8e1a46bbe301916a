import { Api } from '../core/api';
import { Bytes } from '../core/bytes';
import { type Keymap, standard } from '../core/keymap';
import type { Player } from '../core/player';
import { careful } from '../core/memory';
import { Sheets } from '../core/sprites';
import { Store } from '../core/store';
import { Studio } from '../core/studio';
import type { View } from '../core/geometry';

/** The one studio of this page, and what of it is not the server's: the playhead, the view, what is open. */
export const memory = careful(() => localStorage);
export const studio = new Studio(new Api(memory), memory);
export const bytes = new Bytes();
export const sheets = new Sheets();

export interface Desk {
  frame: number;
  shown: number;
  playing: boolean;
  speed: number;
  loop: { from: number; to: number } | null;
  dialog: 'keys' | 'everything' | 'history' | 'settings' | 'variants' | 'relink' | null;
  /** Where the menu of a shot is open. */
  menu: { x: number; y: number } | null;
  keymap: Keymap;
  theme: 'dark' | 'light' | 'system';
  blocked: boolean;
  /** Whether a tap or a click chooses one more shot instead of another. */
  several: boolean;
}

const kept = <T>(name: string, otherwise: T): T => {
  try {
    return (JSON.parse(memory.getItem(name) ?? 'null') as T) ?? otherwise;
  } catch {
    return otherwise;
  }
};

export const desk = new Store<Desk>({
  frame: 0,
  shown: 0,
  playing: false,
  speed: 1,
  loop: null,
  dialog: null,
  menu: null,
  keymap: kept('keymap', standard),
  theme: kept('theme', 'dark'),
  blocked: false,
  several: false,
});

export const view = new Store<View>({ first: 0, scale: 1, width: 1000 });

/** Where the viewer goes on, after a montage of this project was watched while it was being made. */
export interface GoesOn {
  project: string | undefined;
  seconds: number;
  playing: boolean;
}

/** What plays, while something can. */
export const stage: { player: Player | null; screen: HTMLElement | null; goesOn: GoesOn | null } = { player: null, screen: null, goesOn: null };

export function keep(name: 'keymap' | 'theme', value: unknown): void {
  memory.setItem(name, JSON.stringify(value));
}
