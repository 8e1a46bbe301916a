using System.Text.Json.Serialization;
using MontageAI.Analysis.Clips;
using MontageAI.Analysis.Montages;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.Engine.Analysing;

/// <summary>Looks at every frame that a montage shows, and remembers what it saw, stretch by stretch.</summary>
public sealed class ShownStage(JobContext context)
{
    // Pictures are measured as those of clips are.
    private static readonly Rung[] s_rungs = [Rung.KeyFrames, Rung.Windows, Rung.Shown];

    /// <summary>Measures stretches of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="info">Its container's facts.</param>
    /// <param name="video">The picture stream.</param>
    /// <param name="windows">On the stream's time base, ascending, not overlapping, not empty.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One per window, in order; null where no frame lies in it.</returns>
    /// <exception cref="Errors.MontageException">The file cannot be decoded.</exception>
    public async Task<IReadOnlyList<ShownStretch?>> MeasureAsync(
        SourceFile file,
        MediaInfo info,
        VideoStreamInfo video,
        IReadOnlyList<MediaRange> windows,
        CancellationToken cancellationToken
    )
    {
        ShownStretch?[] found = new ShownStretch?[windows.Count];
        for (int i = 0; i < found.Length; i++)
        {
            found[i] = await context
                .Store.Results.TryGetAsync(KeyOf(file, video, windows[i]), ShownJson.Default.ShownStretch, cancellationToken)
                .ConfigureAwait(false);
        }

        int[] missing = [.. Enumerable.Range(0, windows.Count).Where(i => found[i] is null)];
        if (missing.Length == 0)
        {
            return found;
        }

        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
        FrameRequest request = new()
        {
            Selection = FrameSelection.Windows,
            LongSide = ShownMeter.FrameSize,
            Windows = [.. missing.Select(i => windows[i])],
        };
        Dictionary<int, ShownMeter> meters = [];
        IFrameReader reader = await new FFmpegClipFrames(context.Tools, info, video)
            .OpenAsync(request, cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!meters.TryGetValue(reader.Current.Window, out ShownMeter? meter))
                {
                    meters.Add(reader.Current.Window, meter = new ShownMeter());
                }

                meter.Add(reader.Current);
            }
        }

        foreach ((int window, ShownMeter meter) in meters)
        {
            int i = missing[window];
            found[i] = meter.Finish(windows[i].End);
            await context
                .Store.Results.PutAsync(KeyOf(file, video, windows[i]), found[i]!, ShownJson.Default.ShownStretch, cancellationToken)
                .ConfigureAwait(false);
        }

        return found;
    }

    /// <summary>Measures a whole file in one go, parted at given moments; nothing is measured across them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="info">Its container's facts.</param>
    /// <param name="video">The picture stream.</param>
    /// <param name="cuts">PTS at which shots change, ascending; empty for one stretch.</param>
    /// <param name="end">PTS after the last frame.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A stretch for each shot; fewer where the file ends early.</returns>
    public Task<ShownFile> WholeAsync(
        SourceFile file,
        MediaInfo info,
        VideoStreamInfo video,
        IReadOnlyList<MediaTime> cuts,
        MediaTime end,
        CancellationToken cancellationToken
    )
    {
        ContentKey key = ContentKey
            .For("shown-file", context.Rungs, s_rungs)
            .With("source", file.Fingerprint)
            .With("stream", video.Index)
            .With("tool", context.ToolVersion.Pictures)
            .With("cuts", string.Join(' ', cuts.Select(c => c.Ticks)))
            .Build();
        return context.Store.Results.GetOrAddAsync(
            key,
            ShownJson.Default.ShownFile,
            async ct =>
            {
                using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                return await new SteadySources(context)
                    .MakeAsync(file, async () => new ShownFile(await DecodeAsync(info, video, cuts, end, ct).ConfigureAwait(false)), ct)
                    .ConfigureAwait(false);
            },
            cancellationToken
        );
    }

    private async Task<List<ShownStretch>> DecodeAsync(
        MediaInfo info,
        VideoStreamInfo video,
        IReadOnlyList<MediaTime> cuts,
        MediaTime end,
        CancellationToken cancellationToken
    )
    {
        List<ShownStretch> stretches = [];
        ShownMeter meter = new();
        int next = 0;
        FrameRequest request = new() { Selection = FrameSelection.All, LongSide = ShownMeter.FrameSize };
        IFrameReader reader = await new RangedFrames(new FFmpegClipFrames(context.Tools, info, video), context.Budget)
            .OpenAsync(request, cancellationToken)
            .ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (next < cuts.Count && reader.Current.Time.Ticks >= cuts[next].Ticks)
                {
                    stretches.Add(meter.Finish(cuts[next++]));
                }

                meter.Add(reader.Current);
            }
        }

        stretches.Add(meter.Finish(end));
        return stretches;
    }

    private ContentKey KeyOf(SourceFile file, VideoStreamInfo video, MediaRange window) =>
        ContentKey
            .For("shown", context.Rungs, s_rungs)
            .With("source", file.Fingerprint)
            .With("stream", video.Index)
            .With("tool", context.ToolVersion.Pictures)
            .With("start", window.Start.ToString())
            .With("end", window.End.ToString())
            .Build();
}

/// <summary>What a file shows, shot by shot.</summary>
/// <param name="Stretches">In order.</param>
public sealed record ShownFile(IReadOnlyList<ShownStretch> Stretches);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(ShownStretch))]
[JsonSerializable(typeof(ShownFile))]
internal sealed partial class ShownJson : JsonSerializerContext;
