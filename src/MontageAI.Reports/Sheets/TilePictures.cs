using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Reports.Sheets;

/// <summary>Fetches small pictures out of many files, several files per process.</summary>
internal sealed class TilePictures(JobContext context)
{
    private const int LongSide = 320;

    // So many files are read by one process where their pictures allow.
    private const int FilesAtOnce = 4;

    // The frame that is on the screen began a moment before; the first one in this stretch is near enough.
    private const double Reach = 0.11;

    private readonly FileIntake _files = new(context);

    /// <summary>Fetches pictures and brings them to one size, cropped where their shape is another.</summary>
    /// <param name="wishes">What is wanted; equal wishes are fetched once.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>8-bit RGB by wish; those that could not be had are absent, and the report says why.</returns>
    public async Task<IReadOnlyDictionary<TileWish, byte[]>> FetchAsync(
        IEnumerable<TileWish> wishes,
        int width,
        int height,
        CancellationToken cancellationToken
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("fetch pictures", "pictures");
        Dictionary<TileWish, byte[]> pictures = [];
        Lock gate = new();
        IGrouping<(string Path, int? Stream), TileWish>[] files =
        [
            .. wishes.Distinct().GroupBy(w => (w.Path, w.Stream)).OrderBy(g => g.Key.Path, StringComparer.Ordinal),
        ];
        int done = 0;
        await Parallel
            .ForEachAsync(
                files.Chunk(FilesAtOnce),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (chunk, ct) =>
                {
                    List<(FFmpegClipFrames Clip, FrameRequest Request)> asked = [];
                    List<IReadOnlyList<TileWish>> of = [];
                    foreach (IGrouping<(string Path, int? Stream), TileWish> file in chunk)
                    {
                        if (await OpenAsync(file.Key.Path, file.Key.Stream, ct).ConfigureAwait(false) is { } clip)
                        {
                            TileWish[] sorted = [.. file.OrderBy(w => w.Second)];
                            of.Add(sorted);
                            asked.Add(
                                (
                                    clip,
                                    new FrameRequest
                                    {
                                        Selection = FrameSelection.Windows,
                                        LongSide = LongSide,
                                        Windows = Windows(sorted, clip.Stream.TimeBase),
                                    }
                                )
                            );
                        }
                    }

                    using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                    IReadOnlyList<IClipFrameSource> sources = await FrameBatch.ReadAsync(context.Tools, asked, ct).ConfigureAwait(false);
                    for (int i = 0; i < asked.Count; i++)
                    {
                        await TakeAsync(sources[i], asked[i].Request, of[i], (w, p) => Keep(w, p), ct).ConfigureAwait(false);
                    }

                    phase.Advance(Interlocked.Add(ref done, chunk.Length), files.Length);
                }
            )
            .ConfigureAwait(false);
        phase.Count(pictures.Count);
        return pictures;

        void Keep(TileWish wish, SmallFrame frame)
        {
            byte[] picture = TileScaler.Scale(frame, wish, width, height);
            lock (gate)
            {
                pictures[wish] = picture;
            }
        }
    }

    private async Task<FFmpegClipFrames?> OpenAsync(string path, int? stream, CancellationToken cancellationToken)
    {
        try
        {
            MediaInfo info = (await _files.TakeInAsync(path, cancellationToken).ConfigureAwait(false)).Info;
            return new FFmpegClipFrames(context.Tools, info, stream is null ? null : info.Video.FirstOrDefault(v => v.Index == stream));
        }
        catch (MediaException e)
        {
            context.Recorder.Degrade($"'{Path.GetFileName(path)}' is shown without pictures", e.Sentence, "");
            return null;
        }
    }

    private async Task TakeAsync(
        IClipFrameSource source,
        FrameRequest request,
        IReadOnlyList<TileWish> wishes,
        Action<TileWish, SmallFrame> keep,
        CancellationToken cancellationToken
    )
    {
        try
        {
            HashSet<int> taken = [];
            IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    SmallFrame frame = reader.Current;
                    if (taken.Add(frame.Window))
                    {
                        MediaRange window = request.Windows[frame.Window];
                        foreach (TileWish wish in wishes.Where(w => window.Contains(TimeOf(w, window.Start.TimeBase))))
                        {
                            keep(wish, frame);
                        }
                    }
                }
            }
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.Degrade($"'{Path.GetFileName(source.Info.Path)}' is shown without some of its pictures", e.Sentence, "");
        }
    }

    private static MediaTime TimeOf(TileWish wish, Rational timeBase) => MediaTime.FromSeconds(wish.Second, timeBase);

    // Wishes closer together than a stretch is long share one picture.
    private static List<MediaRange> Windows(IReadOnlyList<TileWish> sorted, Rational timeBase)
    {
        List<MediaRange> windows = [];
        long reach = Math.Max(1, MediaTime.FromSeconds(Reach, timeBase).Ticks);
        foreach (TileWish wish in sorted)
        {
            MediaTime start = TimeOf(wish, timeBase);
            if (windows.Count == 0 || start.Ticks >= windows[^1].End.Ticks)
            {
                windows.Add(new MediaRange(start, start with { Ticks = start.Ticks + reach }));
            }
        }

        return windows;
    }
}
