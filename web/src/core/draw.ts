import { bands, type Detail, detailOf, heightOf, stripsOf, topOf, type View, xOf } from './geometry';
import { beatFrames } from './plan';
import { sectionHues, type Theme } from './tokens';
import type { Plan, Shot } from './types';

/** What is drawn beside the plan. */
export interface Scene {
  readonly plan: Plan;
  readonly view: View;
  readonly theme: Theme;
  readonly frame: number;
  readonly selected: string | null;
  readonly chosen: ReadonlySet<string>;
  readonly hovered: number | null;
  /** Cut that is dragged: the shot on its left, and where it would stand. */
  readonly dragged: { left: number; frame: number; onBeat: boolean } | null;
  /** Frames that are being drawn round, to choose their shots. */
  readonly marquee: { from: number; to: number } | null;
  readonly loop: { from: number; to: number } | null;
  readonly thumbOf: (shot: Shot) => CanvasImageSource | null;
  /** How good a shot's pictures are; null while there are none. */
  readonly tierOf: (shot: Shot) => number | null;
  readonly peakAt: (from: number, to: number) => number;
  readonly lit: boolean;
}

const font = (size: number, weight = 400) => `${weight} ${size}px system-ui, sans-serif`;

/** Draws the timeline. Nothing is kept between two drawings. */
export function draw(g: CanvasRenderingContext2D, scene: Scene): void {
  const { view, theme, plan } = scene;
  g.fillStyle = theme.ground1;
  g.fillRect(0, 0, view.width, heightOf);
  const per = plan.beats.length > 1 ? (plan.beats.at(-1)!.frame - plan.beats[0]!.frame) / (plan.beats.length - 1) : plan.frames;
  const detail = detailOf(per * view.scale);
  sections(g, scene);
  wave(g, scene);
  shots(g, scene);
  ruler(g, scene, detail, per);
  cuts(g, scene, detail);
  map(g, scene);
  if (scene.marquee) marquee(g, scene, scene.marquee);
  if (scene.loop) loop(g, scene, scene.loop);
  playhead(g, scene);
}

function ruler(g: CanvasRenderingContext2D, { plan, view, theme, frame, lit }: Scene, detail: Detail, per: number): void {
  let bar = 0;
  let lastLabel = -100;
  g.font = font(10, 500);
  g.textBaseline = 'top';
  const bottom = bands.ruler - 2;
  for (const [i, beat] of plan.beats.entries()) {
    const isDown = beat.bar === 1;
    if (isDown) bar++;
    const x = Math.round(xOf(view, beat.frame)) + 0.5;
    if (x < -40 || x > view.width + 4) continue;
    if (detail === 'sections' || (detail === 'bars' && !isDown)) continue;
    const height = isDown ? 28 : beat.bar === 3 ? 15 : 10;
    const isLit = lit && Math.abs(frame - beat.frame) < per / 5;
    g.strokeStyle = isLit ? theme.text0 : theme.beat;
    g.globalAlpha = isLit || isDown ? 1 : 0.55;
    g.lineWidth = isDown ? 2 : 1;
    line(g, x, bottom - height, x, bottom);
    g.globalAlpha = 1;
    if (isDown && x - lastLabel > 26) {
      g.fillStyle = theme.text1;
      g.fillText(String(bar), x + 4, 6);
      lastLabel = x;
    }
    const next = plan.beats[i + 1];
    if (detail === 'halves' && next) {
      const half = Math.round(xOf(view, (beat.frame + next.frame) / 2)) + 0.5;
      g.strokeStyle = theme.line;
      line(g, half, bottom - 5, half, bottom);
    }
  }
  g.strokeStyle = theme.line;
  g.lineWidth = 1;
  line(g, 0, bands.ruler - 0.5, view.width, bands.ruler - 0.5);
}

function sections(g: CanvasRenderingContext2D, { plan, view, theme }: Scene): void {
  g.font = font(11, 600);
  g.textBaseline = 'middle';
  const list = plan.sections ?? [];
  for (const [i, s] of list.entries()) {
    const from = xOf(view, s.frame);
    const to = xOf(view, list[i + 1]?.frame ?? plan.frames);
    if (to < 0 || from > view.width) continue;
    g.fillStyle = tint(s.name, list, theme);
    g.fillRect(from, topOf.section, to - from, bands.section);
    g.fillStyle = theme.text0;
    const width = to - Math.max(0, from) - 12;
    if (width > 30) g.fillText(s.name, Math.max(0, from) + 8, topOf.section + bands.section / 2 + 0.5, width);
  }
}

