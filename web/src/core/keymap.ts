/** Everything that can be done by a key, a button or by name. */
export const actions = {
  play: 'Play or pause',
  back: 'Back',
  forward: 'Forward, again faster',
  frameBack: 'A frame back',
  frameOn: 'A frame on',
  beatBack: 'A beat back',
  beatOn: 'A beat on',
  barBack: 'A bar back',
  barOn: 'A bar on',
  cutBack: 'Previous cut',
  cutOn: 'Next cut',
  moreBack: 'Choose the shot before, too',
  moreOn: 'Choose the next shot, too',
  chooseAll: 'Choose all shots',
  several: 'Choose several shots, one after the other',
  start: 'To the start',
  end: 'To the end',
  section1: 'To section 1',
  section2: 'To section 2',
  section3: 'To section 3',
  section4: 'To section 4',
  section5: 'To section 5',
  section6: 'To section 6',
  section7: 'To section 7',
  section8: 'To section 8',
  section9: 'To section 9',
  loopIn: 'Loop from here',
  loopOut: 'Loop to here',
  loopClear: 'No loop',
  playCut: 'Play around this cut',
  alternativeBack: 'Previous alternative',
  alternativeOn: 'Next alternative',
  slipBack: 'Show the take a frame earlier',
  slipOn: 'Show the take a frame later',
  slipBackBeat: 'Show the take a beat earlier',
  slipOnBeat: 'Show the take a beat later',
  rollStart: 'Cut at the start, a beat earlier',
  rollEnd: 'Cut at the end, a beat later',
  rollStartFrame: 'Cut at the start, a frame earlier',
  rollEndFrame: 'Cut at the end, a frame later',
  moveBack: 'Shot one place earlier',
  moveOn: 'Shot one place later',
  split: 'Split at the playhead',
  drop: 'Take the shot out',
  lock: 'Keep this shot',
  never: 'Never show this clip',
  beats: 'Beats',
  undo: 'Undo',
  redo: 'Redo',
  fullScreen: 'Full screen',
  whole: 'Whole film',
  zoomIn: 'Closer',
  zoomOut: 'Further away',
  footage: 'Footage, song and wish',
  history: 'History',
  variants: 'Variants',
  relink: 'Find footage that is not where it was',
  settings: 'Settings',
  menu: 'What can be done with this shot',
  everything: 'Everything by name',
  keys: 'Keys',
  out: 'Out',
} as const;

export type Action = keyof typeof actions;
export type Keymap = Readonly<Record<string, Action>>;

/** A chord is written modifiers first: "Ctrl+Shift+Z", "Space", "Alt+Left". */
export const standard: Keymap = {
  Space: 'play',
  K: 'play',
  J: 'back',
  L: 'forward',
  Left: 'frameBack',
  Right: 'frameOn',
  'Shift+Left': 'beatBack',
  'Shift+Right': 'beatOn',
  'Ctrl+Left': 'barBack',
  'Ctrl+Right': 'barOn',
  Up: 'cutBack',
  Down: 'cutOn',
  'Shift+Up': 'moreBack',
  'Shift+Down': 'moreOn',
  'Ctrl+A': 'chooseAll',
  M: 'several',
  Home: 'start',
  End: 'end',
  1: 'section1',
  2: 'section2',
  3: 'section3',
  4: 'section4',
  5: 'section5',
  6: 'section6',
  7: 'section7',
  8: 'section8',
  9: 'section9',
  I: 'loopIn',
  O: 'loopOut',
  X: 'loopClear',
  '/': 'playCut',
  ',': 'slipBack',
  '.': 'slipOn',
  'Shift+,': 'slipBackBeat',
  'Shift+.': 'slipOnBeat',
  '[': 'rollStart',
  ']': 'rollEnd',
  'Alt+[': 'rollStartFrame',
  'Alt+]': 'rollEndFrame',
  'Alt+Left': 'moveBack',
  'Alt+Right': 'moveOn',
  S: 'split',
  Backspace: 'drop',
  Delete: 'drop',
  P: 'lock',
  N: 'never',
  B: 'beats',
  'Ctrl+Z': 'undo',
  'Ctrl+Shift+Z': 'redo',
  'Ctrl+Y': 'redo',
  F: 'fullScreen',
  '\\': 'whole',
  '+': 'zoomIn',
  '=': 'zoomIn',
  '-': 'zoomOut',
  G: 'footage',
  H: 'history',
  V: 'variants',
  R: 'relink',
  'Shift+F10': 'menu',
  ContextMenu: 'menu',
  'Ctrl+,': 'settings',
  'Ctrl+K': 'everything',
  '?': 'keys',
  Escape: 'out',
};

