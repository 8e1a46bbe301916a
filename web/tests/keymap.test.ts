import { describe, expect, it } from 'vitest';
import { actions, chordOf, chordsOf, isFor, isTyping, keeps, onRow, remap, standard } from '../src/core/keymap';

describe('keys', () => {
  it('reach every action but those of a row and of buttons', () => {
    const reached = new Set([...Object.values(standard), ...Object.values(onRow)]);
    expect(Object.keys(actions).filter((a) => !reached.has(a as never))).toEqual([]);
  });

  it.each([
    [{ key: ' ' }, 'Space', 'play'],
    [{ key: 'z', ctrlKey: true }, 'Ctrl+Z', 'undo'],
    [{ key: 'Z', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Z', 'redo'],
    [{ key: 'z', metaKey: true }, 'Ctrl+Z', 'undo'],
    [{ key: '?', shiftKey: true }, '?', 'keys'],
    [{ key: '/' }, '/', 'playCut'],
    [{ key: '+', shiftKey: true }, '+', 'zoomIn'],
    [{ key: '<', shiftKey: true }, 'Shift+,', 'slipBackBeat'],
    [{ key: 'ArrowLeft', ctrlKey: true }, 'Ctrl+Left', 'barBack'],
    [{ key: '“', code: 'BracketLeft', altKey: true }, 'Alt+[', 'rollStartFrame'],
    [{ key: 'p' }, 'P', 'lock'],
  ])('%j is %s', (pressed, chord, action) => {
    expect(chordOf(pressed)).toBe(chord);
    expect(standard[chord]).toBe(action);
  });

  it('can be changed, and a chord does one thing', () => {
    const changed = remap(standard, 'play', 'Ctrl+Z');
    expect(chordsOf(changed, 'play')).toEqual(['Ctrl+Z']);
    expect(chordsOf(changed, 'undo')).toEqual([]);
    expect(changed.L).toBe('forward');
  });

  it('are off while somebody types, and not on a tick box', () => {
    expect(isTyping({ tagName: 'INPUT', type: 'text' })).toBe(true);
    expect(isTyping({ tagName: 'textarea' })).toBe(true);
    expect(isTyping({ tagName: 'INPUT', type: 'checkbox' })).toBe(false);
    expect(isTyping({ tagName: 'DIV', isContentEditable: true })).toBe(true);
    expect(isTyping({ tagName: 'BUTTON' })).toBe(false);
    expect(isTyping(null)).toBe(false);
  });

  it('belong to a control that does something of its own with them', () => {
    expect(keeps({ tagName: 'BUTTON' }, 'Space')).toBe(true);
    expect(keeps({ tagName: 'BUTTON' }, 'S')).toBe(false);
    expect(keeps({ tagName: 'INPUT', type: 'radio' }, 'Down')).toBe(true);
    expect(keeps({ tagName: 'INPUT', type: 'radio' }, 'Space')).toBe(true);
    expect(keeps({ tagName: 'INPUT', type: 'checkbox' }, 'Left')).toBe(false);
    expect(keeps({ tagName: 'INPUT', type: 'range' }, 'Home')).toBe(true);
    expect(keeps({ tagName: 'SPAN', role: 'slider' }, 'Left')).toBe(false);
    expect(keeps(null, 'Space')).toBe(false);
  });

  it('change nothing while the montage is not on the screen', () => {
    expect(isFor('drop', 'gather')).toBe(false);
    expect(isFor('play', 'deliver')).toBe(false);
    expect(isFor('out', 'gather')).toBe(true);
    expect(isFor('undo', 'deliver')).toBe(true);
    expect((Object.keys(actions) as (keyof typeof actions)[]).every((a) => isFor(a, 'edit') && isFor(a, 'beats'))).toBe(true);
  });
});