function tint(name: string, all: readonly { name: string }[], theme: Theme): string {
  const names = [...new Set(all.map((s) => s.name))];
  const hue = sectionHues[names.indexOf(name) % sectionHues.length];
  return theme.text0 === '#edeff3' ? `hsl(${hue} 28% 20%)` : `hsl(${hue} 34% 84%)`;
}

function wave(g: CanvasRenderingContext2D, { plan, view, theme, peakAt }: Scene): void {
  g.fillStyle = theme.edge;
  g.globalAlpha = 0.75;
  const middle = topOf.wave + bands.wave / 2;
  for (let x = 0; x < view.width; x += 3) {
    const from = view.first + x / view.scale;
    if (from >= plan.frames) break;
    const peak = peakAt(from, from + 3 / view.scale);
    const height = Math.max(1, peak * (bands.wave - 8));
    g.fillRect(x, middle - height / 2, 2, height);
  }
  g.globalAlpha = 1;
}

function shots(g: CanvasRenderingContext2D, scene: Scene): void {
  const { plan, view, theme } = scene;
  for (const strip of stripsOf(view, plan.shots)) {
    const { x, width } = strip;
    const top = topOf.shots;
    if (strip.to > strip.from) {
      g.fillStyle = theme.ground3;
      g.fillRect(x, top, Math.max(1, width - 0.5), bands.shots);
      if (plan.shots.slice(strip.from, strip.to + 1).some((s) => scene.chosen.has(s.id))) {
        g.fillStyle = theme.chosen;
        g.fillRect(x, top, Math.max(1, width - 0.5), 3);
      }
      continue;
    }
    const shot = plan.shots[strip.from]!;
    const tier = scene.tierOf(shot);
    g.save();
    g.beginPath();
    g.roundRect(x + 0.5, top, Math.max(1, width - 1), bands.shots, Math.min(4, width / 4));
    g.clip();
    g.fillStyle = theme.ground3;
    g.fillRect(x, top, width, bands.shots);
    const picture = scene.thumbOf(shot);
    if (picture) tile(g, picture, x, top, width);
    if (tier === null) hatch(g, x, top, width, theme.edge);
    if (width > 14) {
      g.fillStyle = 'rgb(0 0 0 / 55%)';
      g.fillRect(x, top + bands.shots - 20, width, 20);
      g.fillStyle = '#ffffff';
      g.font = font(11, 500);
      g.textBaseline = 'middle';
      g.fillText(String(shot.index + 1), x + 6, top + bands.shots - 10, width - 8);
      if (tier === 0 && width > 60) g.fillText('draft', x + width - 36, top + bands.shots - 10);
      if (shot.locked) lock(g, x + width - 14, top + 6);
    }
    g.restore();
    if (tier === 0) {
      // A dashed edge says draft without a colour.
      g.setLineDash([3, 3]);
      g.strokeStyle = theme.text2;
      g.lineWidth = 1;
      g.strokeRect(x + 1.5, top + 0.5, Math.max(1, width - 3), bands.shots - 1);
      g.setLineDash([]);
    }
    const isChosen = shot.id === scene.selected || scene.chosen.has(shot.id);
    if (isChosen || scene.hovered === strip.from) {
      g.strokeStyle = isChosen ? theme.chosen : theme.text2;
      g.lineWidth = isChosen ? 2 : 1;
      g.beginPath();
      g.roundRect(x + 1.5, top + 1, Math.max(2, width - 3), bands.shots - 2, 4);
      g.stroke();
    }
  }
}

function tile(g: CanvasRenderingContext2D, picture: CanvasImageSource, x: number, top: number, width: number): void {
  const source = picture as HTMLCanvasElement;
  const step = (source.width / source.height) * bands.shots;
  // A narrow shot shows the middle of its picture.
  const first = width < step ? x - (step - width) / 2 : x;
  for (let at = first; at < x + width; at += step) g.drawImage(picture, at, top, step, bands.shots);
}

function hatch(g: CanvasRenderingContext2D, x: number, top: number, width: number, colour: string): void {
  g.strokeStyle = colour;
  g.globalAlpha = 0.35;
  g.lineWidth = 1;
  for (let at = x - bands.shots; at < x + width; at += 9) line(g, at, top + bands.shots, at + bands.shots, top);
  g.globalAlpha = 1;
}

