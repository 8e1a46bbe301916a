using MontageAI.Demo.Clips;
using MontageAI.Demo.Music;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Storage.Files;

namespace MontageAI.Demo;

/// <summary>
/// Makes footage and a song out of nothing, so that a newcomer sees a montage before having any footage: ten clips by FFmpeg's
/// synthetic sources and a song by our own synthesiser. With the same FFmpeg the same bytes every time.
/// </summary>
public static class DemoMaker
{
    // Changes when any file made here would look or sound different.
    private const string Version = "montage-ai.demo/3\n";

    // Says that a folder is ours while it is not finished.
    private const string Begun = "montage-ai.demo, being made\n";

    /// <summary>
    /// Makes what is not there yet. Files appear whole or not at all. Processes run side by side, one thread each, as many as there
    /// are cores.
    /// </summary>
    /// <param name="folder">Where to: "clips" and "song.wav" in it are ours and are replaced when they come from another version.</param>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="progress">Told of each finished file, in the order of finishing; null when nobody watches.</param>
    /// <param name="cancellationToken">Ends it; finished files stay, and are made again the next time.</param>
    /// <exception cref="MontageException">The folder cannot be written, or FFmpeg lacks a source.</exception>
    public static async Task<DemoSet> MakeAsync(
        string folder,
        FFmpegTools tools,
        IProgress<DemoProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        folder = Path.GetFullPath(folder);
        string clipFolder = Path.Combine(folder, "clips");
        string song = Path.Combine(folder, "song.wav");
        bool keep = await IsThisVersionAsync(folder, cancellationToken).ConfigureAwait(false);
        if (!keep)
        {
            await AtomicFile.WriteTextAsync(VersionFile(folder), Begun, overwrite: true, cancellationToken).ConfigureAwait(false);
        }

        Counter counter = new(progress, ClipRecipes.All.Count + 1);
        List<Func<CancellationToken, ValueTask>> work =
        [
            async token =>
            {
                await MakeSongAsync(song, keep, token).ConfigureAwait(false);
                counter.Finished(Path.GetFileName(song));
            },
        ];
        List<string> clips = [];
        foreach (ClipRecipe recipe in ClipRecipes.All)
        {
            string clip = Path.Combine(clipFolder, recipe.Name + ".mp4");
            clips.Add(clip);
            work.Add(async token =>
            {
                await MakeClipAsync(recipe, clip, keep, tools, token).ConfigureAwait(false);
                counter.Finished(Path.GetFileName(clip));
            });
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(work, options, (item, token) => item(token)).ConfigureAwait(false);
        if (!keep)
        {
            await AtomicFile.WriteTextAsync(VersionFile(folder), Version, overwrite: true, cancellationToken).ConfigureAwait(false);
        }

        clips.Sort(StringComparer.Ordinal);
        return new DemoSet(clipFolder, clips, song, DemoSong.Truth);
    }

    /// <summary>Whether a folder is one that this made, or began to make.</summary>
    public static bool IsDemo(string folder) => File.Exists(VersionFile(Path.GetFullPath(folder)));

    /// <summary>All files that this makes in a folder.</summary>
    public static IEnumerable<string> Files(string folder) =>
        ClipRecipes.All.Select(r => Path.Combine(folder, "clips", r.Name + ".mp4")).Append(Path.Combine(folder, "song.wav"));

    private static string VersionFile(string folder) => Path.Combine(folder, ".demo-version");

    // The mark is written last, so what an interrupted making left is made again.
    private static async Task<bool> IsThisVersionAsync(string folder, CancellationToken cancellationToken) =>
        File.Exists(VersionFile(folder))
        && await File.ReadAllTextAsync(VersionFile(folder), cancellationToken).ConfigureAwait(false) == Version;

    private static async Task MakeSongAsync(string path, bool keep, CancellationToken cancellationToken)
    {
        if (keep && File.Exists(path))
        {
            return;
        }

        StereoBus samples = await Task.Run(() => DemoSong.Make(cancellationToken), cancellationToken).ConfigureAwait(false);
        using PendingFile pending = PendingFile.Create(path, overwrite: true);
        FileStream stream = new(pending.TemporaryPath, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
        await using (stream.ConfigureAwait(false))
        {
            await WavFile.WriteAsync(stream, samples, cancellationToken).ConfigureAwait(false);
        }

        pending.Commit();
    }

    private static async Task MakeClipAsync(
        ClipRecipe recipe,
        string path,
        bool keep,
        FFmpegTools tools,
        CancellationToken cancellationToken
    )
    {
        if (keep && File.Exists(path))
        {
            return;
        }

        using PendingFile pending = PendingFile.Create(path, overwrite: true);
        ToolCommand command = tools.Command(recipe.Arguments(pending.TemporaryPath));
        await ToolProcess.RunAsync($"Making the demo clip '{recipe.Name}'", command, cancellationToken).ConfigureAwait(false);
        pending.Commit();
    }

    private sealed class Counter(IProgress<DemoProgress>? progress, int total)
    {
        private readonly Lock _lock = new();
        private int _done;

        public void Finished(string name)
        {
            lock (_lock)
            {
                progress?.Report(new DemoProgress(++_done, total, name));
            }
        }
    }
}
