using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Streaming;

/// <summary>
/// A sound track as pieces of four seconds that a browser appends by themselves: each with its header, at its own time. Every packet is
/// in one of them; the same track gives the same bytes.
/// </summary>
public static class SoundPieces
{
    /// <summary>Seconds of a piece.</summary>
    public const int Seconds = 4;

    private const int SoundId = 1;

    /// <summary>How many pieces a track of a length has.</summary>
    /// <param name="trackSeconds">Its length.</param>
    public static int CountOf(double trackSeconds) => Math.Max(1, (int)Math.Ceiling((trackSeconds / Seconds) - 1e-9));

    /// <summary>Writes a piece.</summary>
    /// <param name="path">The file.</param>
    /// <param name="soundPath">The sound track (AAC in MP4).</param>
    /// <param name="number">Number of the piece, from 0; the last one has all that is left.</param>
    /// <param name="count">Number of pieces.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.MontageException">The track cannot be read.</exception>
    public static void Write(string path, string soundPath, int number, int count, CancellationToken cancellationToken)
    {
        using SoundSamples sound = SoundSamples.Read(soundPath);
        Mp4Track track = sound.Track;
        int first = FirstAt(track, (long)number * Seconds),
            end = number + 1 >= count ? track.Count : FirstAt(track, (long)(number + 1) * Seconds);
        BoxWriter head = new();
        FragmentBoxes.Header(
            head,
            [
                new()
                {
                    Id = SoundId,
                    IsVideo = false,
                    Timescale = track.Timescale,
                    SkippedTicks = sound.SkippedTicks,
                    SampleEntry = TrackBoxes.Entry(track.SampleEntry, isVideo: false),
                },
            ]
        );
        FragmentSample[] packets = new FragmentSample[Math.Max(0, end - first)];
        long bytes = 0,
            before = 0;
        for (int i = 0; i < first; i++)
        {
            before += track.DurationTicks[i];
        }

        for (int i = 0; i < packets.Length; i++)
        {
            packets[i] = new FragmentSample(track.Sizes[first + i], track.DurationTicks[first + i], true, 0);
            bytes += packets[i].Size;
        }

        BoxWriter fragment = new();
        if (packets.Length > 0)
        {
            FragmentBoxes.Fragment(fragment, number + 1, [new FragmentRun(SoundId, before + sound.DelayTicks, packets)]);
        }

        using SampleWriter file = new(path, head.Length + fragment.Length + bytes, cancellationToken);
        file.Write(head.Written);
        file.Write(fragment.Written);
        for (int i = first; i < end; i++)
        {
            file.Copy(sound.Source, track.Offsets[i], track.Sizes[i]);
        }

        file.Complete();
    }

    private static int FirstAt(Mp4Track track, long seconds)
    {
        int i = 0;
        while (i < track.Count && track.PresentationTicks[i] < seconds * track.Timescale)
        {
            i++;
        }

        return i;
    }
}
