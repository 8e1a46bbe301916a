using System.Globalization;
using MontageAI.Containers.Mp4;

namespace MontageAI.Rendering.Checking;

/// <summary>What the container's tables alone can prove. Starts no process.</summary>
internal static class ContainerCheck
{
    /// <summary>Largest difference between sound and picture at start and end, seconds.</summary>
    public const double LargestOffsetSeconds = 0.005;

    // A picture that only repeats the one before takes x264 little more than its run of skipped blocks. Means over half a second, 360p
    // ultrafast and 480p veryfast: still pictures 20 to 70 bytes, the slowest films tried (a dark turning globe, a silent film) 450 and
    // more. The limit lies between, and grows with the number of blocks.
    private const int FrozenPacketBytes = 30;
    private const int PixelsPerFurtherByte = 256 * 20;
    private const double FrozenSeconds = 0.5;

    /// <summary>Everything that is not as planned.</summary>
    public static IEnumerable<CheckFinding> Find(Mp4File file, OutputExpectation expected)
    {
        if (file.Video is not { } video)
        {
            return [new(CheckKind.Damage, true, "The film has no picture.")];
        }

        List<CheckFinding> findings = [];
        long needed = file.Tracks.Max(t => t.DataEnd);
        if (needed > file.FileSize)
        {
            findings.Add(
                new(CheckKind.Damage, true, $"The file is cut off: its tables point to {needed} bytes, and it has {file.FileSize}.")
            );
        }

        if (video.Count != expected.Frames)
        {
            findings.Add(new(CheckKind.FrameCount, true, $"The film has {video.Count} frames instead of {expected.Frames}."));
        }

        FindTimes(video, expected, findings);
        FindKeyFrames(video, expected, findings);
        FindOffset(file, expected, findings);
        FindFrozen(video, expected, findings);
        return findings;
    }

    private static void FindTimes(Mp4Track video, OutputExpectation expected, List<CheckFinding> findings)
    {
        long[] times = [.. video.PresentationTicks.Order()];
        for (int k = 0; k < times.Length; k++)
        {
            decimal planned = (decimal)k * video.Timescale * expected.Rate.Fraction.Denominator / expected.Rate.Fraction.Numerator;
            if (Math.Abs(times[k] - planned) > 0.5m)
            {
                double seconds = (double)times[k] / video.Timescale;
                findings.Add(
                    new(
                        CheckKind.FrameTimes,
                        true,
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Frame {k} is shown at {seconds:0.0000} s instead of {expected.Rate.SecondsAt(k):0.0000} s."
                        ),
                        seconds
                    )
                );
                return;
            }
        }
    }

    private static void FindKeyFrames(Mp4Track video, OutputExpectation expected, List<CheckFinding> findings)
    {
        // Positions in decoding order; a key frame that starts a closed group is shown in the same place.
        HashSet<long> keys = video.SyncSamples is { } sync ? [.. sync] : [.. Enumerable.Range(0, video.Count)];
        long missing = expected.Cuts.Where(c => !keys.Contains(c)).DefaultIfEmpty(-1).First();
        HashSet<long> wanted = [.. expected.KeyFrames()];
        long extra = keys.Where(k => !wanted.Contains(k)).DefaultIfEmpty(-1).Min();
        if (missing >= 0)
        {
            findings.Add(new(CheckKind.KeyFrames, true, $"The cut at frame {missing} is no key frame.", expected.Rate.SecondsAt(missing)));
        }

        if (extra >= 0)
        {
            findings.Add(new(CheckKind.KeyFrames, true, $"Frame {extra} is a key frame, but no cut.", expected.Rate.SecondsAt(extra)));
        }
    }

    private static void FindOffset(Mp4File file, OutputExpectation expected, List<CheckFinding> findings)
    {
        if (file.Audio is not { } audio)
        {
            if (expected.HasAudio)
            {
                findings.Add(new(CheckKind.SoundOffset, true, "The film has no sound track."));
            }

            return;
        }

        double start = audio.StartSeconds - file.Video!.StartSeconds;
        double end = audio.EndSeconds - file.Video.EndSeconds;
        if (Math.Abs(start) > LargestOffsetSeconds)
        {
            findings.Add(
                new(
                    CheckKind.SoundOffset,
                    true,
                    string.Create(CultureInfo.InvariantCulture, $"The sound starts {start * 1000:+0.0;-0.0} ms off the picture."),
                    0
                )
            );
        }

        if (Math.Abs(end) > LargestOffsetSeconds)
        {
            findings.Add(
                new(
                    CheckKind.SoundOffset,
                    true,
                    string.Create(CultureInfo.InvariantCulture, $"The sound ends {end * 1000:+0.0;-0.0} ms off the picture."),
                    file.Video.EndSeconds
                )
            );
        }
    }

    private static void FindFrozen(Mp4Track video, OutputExpectation expected, List<CheckFinding> findings)
    {
        int limit = FrozenPacketBytes + (video.Width * video.Height / PixelsPerFurtherByte);
        int window = (int)Math.Max(2, expected.Rate.FrameAt(FrozenSeconds));
        int from = -1;
        int to = -1;
        long sum = 0;
        for (int i = 0; i < video.Count; i++)
        {
            sum += video.Sizes[i] - (i >= window ? video.Sizes[i - window] : 0);
            if (i + 1 < window || sum > (long)limit * window)
            {
                continue;
            }

            if (i - window + 1 > to)
            {
                Add(from, to);
                from = i - window + 1;
            }

            to = i + 1;
        }

        Add(from, to);

        void Add(int start, int end)
        {
            if (start >= 0 && !expected.MayStand(start, end))
            {
                double a = expected.Rate.SecondsAt(start);
                double b = expected.Rate.SecondsAt(end);
                findings.Add(
                    new(
                        CheckKind.Frozen,
                        end - start >= video.Count - window,
                        string.Create(CultureInfo.InvariantCulture, $"The picture stands still from {a:0.00} s to {b:0.00} s."),
                        a,
                        b
                    )
                );
            }
        }
    }
}
