import { describe, expect, it } from 'vitest';
import { sectionsOf, withPicturesOf } from '../src/core/plan';
import { editWords, farmWords, reasonsOf, refusalWords, titleOf } from '../src/core/words';
import { planOf } from './numbers';

describe('sections', () => {
  const plan = planOf(10);
  const middle = plan.shots[5]!.start / 25;
  const song = { path: '', confidence: 1, reason: '', beats: [], otherTempi: [], sections: [{ start: 0, end: 10 + middle, kind: 'verse', energy: 1 }, { start: 10 + middle, end: 900, kind: 'chorus', energy: 1 }] };
  const of = (say: (i: number) => string) => ({ ...plan, song: { path: '', fingerprint: 'f', start: 10 }, shots: plan.shots.map((s) => ({ ...s, reasons: ['sharpest', say(s.index)] })) });

  it('stand where the song has them, from where the plan begins', () => {
    expect(sectionsOf(of(() => ''), song)).toEqual([
      { frame: 0, name: 'verse' },
      { frame: plan.shots[5]!.start, name: 'chorus' },
    ]);
  });
  it("are called what the plan's reasons call them, by most of their time", () => {
    const said = sectionsOf(of((i) => (i === 7 ? 'starts on a beat (verse)' : i === 0 ? 'opens the montage (drop)' : 'starts on a downbeat (drop)')), song);
    expect(said.map((s) => s.name)).toEqual(['drop', 'drop']);
  });
});

describe('pictures', () => {
  it('that are known are kept where an answer names worse ones of the same shot, and not where the shot is another', () => {
    const plan = planOf(2);
    const known = { ...plan, shots: plan.shots.map((s) => ({ ...s, final: 'f', shown: 'better', tier: 1 })) };
    const answer = { ...plan, shots: [{ ...plan.shots[0]!, final: 'f', shown: 'draft', tier: 0 }, { ...plan.shots[1]!, final: 'other', shown: undefined, tier: undefined }] };
    expect(withPicturesOf(answer, known).shots.map((s) => s.shown)).toEqual(['better', undefined]);
  });
});

it('styles are called by their names in words', () => expect(['cinema_trailer', 'mtv', 'vlog'].map(titleOf)).toEqual(['Cinema trailer', 'MTV', 'Vlog']));

it('reasons are those of the choice, each once', () => {
  const shot = { ...planOf(1).shots[0]!, reasons: ['opens the montage (verse)', 'a strong opening, picture quality 0.97', 'picture quality 0.97', '22 frames are decoded before it', 'sharpest of 16 candidates'] };
  expect(reasonsOf(shot)).toEqual(['opens the montage (verse)', 'a strong opening, picture quality 0.97', 'sharpest of 16 candidates']);
});

describe('words', () => {
  it.each([
    ['ready', 0, 'No machine has joined the farm at 10.0.0.2:7463 yet; films are rendered on this computer.'],
    ['ready', 1, 'One machine of the farm at 10.0.0.2:7463 renders films.'],
    ['ready', 3, '3 machines of the farm at 10.0.0.2:7463 render films.'],
    ['silent', 0, 'The farm at 10.0.0.2:7463 does not answer; films are rendered on this computer.'],
  ])('say of a farm that is %s with %i machines who renders', (status, count, words) => {
    const machines = Array.from({ length: count }, (_, i) => ({ name: `m${i}`, slots: 1, running: 0 }));
    expect(farmWords({ status, where: '10.0.0.2:7463', hosted: true, waiting: 0, machines })).toBe(words);
  });
  const plan = planOf(6);
  it('say what an edit did, and where in the music', () => {
    expect(editWords(plan, ['lock=s2'])).toBe('Shot 3 stays as it is.');
    expect(editWords({ ...plan, shots: plan.shots.map((s) => (s.id === 's1' ? { ...s, start: 48 } : s)) }, ['pin=s1:c3@2'])).toBe('Shot 2 now shows 1.mp4, on the downbeat');
    expect(editWords({ ...plan, beats: [] }, ['roll=s1:+4'])).toBe('The cut between shots 2 and 3 is moved');
    expect(editWords(plan, ['slip=s1:-3'])).toBe('Shot 2 now begins 1.00 s into its clip.');
    expect(editWords(plan, ['drop=gone'])).toBe('The shot is taken out; 6 shots remain.');
    expect(editWords(plan, ['lock=gone'])).toBe('Done.');
  });
  it('say why something is refused without words of the command line', () => {
    expect(refusalWords("slip=s3:-1: shot 3 would show clip 'c6' from -0.007 s.", plan)).toBe('Shot 3 would show 6.mp4 from -0.007 s.');
    expect(refusalWords('The disk is full.', null)).toBe('The disk is full.');
  });
});
