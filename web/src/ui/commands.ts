import { fit, reveal, zoom } from '../core/geometry';
import type { Action } from '../core/keymap';
import { shotAt } from '../core/plan';
import { rangeOf, toggled } from '../core/selection';
import { neighbour } from '../core/snap';
import { frameAt, parseRate, secondsAt } from '../core/time';
import type { Alternative, Plan, Shot } from '../core/types';
import { desk, stage, studio, view } from './page';

const signed = (n: number): string => (n >= 0 ? `+${n}` : String(n));

/** Frames between a frame and the next beat in a direction; a beat's length where there is none. */
function beatFrom(plan: Plan, frame: number, direction: -1 | 1): number {
  const to = neighbour(frame, plan.beats, direction);
  if (to !== frame) return to - frame;
  return direction * Math.max(1, (plan.beats[1]?.frame ?? 12) - (plan.beats[0]?.frame ?? 0));
}

export function rollTo(shot: Shot, frame: number): void {
  const by = frame - (shot.start + shot.frames);
  if (by !== 0) studio.edit([`roll=${shot.id}:${signed(by)}`], 'cut moved');
}

export function slip(shot: Shot, by: number): void {
  if (by !== 0) studio.edit([`slip=${shot.id}:${signed(by)}`], 'take moved');
}

function slipAll(shots: readonly Shot[], by: number): void {
  if (shots.length === 1) slip(shots[0]!, by);
  else editAll(shots, (s) => `slip=${s.id}:${signed(by)}`, 'takes moved');
}

export function seek(frame: number): void {
  stage.player?.seek(frame);
  const plan = studio.now.plan;
  if (plan) view.set(reveal(view.value, frame, plan.frames));
}

/** Selects a shot and goes to it. */
export function choose(index: number, go = true): void {
  const plan = studio.now.plan;
  const shot = plan?.shots[index];
  if (!plan || !shot) return;
  studio.select(shot.id);
  if (go) seek(shot.start);
}

/** Chooses one shot more: up to it (`range`), or it alone, or not it any more. */
export function chooseMore(index: number, range: boolean): void {
  const { plan, selected, chosen } = studio.now;
  const shot = plan?.shots[index];
  if (!plan || !shot) return;
  if (range) return studio.selectAll(rangeOf(plan.shots, anchor(plan, chosen, selected), shot.id), shot.id);
  studio.selectAll(toggled(chosen, shot.id), shot.id);
}

// Where a range began: at the end of what is chosen that is not the chosen shot itself.
function anchor(plan: Plan, chosen: readonly string[], selected: string | null): string | null {
  if (chosen.length < 2) return selected;
  const [first, last] = [chosen[0]!, chosen.at(-1)!];
  const isRun = rangeOf(plan.shots, first, last).length === chosen.length;
  return isRun ? (selected === first ? last : first) : selected;
}

/** The shots that an edit is about: all that are chosen, else the one under the playhead. */
function meant(plan: Plan, shot: Shot | undefined): Shot[] {
  const chosen = plan.shots.filter((s) => studio.now.chosen.includes(s.id));
  return chosen.length > 1 ? chosen : shot ? [shot] : [];
}

/** One edit of all shots that are meant. */
function editAll(shots: readonly Shot[], word: (shot: Shot) => string, label: string): void {
  if (shots.length) studio.edit(shots.map(word), shots.length > 1 ? `${shots.length} shots: ${label}` : label);
}

/** Changes how the chosen shots look, are entered or run. */
export function restyle(verb: string, value: string, label: string): void {
  const plan = studio.now.plan;
  if (plan) editAll(meant(plan, plan.shots.find((s) => s.id === studio.now.selected)), (s) => `${verb}=${s.id}${value}`, label);
}

export async function play(speed = 1): Promise<void> {
  const player = stage.player;
  if (!player) return;
  const allowed = await player.play(speed);
  desk.update({ blocked: !allowed, speed });
}

let back = 0;

function stopBack(): void {
  clearInterval(back);
  back = 0;
}

