using System.Globalization;
using CsCheck;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
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
        };

    [Theory]
    [MemberData(nameof(Formats))]
    public void Export_ImportedUntouched_IsTheTimelineItself(string format, string program) =>
        MadeTimelines.All.Sample(timeline => Check(timeline, format, program), iter: s_count);

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
