using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.Time;

namespace MontageAI.Containers.Joining;

/// <summary>
/// Copies neighbouring pictures out of a file of key frames into a small file (fragmented MP4) in which they have other times, of any time
/// base. Nothing is decoded and no process is started.
/// </summary>
public static class PictureCut
{
    private const int Track = 1;

    /// <summary>Writes the file; the first picture's time in it is 0.</summary>
    /// <param name="source">MP4 file of key frames only.</param>
    /// <param name="first">Number of the first picture, from 0.</param>
    /// <param name="ticks">How long each picture lasts, in ticks of <paramref name="timeBase"/>, 1 or more; one per picture.</param>
    /// <param name="timeBase">Seconds per tick.</param>
    /// <param name="path">File to write; replaced when it exists.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">The source is damaged or does not hold the pictures.</exception>
    /// <exception cref="OverflowException">A time does not fit an MP4 file.</exception>
    public static Task WriteAsync(
        string source,
        int first,
        IReadOnlyList<long> ticks,
        Rational timeBase,
        string path,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(ticks);
        ArgumentOutOfRangeException.ThrowIfZero(ticks.Count, nameof(ticks));
        return Task.Run(() => Write(source, first, ticks, timeBase, path, cancellationToken), cancellationToken);
    }

    private static void Write(
        string source,
        int first,
        IReadOnlyList<long> ticks,
        Rational timeBase,
        string path,
        CancellationToken cancellationToken
    )
    {
        using PartList list = PartList.Read(
            [new JoinPart(source, ticks.Count, [.. Enumerable.Range(first, ticks.Count)])],
            cancellationToken
        );
        PartSamples part = list.Parts[0];
        FragmentSample[] samples = new FragmentSample[ticks.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = new FragmentSample(part.Size(i), checked(ticks[i] * timeBase.Numerator), true, 0);
        }

        BoxWriter header = new();
        FragmentBoxes.Header(
            header,
            [
                new TrackHeader
                {
                    Id = Track,
                    IsVideo = true,
                    Timescale = timeBase.Denominator,
                    SampleEntry = TrackBoxes.Entry(list.Track.SampleEntry, isVideo: true),
                    Width = list.Track.Width,
                    Height = list.Track.Height,
                },
            ]
        );
        BoxWriter fragment = new();
        FragmentRun run = new(Track, 0, samples);
        FragmentBoxes.Fragment(fragment, 1, [run]);
        using SampleWriter file = new(path, header.Length + fragment.Length + run.Bytes, cancellationToken);
        file.Write(header.Written);
        file.Write(fragment.Written);
        for (int i = 0; i < samples.Length; i++)
        {
            part.CopyTo(file, i, []);
        }

        file.Complete();
    }
}
