import { claim, isSong, upload } from '../core/files';
import { Store } from '../core/store';
import { studio } from './page';

/** What is being taken in, for the page. */
export const intake = new Store<{ doing: string; share: number | null; claimed: number; sent: number }>({ doing: '', share: null, claimed: 0, sent: 0 });

/** Adds clips and a song that lie where the server may use files. */
export async function use(paths: string[], as: 'footage' | 'song'): Promise<boolean> {
  const done = await studio.tried(async () => {
    if (as === 'song') await studio.api.put(`${studio.base}/song`, { path: paths[0] });
    else await studio.api.post(`${studio.base}/footage`, { paths });
    await studio.refreshProject();
    return true;
  });
  return done === true;
}

/** Takes in what was dropped: found on this computer where that is possible, sent where not. */
export async function takeIn(files: File[]): Promise<void> {
  await studio.tried(async () => {
    intake.update({ doing: `Looking for ${files.length} files on this computer`, share: null });
    const { found, rest } = await claim(studio.api, files);
    const songs = found.filter((f) => isSong(f.name)).map((f) => f.path);
    const clips = found.filter((f) => !isSong(f.name)).map((f) => f.path);
    if (clips.length) await use(clips, 'footage');
    if (songs.length) await use(songs, 'song');
    intake.update({ claimed: intake.value.claimed + found.length });
    for (const [i, file] of rest.entries()) {
      intake.update({ doing: `Sending ${file.name}, ${i + 1} of ${rest.length}`, share: 0 });
      await upload(studio.api, studio.now.project!.id, file, (share) => intake.update({ share }));
      intake.update({ sent: intake.value.sent + 1 });
    }
    await studio.refreshProject();
  });
  intake.update({ doing: '', share: null });
}