/** Does an action. Keys, buttons and the list of everything all come here. */
export function run(action: Action): void {
  const { plan, selected, project } = studio.now;
  const player = stage.player;
  if (action === 'relink' && !project) return;
  if (action === 'keys' || action === 'everything' || action === 'settings' || action === 'relink' || ((action === 'history' || action === 'variants') && plan)) return desk.update({ dialog: desk.value.dialog === action ? null : action });
  if (action === 'out') {
    if (desk.value.menu) desk.update({ menu: null });
    else if (desk.value.dialog) desk.update({ dialog: null });
    else if (studio.now.screen === 'beats' || studio.now.screen === 'deliver' || (studio.now.screen === 'gather' && plan)) studio.go('edit');
    else if (desk.value.several) desk.update({ several: false });
    else studio.select(studio.now.chosen.length > 1 ? studio.now.selected : null);
    return;
  }
  if (!plan) return;
  const frame = player?.frame ?? 0;
  const at = plan.shots.findIndex((s) => s.id === selected);
  const index = at >= 0 ? at : shotAt(plan.shots, frame);
  const shot = plan.shots[index];
  const before = plan.shots[index - 1];
  const wasBack = back !== 0;
  stopBack();
  switch (action) {
    case 'play':
      if (player?.playing) player.pause();
      else if (!wasBack) void play();
      break;
    case 'forward':
      void play(player?.playing ? Math.min(8, player.speed * 2) : 1);
      break;
    case 'back':
      player?.pause();
      back = window.setInterval(() => {
        const now = stage.player?.frame ?? 0;
        if (now <= 0) stopBack();
        else stage.player?.seek(now - 2);
      }, 80);
      break;
    case 'frameBack':
    case 'frameOn':
      player?.pause();
      seek(frame + (action === 'frameOn' ? 1 : -1));
      break;
    case 'beatBack':
    case 'beatOn':
      seek(frame + beatFrom(plan, frame, action === 'beatOn' ? 1 : -1));
      break;
    case 'barBack':
    case 'barOn':
      seek(neighbour(frame, plan.beats, action === 'barOn' ? 1 : -1, true));
      break;
    case 'cutBack':
    case 'cutOn': {
      const starts = plan.shots.map((s) => s.start);
      const to = action === 'cutOn' ? starts.find((s) => s > frame) : starts.findLast((s) => s < frame);
      if (to !== undefined) choose(shotAt(plan.shots, to));
      break;
    }
    case 'moreBack':
    case 'moreOn':
      chooseMore(index + (action === 'moreOn' ? 1 : -1), true);
      break;
    case 'chooseAll':
      studio.selectAll(plan.shots.map((s) => s.id));
      break;
    case 'several':
      desk.update({ several: !desk.value.several });
      studio.say(desk.value.several ? 'Every shot that you choose now is chosen too.' : 'A shot that you choose is chosen alone.');
      break;
    case 'start':
      seek(0);
      break;
    case 'end':
      seek(plan.frames - 1);
      break;
    case 'section1':
    case 'section2':
    case 'section3':
    case 'section4':
    case 'section5':
    case 'section6':
    case 'section7':
    case 'section8':
    case 'section9': {
      const section = plan.sections?.[Number(action.slice(7)) - 1];
      if (section) seek(section.frame);
      else studio.say(plan.sections?.length ? `There are ${plan.sections.length} sections.` : 'This song has no sections.');
      break;
    }
    case 'loopIn':
    case 'loopOut': {
      const was = desk.value.loop;
      const loop = action === 'loopIn' ? { from: frame, to: was && was.to > frame ? was.to : plan.frames } : { from: was && was.from < frame ? was.from : 0, to: frame + 1 };
      setLoop(loop);
      break;
    }
    case 'loopClear':
      setLoop(null);
      break;
    case 'playCut': {
      const cut = shot && Math.abs(shot.start - frame) <= Math.abs(shot.start + shot.frames - frame) ? shot.start : (shot?.start ?? 0) + (shot?.frames ?? 0);
      setLoop({ from: neighbour(cut, plan.beats, -1, true), to: Math.min(plan.frames, neighbour(cut, plan.beats, 1, true) + 1) });
      seek(desk.value.loop!.from);
      void play();
      break;
    }
    case 'alternativeOn':
    case 'alternativeBack':
      if (studio.now.chosen.length > 1 && action === 'alternativeOn') editAll(meant(plan, shot), (s) => `swap=${s.id}`, 'another take');
      else if (shot) nextTake(shot, action === 'alternativeOn' ? 1 : -1);
      break;
    case 'menu':
      if (shot) {
        studio.select(shot.id, false);
        openMenu(shot);
      }
      break;
    case 'slipBack':
    case 'slipOn':
      slipAll(meant(plan, shot), action === 'slipOn' ? 1 : -1);
      break;
    case 'slipBackBeat':
    case 'slipOnBeat':
      if (shot) slipAll(meant(plan, shot), beatFrom(plan, shot.start, action === 'slipOnBeat' ? 1 : -1));
      break;
    case 'rollStart':
      if (before) rollTo(before, shot!.start + beatFrom(plan, shot!.start, -1));
      break;
    case 'rollEnd':
      if (shot && plan.shots[index + 1]) rollTo(shot, shot.start + shot.frames + beatFrom(plan, shot.start + shot.frames, 1));
      break;
    case 'rollStartFrame':
      if (before) rollTo(before, shot!.start - 1);
      break;
    case 'rollEndFrame':
      if (shot && plan.shots[index + 1]) rollTo(shot, shot.start + shot.frames + 1);
      break;
    case 'moveBack':
    case 'moveOn': {
      const to = plan.shots[index + (action === 'moveOn' ? 1 : -1)];
      if (shot && to) studio.edit([`move=${shot.id}:${to.id}`], 'shot moved');
      break;
    }
    case 'split': {
      const under = plan.shots[shotAt(plan.shots, frame)];
      if (under && frame > under.start) studio.edit([`split=${under.id}:${frame - under.start}`], 'split');
      else studio.say('Put the playhead inside a shot to split it.');
      break;
    }
    case 'drop':
      if (meant(plan, shot).length < plan.shots.length) editAll(meant(plan, shot), (s) => `drop=${s.id}`, 'taken out');
      else studio.say('One shot at least stays.');
      break;
    case 'lock':
      if (meant(plan, shot).every((s) => s.locked)) editAll(meant(plan, shot), (s) => `unlock=${s.id}`, 'unlocked');
      else editAll(
        meant(plan, shot).filter((s) => !s.locked),
        (s) => `lock=${s.id}`,
        'locked',
      );
      break;
    case 'never':
      studio.edit([...new Set(meant(plan, shot).map((s) => `ban=${s.source}`))], 'clip never shown');
      break;
    case 'footage':
      studio.go('gather');
      break;
    case 'beats':
      studio.go(studio.now.screen === 'beats' ? 'edit' : 'beats');
      break;
    case 'undo':
      studio.undo();
      break;
    case 'redo':
      studio.redo();
      break;
    case 'fullScreen':
      if (document.fullscreenElement) void document.exitFullscreen();
      else void stage.screen?.requestFullscreen?.().catch(() => {});
      break;
    case 'whole':
      view.set(fit(plan.frames, view.value.width));
      break;
    case 'zoomIn':
    case 'zoomOut': {
      const v = view.value;
      const x = Math.min(v.width, Math.max(0, (frame - v.first) * v.scale));
      view.set(zoom(v, action === 'zoomIn' ? 1.5 : 1 / 1.5, x, plan.frames));
      break;
    }
  }
}

