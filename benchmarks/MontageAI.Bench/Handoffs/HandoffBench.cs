using System.Diagnostics;
using System.Globalization;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Handoffs;

/// <summary>What handing a long montage on and taking it back costs: 5,000 shots in an hour, of 200 files.</summary>
internal static class HandoffBench
{
    private const int Shots = 5000;
    private const int Files = 200;
    private const int Length = 18;
    private const int Rate = 25;
    private const double MostExport = 0.3,
        MostImport = 0.5,
        MostImportWithBase = 1;

    /// <summary>Measures and prints, the best of several runs.</summary>
    public static int Run(int repeats)
    {
        Timeline timeline = Made(Shots, Files);
        SequenceOptions options = new()
        {
            Song = new SongFacts(48_000, 2, 3700),
            Fingerprint = new string('a', 64),
            Markers = MarkerChoice.Bars,
        };
        Console.WriteLine("| format | MiB | export, s | import, s | with --base, s | targets |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (HandoffFormat format in HandoffFormats.Documents)
        {
            byte[] bytes = [];
            double export = Best(
                repeats,
                () =>
                {
                    using MemoryStream to = new();
                    HandoffFormats.Export(timeline, format, options).Parts[0].Write(to);
                    bytes = to.ToArray();
                }
            );
            string name = HandoffFormats.NameOf(format);
            bool isRead = HandoffFormats.IsRead("film" + HandoffFormats.EndingOf(format)) && format != HandoffFormat.MarkersEdl;
            string import = "",
                based = "";
            bool met = export <= MostExport;
            if (isRead)
            {
                double alone = Best(repeats, () => HandoffFormats.Read(bytes, name, timeline.Rate));
                double compared = Best(repeats, () => Return(bytes, name, timeline, options));
                (import, based) = (Text(alone), Text(compared));
                met &= alone <= MostImport && compared <= MostImportWithBase;
            }

            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {bytes.Length / 1048576.0:0.0} | {Text(export)} | {import} | {based} | {(met ? "met" : "missed")} |"
                )
            );
        }

        return 0;
    }

    private static void Return(byte[] bytes, string name, Timeline timeline, SequenceOptions options)
    {
        EditedSequence sequence = HandoffFormats.Read(bytes, name, timeline.Rate);
        MediaBook book = new(timeline.Sources, []);
        TimelineReturn.Of(sequence, timeline.Rate, book, name, new ReturnOptions { Base = timeline, Song = options.Song });
    }

    private static double Best(int repeats, Action work)
    {
        double best = double.MaxValue;
        for (int i = 0; i <= repeats; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    private static string Text(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A timeline of so many shots of 18 frames, of so many files.</summary>
    internal static Timeline Made(int count, int files)
    {
        Rational timeBase = new(1, 12_800);
        long perFrame = 12_800 / Rate;
        List<TimelineShot> shots = [];
        for (int i = 0; i < count; i++)
        {
            shots.Add(
                new TimelineShot
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"s{i + 1}"),
                    Record = new FrameRange(i * Length, (i + 1) * Length),
                    Source = string.Create(CultureInfo.InvariantCulture, $"c{i * 7 % files:000}"),
                    In = new MediaTime((((i * 37) % 4000) + 100) * perFrame, timeBase),
                    Speed = i % 11 == 0 ? new Rational(3, 5) : new Rational(1),
                    Entry = i > 0 && i % 9 == 0 ? new ShotTransition(TransitionKind.Dissolve, 6) : null,
                    Correction = i % 5 == 0 ? new ShotCorrection { Exposure = 0.3, Reason = "dark" } : null,
                    Reasons = [ShotReason.Of(i == 0 ? ReasonCodes.Opens : ReasonCodes.Downbeat, i / 600 % 2 == 0 ? "verse" : "chorus")],
                }
            );
        }

        return new Timeline
        {
            Rate = new FrameRate(Rate),
            Frames = count * Length,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 1,
            ShotsNamed = count,
            Shots = shots,
            Sources =
            [
                .. Enumerable
                    .Range(0, files)
                    .Select(i => new TimelineSource
                    {
                        Id = string.Create(CultureInfo.InvariantCulture, $"c{i:000}"),
                        Path = string.Create(CultureInfo.InvariantCulture, $"/media/clip {i:000}.mp4"),
                        Fingerprint = i.ToString("x64", CultureInfo.InvariantCulture),
                        VideoStream = 0,
                        AvailableStart = new MediaTime(0, timeBase),
                        AvailableEnd = new MediaTime(5000 * perFrame, timeBase),
                        HasAudio = true,
                        Rate = new FrameRate(Rate),
                        StartTimecode = "10:00:00:00",
                        Width = 1920,
                        Height = 1080,
                        Sound = [new SourceSound(1, 2, 48_000)],
                    }),
            ],
            Beats = [.. Enumerable.Range(0, count * Length / 12).Select(i => new TimelineBeat(i * 12, i * 12.0 / Rate, (i % 4) + 1))],
            Music = new MusicBed
            {
                Path = "/music/song.wav",
                Fingerprint = new string('f', 64),
                Start = 1,
            },
        };
    }
}