function lock(g: CanvasRenderingContext2D, x: number, y: number): void {
  g.fillStyle = '#ffffff';
  g.strokeStyle = '#ffffff';
  g.lineWidth = 1.5;
  g.fillRect(x, y + 5, 9, 7);
  g.beginPath();
  g.arc(x + 4.5, y + 5, 3, Math.PI, 0);
  g.stroke();
}

function cuts(g: CanvasRenderingContext2D, { plan, view, theme, dragged }: Scene, detail: Detail): void {
  const beats = beatFrames(plan.beats);
  const y = topOf.shots - 3;
  const size = detail === 'sections' ? 2.5 : 4.5;
  let last = -100;
  for (const [i, shot] of plan.shots.entries()) {
    if (i === 0) continue;
    const isDragged = dragged?.left === i - 1;
    const x = xOf(view, isDragged ? dragged.frame : shot.start);
    if (x < -8 || x > view.width + 8 || (x - last < 4 && !isDragged)) continue;
    last = x;
    const onBeat = isDragged ? dragged.onBeat : beats.has(shot.start);
    g.fillStyle = onBeat ? theme.beat : theme.text2;
    const r = isDragged ? size + 2 : size;
    g.beginPath();
    g.moveTo(x, y - r);
    g.lineTo(x + r, y);
    g.lineTo(x, y + r);
    g.lineTo(x - r, y);
    g.closePath();
    // Off the beat it is hollow: shape, not colour alone.
    if (onBeat) g.fill();
    else {
      g.strokeStyle = theme.text2;
      g.lineWidth = 1.5;
      g.stroke();
    }
    if (isDragged) {
      g.strokeStyle = onBeat ? theme.beat : theme.text2;
      g.lineWidth = 1;
      line(g, x, 0, x, topOf.shots + bands.shots);
    }
  }
}

function map(g: CanvasRenderingContext2D, { plan, view, theme, frame }: Scene): void {
  const top = topOf.map;
  const height = bands.map - 10;
  const scale = (view.width - 24) / Math.max(1, plan.frames);
  const list = plan.sections?.length ? plan.sections : [{ frame: 0, name: '' }];
  for (const [i, s] of list.entries()) {
    g.fillStyle = s.name ? tint(s.name, list, theme) : theme.ground3;
    const to = list[i + 1]?.frame ?? plan.frames;
    g.fillRect(12 + s.frame * scale, top, (to - s.frame) * scale - 1, height);
  }
  g.strokeStyle = theme.text2;
  g.lineWidth = 1;
  g.beginPath();
  g.roundRect(12 + view.first * scale - 0.5, top - 2.5, Math.min(plan.frames, view.width / view.scale) * scale + 1, height + 5, 4);
  g.stroke();
  g.fillStyle = theme.text0;
  g.fillRect(12 + frame * scale, top - 1, 1.5, height + 2);
}

function loop(g: CanvasRenderingContext2D, { view, theme }: Scene, { from, to }: { from: number; to: number }): void {
  const x = xOf(view, from);
  g.fillStyle = theme.chosen;
  g.fillRect(x, 0, xOf(view, to) - x, 3);
}

function marquee(g: CanvasRenderingContext2D, { view, theme }: Scene, { from, to }: { from: number; to: number }): void {
  const x = xOf(view, Math.min(from, to));
  const width = Math.abs(to - from) * view.scale;
  g.fillStyle = theme.chosen;
  g.globalAlpha = 0.18;
  g.fillRect(x, topOf.shots - 2, width, bands.shots + 16);
  g.globalAlpha = 1;
  g.strokeStyle = theme.chosen;
  g.lineWidth = 1;
  g.setLineDash([4, 3]);
  g.strokeRect(x + 0.5, topOf.shots - 1.5, width, bands.shots + 15);
  g.setLineDash([]);
}

function playhead(g: CanvasRenderingContext2D, { view, theme, frame }: Scene): void {
  const x = Math.round(xOf(view, frame)) + 0.5;
  if (x < -8 || x > view.width + 8) return;
  g.strokeStyle = theme.text0;
  g.fillStyle = theme.text0;
  g.lineWidth = 2;
  line(g, x, 4, x, topOf.shots + bands.shots);
  g.beginPath();
  g.moveTo(x - 6, 4);
  g.lineTo(x + 6, 4);
  g.lineTo(x, 12);
  g.closePath();
  g.fill();
}

function line(g: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  g.beginPath();
  g.moveTo(x1, y1);
  g.lineTo(x2, y2);
  g.stroke();
}