/** Keys that mean something else on a row of the list of shots. */
export const onRow: Keymap = { 'Shift+Left': 'alternativeBack', 'Shift+Right': 'alternativeOn' };

export interface Pressed {
  key: string;
  code?: string;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  shiftKey?: boolean;
}

const names: Record<string, string> = { ' ': 'Space', ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down', Esc: 'Escape' };
const shifted: Record<string, string> = { '<': ',', '>': '.', '{': '[', '}': ']' };

/** The chord of a key press. Signs that need Shift on some keyboards ("?", "+") are written without it. */
export function chordOf(e: Pressed): string {
  let key = names[e.key] ?? e.key;
  let shift = !!e.shiftKey;
  // With Alt some keyboards give other signs; the place of the key counts then.
  if (e.altKey && e.code === 'BracketLeft') key = '[';
  else if (e.altKey && e.code === 'BracketRight') key = ']';
  if (shift && shifted[key]) key = shifted[key]!;
  else if (key.length === 1) {
    const isLetter = key.toLowerCase() !== key.toUpperCase();
    if (isLetter) key = key.toUpperCase();
    else if (!',.[]'.includes(key)) shift = false;
  }
  return [e.ctrlKey || e.metaKey ? 'Ctrl' : '', e.altKey ? 'Alt' : '', shift ? 'Shift' : '', key].filter(Boolean).join('+');
}

/** The chords of an action, the first one first. */
export const chordsOf = (map: Keymap, action: Action): string[] => Object.keys(map).filter((c) => map[c] === action);

/** The keys with one changed: the chord leaves whatever it did, the action loses its other chords. */
export function remap(map: Keymap, action: Action, chord: string): Keymap {
  return { ...Object.fromEntries(Object.entries(map).filter(([c, a]) => a !== action && c !== chord)), [chord]: action };
}

/** What can be done while the montage is not on the screen: nothing there may change unseen. */
const elsewhere: ReadonlySet<Action> = new Set<Action>(['keys', 'everything', 'settings', 'history', 'variants', 'relink', 'footage', 'beats', 'out', 'undo', 'redo']);
export const isFor = (action: Action, screen: string): boolean => screen === 'edit' || screen === 'beats' || elsewhere.has(action);

/** Whether a control does something of its own with a key: a button with Space, a choice with arrows. */
export function keeps(target: { tagName?: string; type?: string; role?: string | null } | null, chord: string): boolean {
  const tag = target?.tagName?.toUpperCase();
  if (!target || !tag) return false;
  if (tag === 'BUTTON' || tag === 'SUMMARY' || target.role === 'slider') return chord === 'Space';
  if (tag !== 'INPUT') return false;
  const moves = /^(?:Left|Right|Up|Down)$/.test(chord);
  if (target.type === 'radio') return moves || chord === 'Space';
  if (target.type === 'range') return moves || chord === 'Home' || chord === 'End';
  return chord === 'Space';
}

/** Whether keys belong to what is typed into, not to the page. */
export function isTyping(target: { tagName?: string; type?: string; isContentEditable?: boolean } | null): boolean {
  if (!target) return false;
  const tag = target.tagName?.toUpperCase();
  if (tag === 'TEXTAREA' || tag === 'SELECT' || target.isContentEditable) return true;
  return tag === 'INPUT' && !['button', 'checkbox', 'radio', 'submit', 'file'].includes(target.type ?? 'text');
}
