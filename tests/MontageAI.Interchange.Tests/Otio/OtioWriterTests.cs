using System.Text.Json;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Otio;

/// <summary>What stands in written OpenTimelineIO.</summary>
public sealed class OtioWriterTests
{
    [Fact]
    public void Schemas_OfAnyExport_AreKnownToTheLibrary()
    {
        for (uint seed = 0; seed < 50; seed++)
        {
            WrittenOtio written = Write(MadeTimelines.Of(20, seed));
            Assert.Empty(written.UnknownSchemas);
            Assert.Equal(0, written.NumbersWithoutPoint);
        }
    }

    [Fact]
    public void Clips_OfAnyExport_StandOnTheFramesOfTheirShots()
    {
        for (uint seed = 0; seed < 50; seed++)
        {
            Timeline timeline = MadeTimelines.Of(20, seed);
            IReadOnlyList<(double Start, double Length, JsonElement Clip)> places = WrittenOtio.Places(Write(timeline).Tracks[0]);
            Assert.Equal(
                timeline.Shots.Select(s => ((double)s.Record.Start, (double)s.Record.Length)),
                places.Select(p => (p.Start, p.Length))
            );
            for (int i = 0; i < places.Count; i++)
            {
                TimelineShot shot = timeline.Shots[i];
                TimelineSource source = timeline.Sources.First(s => s.Id == shot.Source);
                (double start, double rate, _, double lengthRate) = WrittenOtio.Range(places[i].Clip);
                (double first, _, _, _) = WrittenOtio.Range(WrittenOtio.Media(places[i].Clip), "available_range");
                Assert.Equal(source.Rate!.Value.Value, rate);
                Assert.Equal(timeline.Rate.Value, lengthRate);
                double seconds = shot.In.Seconds - source.AvailableStart.Seconds;
                Assert.Equal(seconds * rate, start - first, 0.5);
            }
        }
    }

    [Fact]
    public void Source_WithTimecode_IsCountedFromIt()
    {
        // 19:26:48:04 at 29.97, as a camera wrote it.
        Timeline timeline = One("30000/1001", "19:26:48:04", 90);
        (double start, double rate, double length, _) = WrittenOtio.Range(WrittenOtio.Clips(Write(timeline).Tracks[0])[0]);
        Assert.Equal((((19 * 60) + 26) * 60 + 48) * 30 + 4 + 90, start);
        Assert.Equal(30000.0 / 1001, rate);
        Assert.Equal(50, length);
    }

    [Fact]
    public void Rate_Of23976_IsTheNearestDouble()
    {
        using MemoryStream to = new();
        Timeline timeline = One("24000/1001", null, 0) with { Rate = new FrameRate(24000, 1001) };
        HandoffFormats.Export(timeline, HandoffFormat.Otio, new SequenceOptions()).Parts[0].Write(to);
        string text = System.Text.Encoding.UTF8.GetString(to.ToArray());
        Assert.Contains("23.976023976023978", text, StringComparison.Ordinal);
        Assert.DoesNotContain("23.976,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_AtDropFrameRates_IsCountedInDropFrame()
    {
        Timeline timeline = One("25", null, 0) with { Rate = new FrameRate(30000, 1001) };
        Assert.Equal(107_892, Write(timeline).StartFrame);
        using MemoryStream to = new();
        HandoffFormats.Export(timeline, HandoffFormat.Otio, new SequenceOptions { IsDrop = false }).Parts[0].Write(to);
        Assert.Equal(108_000, new WrittenOtio(to.ToArray()).StartFrame);
    }

    [Fact]
    public void Song_OnItsTrack_BeginsAtItsSample()
    {
        Timeline timeline = One("25", null, 0) with
        {
            Music = new MusicBed
            {
                Path = "/s.wav",
                Fingerprint = "f",
                Start = 31.215167,
            },
        };
        using MemoryStream to = new();
        SequenceOptions options = new() { Song = new SongFacts(44_100, 2, 200) };
        HandoffFormats.Export(timeline, HandoffFormat.Otio, options).Parts[0].Write(to);
        JsonElement song = new WrittenOtio(to.ToArray()).Tracks[1];
        (double start, double rate, double length, _) = WrittenOtio.Range(WrittenOtio.Clips(song)[0]);
        Assert.Equal(Math.Round(31.215167 * 44_100), start);
        Assert.Equal(44_100, rate);
        Assert.Equal(50, length);
    }

    [Fact]
    public void ClipSound_ThatIsNotHeard_IsThereAndSwitchedOff()
    {
        Timeline timeline = One("25", null, 0) with
        {
            Music = new MusicBed
            {
                Path = "/s.wav",
                Fingerprint = "f",
                Start = 0,
            },
        };
        timeline = timeline with { Sources = [timeline.Sources[0] with { HasAudio = true }] };
        JsonElement sound = Write(timeline).Tracks[2];
        Assert.False(WrittenOtio.Clips(sound)[0].GetProperty("enabled").GetBoolean());
    }

    internal static Timeline One(string rate, string? start, long frame)
    {
        FrameRate own = FrameRate.TryParse(rate, out FrameRate parsed) ? parsed : throw new ArgumentException(rate);
        Rational tick = new(own.Fraction.Denominator, own.Fraction.Numerator);
        return new Timeline
        {
            Rate = new FrameRate(25),
            Frames = 50,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 1,
            Sources =
            [
                new TimelineSource
                {
                    Id = "c1",
                    Path = "/media/a b.mp4",
                    Fingerprint = "aa",
                    VideoStream = 0,
                    AvailableStart = new MediaTime(0, tick),
                    AvailableEnd = new MediaTime(1000, tick),
                    Rate = own,
                    StartTimecode = start,
                    Width = 1920,
                    Height = 1080,
                },
            ],
            Shots =
            [
                new TimelineShot
                {
                    Id = "s1",
                    Record = new FrameRange(0, 50),
                    Source = "c1",
                    In = new MediaTime(frame, tick),
                },
            ],
        };
    }

    private static WrittenOtio Write(Timeline timeline)
    {
        using MemoryStream to = new();
        HandoffFormats
            .Export(timeline, HandoffFormat.Otio, new SequenceOptions { Song = new SongFacts(44_100, 2, 400) })
            .Parts[0]
            .Write(to);
        return new WrittenOtio(to.ToArray());
    }
}
