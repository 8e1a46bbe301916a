using System.Globalization;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Analysis.Clips.Shots;

/// <summary>Where a clip really ends: as its stream states, or, where it does not or the decoder complained, by decoding the
/// tail.</summary>
/// <param name="Time">PTS after the last frame.</param>
/// <param name="Rejected">What the container promises but cannot be decoded.</param>
/// <param name="Frames">Frames looked at to find out.</param>
internal sealed record ClipEnd(MediaTime Time, IReadOnlyList<RejectedStretch> Rejected, int Frames)
{
    // The container's duration may belong to sound that goes on a little longer.
    private const double Tolerance = 0.5;

    /// <summary>Duration of one frame by the stream's rate, in seconds; 1/25 where no rate is known.</summary>
    public static double FrameSeconds(VideoStreamInfo stream) => 1 / (stream.OwnRate ?? stream.BaseRate ?? new FrameRate(25)).Value;

    /// <summary>Finds the end.</summary>
    /// <param name="source">The clip.</param>
    /// <param name="lastKeyFrame">PTS of the last key frame seen.</param>
    /// <param name="complete">False when the scan stopped early: the end is then that key frame.</param>
    /// <param name="problem">What the decoder complained about, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ClipEnd> FindAsync(
        IClipFrameSource source,
        MediaTime lastKeyFrame,
        bool complete,
        string? problem,
        CancellationToken cancellationToken
    )
    {
        if (!complete)
        {
            return new ClipEnd(lastKeyFrame, [], 0);
        }

        VideoStreamInfo stream = source.Stream;
        problem ??= StatedFrames(source.Info, stream) is null ? null : "the file ends before";
        if (problem is null && stream.DurationSeconds is { } seconds && stream.StartPts is { } start)
        {
            MediaTime stated = new(start + MediaTime.FromSeconds(seconds, stream.TimeBase).Ticks, stream.TimeBase);
            if (stated.Ticks > lastKeyFrame.Ticks)
            {
                return new ClipEnd(stated, [], 0);
            }
        }

        (MediaTime end, int frames) = await DecodeTailAsync(source, lastKeyFrame, cancellationToken).ConfigureAwait(false);
        return new ClipEnd(end, problem is null ? [] : Missing(source.Info, stream, end, problem), frames);
    }

    /// <summary>The stretch between what was decoded and what the container promises, when there is one.</summary>
    public static IReadOnlyList<RejectedStretch> Missing(MediaInfo info, VideoStreamInfo stream, MediaTime end, string problem)
    {
        double? stated =
            stream.DurationSeconds is { } own && stream.StartPts is { } start
                ? new MediaTime(start, stream.TimeBase).Seconds + Math.Max(own, StatedFrames(info, stream) ?? 0)
                : info.DurationSeconds + (info.StartSeconds ?? 0);
        return stated is { } promised && promised - end.Seconds > Tolerance
            ?
            [
                new RejectedStretch(
                    end,
                    MediaTime.FromSeconds(promised, stream.TimeBase),
                    RejectReason.Undecodable,
                    string.Create(CultureInfo.InvariantCulture, $"nothing could be decoded here: {problem}")
                ),
            ]
            : [];
    }

    // FFmpeg reckons the length of a cut-off AVI file from its bytes; the frames that its header counts show what there was. Null where
    // both agree. Other containers' frames may lie outside what is shown.
    private static double? StatedFrames(MediaInfo info, VideoStreamInfo stream) =>
        info.Container == "avi" && stream.FrameCount * FrameSeconds(stream) is { } counted && counted > stream.DurationSeconds + Tolerance
            ? counted
            : null;

    private static async Task<(MediaTime End, int Frames)> DecodeTailAsync(
        IClipFrameSource source,
        MediaTime lastKeyFrame,
        CancellationToken cancellationToken
    )
    {
        MediaTime last = lastKeyFrame;
        long usual = MediaTime.FromSeconds(FrameSeconds(source.Stream), source.Stream.TimeBase).Ticks;
        long step = usual;
        int frames = 0;
        FrameRequest request = new()
        {
            Selection = FrameSelection.All,
            From = lastKeyFrame,
            LongSide = 32,
            Averaged = false,
        };
        IFrameReader reader = await source.OpenAsync(request, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                frames++;
                // A gap before the last frame says nothing of how long that lasts.
                step = frames > 1 ? Math.Clamp(reader.Current.Time.Ticks - last.Ticks, 1, Math.Max(1, 2 * usual)) : step;
                last = reader.Current.Time;
            }
        }

        return (last with { Ticks = last.Ticks + Math.Max(1, step) }, frames);
    }
}
