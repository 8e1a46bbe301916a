using System.Globalization;
using CsCheck;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Returning;

/// <summary>
/// What was exported and comes back untouched is the timeline itself, and exported again gives the same bytes. 60 timelines a format;
/// MONTAGE_MADE_TIMELINES=5000 makes more.
/// </summary>
public sealed class FixedPointTests
{
    private static readonly int s_count = int.TryParse(
        Environment.GetEnvironmentVariable("MONTAGE_MADE_TIMELINES"),
        CultureInfo.InvariantCulture,
        out int count
    )
        ? count
        : 60;

    public static TheoryData<string, string> Formats =>
        new()
        {
            { "otio", "any" },
            { "otio", "premiere" },
            { "otio", "resolve" },
            { "edl", "any" },
            { "edl", "premiere" },
            { "fcpxml", "any" },
            { "xmeml", "any" },
            { "xmeml", "premiere" },
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Export_ImportedUntouched_IsTheTimelineItself(string format, string program) =>
        MadeTimelines.All.Sample(timeline => Check(timeline, format, program), iter: s_count);

    /// <summary>A drop-frame source that passes midnight within a shot: its day has 2592 numbers fewer than one of 30 a second.</summary>
    [Theory]
    [InlineData("any")]
    [InlineData("premiere")]
    public void Edl_DropFrameSourcePastMidnight_IsRead(string program) =>
        Check(OneShot(new FrameRate(30000, 1001), "23:59:59;00", frame: 20), "edl", program);

    /// <summary>At 29.97 a document's numbers cannot tell every frame of a file of 30 (and of 24 at 23.976).</summary>
    [Theory]
    [InlineData("30000/1001", "30")]
    [InlineData("30", "30000/1001")]
    [InlineData("24000/1001", "24")]
    [InlineData("24", "24000/1001")]
    [InlineData("60000/1001", "60")]
    public void Resolve_FileAThousandthFaster_KeepsItsFrames(string grid, string own)
    {
        Assert.True(FrameRate.TryParse(grid, out FrameRate rate));
        Assert.True(FrameRate.TryParse(own, out FrameRate source));
        for (long frame = 20; frame < 3000; frame += 7)
        {
            Check(OneShot(rate, "01:00:00:00", frame, source), "otio", "resolve");
        }
    }

    /// <summary>A song that begins half way between two frames: whoever writes and whoever compares take the same one.</summary>
    [Theory]
    [InlineData("xmeml", "any")]
    [InlineData("xmeml", "premiere")]
    [InlineData("edl", "any")]
    public void Song_BetweenTwoFrames_IsNotMoved(string format, string program)
    {
        Timeline timeline = OneShot(new FrameRate(50), "01:00:00:00", frame: 20);
        for (double start = 0.01; start < 30; start += 0.02)
        {
            MusicBed music = new()
            {
                Path = "/music/song.wav",
                Fingerprint = new string('f', 64),
                Start = Math.Round(start, 2),
            };
            Check(timeline with { Music = music }, format, program);
        }
    }

    private static Timeline OneShot(FrameRate rate, string start, long frame, FrameRate? own = null)
    {
        FrameRate of = own ?? rate;
        MediaTime Time(long frames) => new(frames * of.Fraction.Denominator, new Rational(1, of.Fraction.Numerator));
        TimelineSource source = new()
        {
            Id = "c00",
            Path = "/media/plain.mp4",
            VideoStream = 0,
            Fingerprint = new string('b', 64),
            AvailableStart = Time(0),
            AvailableEnd = Time(20_000),
            Rate = of,
            StartTimecode = start,
        };
        TimelineShot shot = new()
        {
            Id = "s1",
            Record = new FrameRange(0, 24),
            Source = source.Id,
            In = Time(frame),
            Reasons = [ShotReason.Of(ReasonCodes.Opens, "verse")],
        };
        return new Timeline
        {
            Rate = rate,
            Frames = 24,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 1,
            Sources = [source],
            ShotsNamed = 1,
            Shots = [shot],
        };
    }

    internal static void Check(Timeline timeline, string format, string program)
    {
        Assert.Empty(TimelineRules.Check(timeline));
        HandoffFormat of = HandoffFormats.Named(format);
        SequenceOptions options = new()
        {
            Target = Enum.Parse<TargetProgram>(program, ignoreCase: true),
            Song = new SongFacts(44_100, 2, 400),
            Markers = MarkerChoice.Beats,
            Fingerprint = new string('a', 64),
        };
        Handoff first = HandoffFormats.Export(timeline, of, options);
        byte[][] bytes = [.. first.Parts.Select(Bytes)];
        EditedSequence edited = HandoffFormats.Read(bytes[0], "film", timeline.Rate);
        MediaBook book = new(timeline.Sources, []);
        ReturnedTimeline back = TimelineReturn.Of(
            edited,
            timeline.Rate,
            book,
            "film",
            new ReturnOptions { Base = timeline, Song = options.Song }
        );
        Assert.Equal(TimelineJson.Write(timeline), TimelineJson.Write(back.Timeline));
        Assert.Equal(timeline.Shots.Count, back.Changes.Unchanged);
        Handoff second = HandoffFormats.Export(back.Timeline, of, options);
        Assert.Equal(first.Losses, second.Losses);
        Assert.Equal(bytes, [.. second.Parts.Select(Bytes)]);
    }

    private static byte[] Bytes(HandoffPart part)
    {
        using MemoryStream to = new();
        part.Write(to);
        return to.ToArray();
    }
}
