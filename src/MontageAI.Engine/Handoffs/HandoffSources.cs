using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>Files as sources of timelines.</summary>
internal static class HandoffSources
{
    /// <summary>One that has a picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="info">What it holds.</param>
    /// <param name="id">Its name in the timeline.</param>
    /// <exception cref="MediaException">It has no picture.</exception>
    public static TimelineSource Of(SourceFile file, MediaInfo info, string id)
    {
        VideoStreamInfo video =
            info.MainVideo
            ?? throw new MediaException(ErrorCode.NoPicture, file.Path, "it has no picture.", "Take its clips out of the sequence.");
        MediaTime start = new(video.StartPts ?? 0, video.TimeBase);
        double seconds = video.DurationSeconds ?? info.DurationSeconds ?? 0;
        return new TimelineSource
        {
            Id = id,
            Path = file.Path,
            Fingerprint = file.Fingerprint,
            VideoStream = video.Index,
            AvailableStart = start,
            AvailableEnd = MediaTime.FromSeconds(start.Seconds + seconds, video.TimeBase),
            HasAudio = info.MainAudio is not null,
            SoundTracks = info.MainAudioPlace is > 0 and int place ? [place] : null,
            Still = info.IsStill ? true : null,
            Rate =
                info.IsStill ? null
                : video.IsVariableRate ? video.OwnRate
                : video.BaseRate ?? video.AverageRate,
            VariableRate = !info.IsStill && video.IsVariableRate,
            StartTimecode = info.StartTimecode,
            Reel = info.Reel,
            Width = video.DisplayWidth,
            Height = video.DisplayHeight,
            Sound = info.Audio.Count == 0 ? null : [.. info.Audio.Select(a => new SourceSound(a.Index, a.Channels, a.SampleRate))],
        };
    }
}
