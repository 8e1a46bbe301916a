/** A segment of an HLS playlist: its place in seconds, its file and the header that it needs. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly url: string;
  readonly header: string;
}

export interface Playlist {
  readonly segments: readonly Segment[];
  readonly complete: boolean;
}

/** Reads what the server writes: one variant, fragmented MP4, a header in front of the segments that need it. */
export function parsePlaylist(text: string, address: string): Playlist {
  const place = address.slice(0, address.lastIndexOf('/') + 1);
  const segments: Segment[] = [];
  let header = '';
  let length = 0;
  let at = 0;
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('#EXT-X-MAP:')) header = place + (/URI="([^"]+)"/.exec(line)?.[1] ?? '');
    else if (line.startsWith('#EXTINF:')) length = parseFloat(line.slice(8));
    else if (line && !line.startsWith('#')) {
      segments.push({ start: at, end: at + length, url: place + line, header });
      at += length;
    }
  }
  return { segments, complete: text.includes('#EXT-X-ENDLIST') };
}
