using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.Time;

namespace MontageAI.Containers.Joining;

/// <summary>The packets of a sound track, and which of them belong to which frames of the picture.</summary>
internal sealed class SoundSamples : IDisposable
{
    private SoundSamples(string path, Mp4Track track)
    {
        Source = new SampleSource(path, "sound track");
        Track = track;
    }

    /// <summary>The file.</summary>
    public SampleSource Source { get; }

    /// <summary>The track.</summary>
    public Mp4Track Track { get; }

    /// <summary>Ticks at the start that are decoded and not heard (the encoder's delay).</summary>
    public long SkippedTicks => Math.Max(0, -Track.PresentationTicks[0]);

    /// <summary>Ticks of silence before the first packet.</summary>
    public long DelayTicks => Math.Max(0, Track.PresentationTicks[0]);

    /// <summary>Reads the tables of a sound track.</summary>
    /// <exception cref="MontageException">The file has no usable sound.</exception>
    public static SoundSamples Read(string path)
    {
        try
        {
            Mp4File file = Mp4File.Read(path);
            if (file.Audio is not { Count: > 0, SampleEntries: 1 } track || track.DataEnd > file.FileSize)
            {
                throw new InvalidDataException(file.Audio is null ? "it has no sound." : "its sound is empty or cut off.");
            }

            TrackCheck.Refuse(track);
            return new SoundSamples(path, track);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new MontageException(ErrorCode.JoinFailed, $"The sound track '{path}' cannot be used: {e.Message} Render it again.", e);
        }
    }

    /// <summary>The first packet, from one on, that begins at a frame or after it; the number of packets where none does.</summary>
    public int EndAt(int from, long frame, FrameRate rate)
    {
        long end = checked(frame * rate.Fraction.Denominator * Track.Timescale);
        while (from < Track.Count && checked(Track.PresentationTicks[from] * rate.Fraction.Numerator) < end)
        {
            from++;
        }

        return from;
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