/** Takes that a shot went through by key, so that "previous" leads back: what it showed at first, then its alternatives. */
const rings = new Map<string, { takes: { word: string; source: string; in: number }[]; at: number }>();

function nextTake(shot: Shot, by: 1 | -1): void {
  const isShown = (t?: { source: string; in: number }) => t?.source === shot.source && Math.abs(t.in - shot.in) < 0.001;
  let ring = rings.get(shot.id);
  const shown = ring?.takes.findIndex(isShown) ?? -1;
  // While an edit is under way the shot still shows the take before.
  if (ring && shown >= 0 && !studio.now.pending) ring.at = shown;
  if (!ring || shown < 0) {
    const { alternatives } = studio.now;
    if (alternatives?.shot !== shot.id || !alternatives.list?.length) {
      if (by > 0) studio.edit([`swap=${shot.id}`], 'another take');
      else studio.say('There is no take before this one.');
      return;
    }
    const own = { word: `pin=${shot.id}:${shot.source}@${shot.in}`, source: shot.source, in: shot.in };
    ring = { takes: [own, ...alternatives.list.map((a) => ({ word: a.take, source: a.source, in: a.in }))], at: 0 };
    rings.set(shot.id, ring);
  }
  ring.at = (ring.at + by + ring.takes.length) % ring.takes.length;
  studio.edit([ring.takes[ring.at]!.word], by > 0 ? 'next take' : 'previous take');
}

/** Opens the menu of a shot below it. */
export function openMenu(shot: Shot, x?: number): void {
  const box = document.querySelector('[data-testid=timeline]')?.getBoundingClientRect();
  const v = view.value;
  const left = (box?.left ?? 0) + Math.max(0, (shot.start - v.first) * v.scale);
  desk.update({ menu: { x: x ?? left, y: (box?.top ?? 200) + 60 } });
}

let trying: { frame: number; playing: boolean; loop: Loop } | null = null;
type Loop = { from: number; to: number } | null;

/** Plays an alternative in the place of its shot, in time with the music, until it is over. */
export function tryOut(shot: Shot, alternative: Alternative): void {
  const { pieces, plan } = studio.pieces.value;
  const player = stage.player;
  const start = plan && pieces.find((p) => p.track === 'picture' && Math.abs(p.start - secondsAt(parseRate(plan.rate), shot.start)) < 1e-3);
  if (!plan || !player || !start || !alternative.shown) return;
  const piece = { ...start, url: alternative.shown, key: `${alternative.shown} ${shot.frames}`, tier: alternative.tier ?? 0 };
  if (!studio.peek({ plan, pieces: pieces.map((p) => (p === start ? piece : p)) })) return;
  trying ??= { frame: player.frame, playing: player.playing, loop: desk.value.loop };
  setLoop({ from: shot.start, to: shot.start + shot.frames });
  player.seek(shot.start);
  void play();
}

export function tryOver(): void {
  studio.peekOver();
  if (!trying) return;
  const { frame, playing, loop } = trying;
  trying = null;
  setLoop(loop);
  if (!playing) stage.player?.pause();
  stage.player?.seek(frame);
}

export function setLoop(loop: { from: number; to: number } | null): void {
  desk.update({ loop });
  if (stage.player) stage.player.loop = loop;
}

/** The frame of a second of the plan. */
export const frameOfSecond = (plan: Plan, seconds: number): number => frameAt(parseRate(plan.rate), seconds);
