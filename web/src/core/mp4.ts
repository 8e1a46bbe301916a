/** Codecs that an MP4 header names, as Media Source wants them: avc1.64001f,mp4a.40.2. Empty where it names none that is known. */
export function codecsOf(bytes: Uint8Array): string {
  const found: string[] = [];
  const hex = (n: number) => n.toString(16).padStart(2, '0');
  const end = Math.min(bytes.length, 1 << 16) - 12;
  for (let i = 4; i < end; i++) {
    if (is(bytes, i, 'avcC')) {
      const at = i + 4;
      found.push(`avc1.${hex(bytes[at + 1]!)}${hex(bytes[at + 2]!)}${hex(bytes[at + 3]!)}`);
    } else if (is(bytes, i, 'esds')) found.push('mp4a.40.2');
    else if (is(bytes, i, 'dOps')) found.push('opus');
    else if (is(bytes, i, 'moof')) break;
  }
  return [...new Set(found)].join(',');
}

/** Whether there are pictures, sound or both in a header. */
export const tracksOf = (codecs: string): { picture: boolean; sound: boolean } => ({
  picture: codecs.includes('avc1'),
  sound: /mp4a|opus/.test(codecs),
});

const is = (b: Uint8Array, at: number, name: string): boolean =>
  b[at] === name.charCodeAt(0) && b[at + 1] === name.charCodeAt(1) && b[at + 2] === name.charCodeAt(2) && b[at + 3] === name.charCodeAt(3);
