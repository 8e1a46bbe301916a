using System.Globalization;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Returning;

/// <summary>Files that were rendered for shots are edited; what comes back is the footage, showing what the editor saw.</summary>
public sealed class BakedEditTests
{
    private const int Rate = 25,
        Handle = 24,
        Length = 40;

    public static TheoryData<string, BakeChoice> Formats
    {
        get
        {
            TheoryData<string, BakeChoice> data = [];
            foreach (string format in new[] { "otio", "fcpxml", "xmeml", "edl" })
            {
                data.Add(format, BakeChoice.Speed);
                data.Add(format, BakeChoice.All);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_NothingEdited_IsTheTimeline(string format, BakeChoice choice)
    {
        Timeline timeline = Base();

        ReturnedTimeline back = Edited(timeline, format, choice, _ => { });

        Assert.Equal(TimelineJson.Write(timeline), TimelineJson.Write(back.Timeline));
    }

    // 10 frames of the film at 3/5 are 6 of the file.
    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_SlippedSlowShot_ShowsTheFootageAsManyFramesLater(string format, BakeChoice choice)
    {
        Timeline timeline = Base();

        ReturnedTimeline back = Edited(timeline, format, choice, f => f.Slip(1, 10));

        Assert.Equal(["s2"], back.Changes.Slipped);
        Assert.Equal(FrameOf(timeline, 1) + 6, FrameOf(back.Timeline, 1));
        Assert.Equal(timeline.Shots[1].Speed, back.Timeline.Shots[1].Speed);
        Assert.Equal(timeline.Shots.Where(s => s.Id != "s2"), back.Timeline.Shots.Where(s => s.Id != "s2"));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_TrimmedRamp_KeepsItsSpeeds(string format, BakeChoice choice)
    {
        Timeline timeline = Base();

        ReturnedTimeline back = Edited(timeline, format, choice, f => f.Trim(2, 10));

        Assert.Equal(["s3"], back.Changes.Trimmed);
        Assert.Equal((Length - 10, timeline.Shots[2].In), (back.Timeline.Shots[2].Record.Length, back.Timeline.Shots[2].In));
        Assert.Equal(timeline.Shots[2].Ramp, back.Timeline.Shots[2].Ramp);
    }

    // Speed and view belong to the pictures: every frame shows what the editor saw, later and earlier.
    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_SlippedRamp_GoesOnFromThere(string format, BakeChoice choice)
    {
        foreach (int frames in new[] { 10, -10 })
        {
            Timeline timeline = Base();

            ReturnedTimeline back = Edited(timeline, format, choice, f => f.Slip(2, frames));

            (TimelineShot was, TimelineShot now) = (timeline.Shots[2], back.Timeline.Shots[2]);
            Assert.Equal(["s3"], back.Changes.Slipped);
            for (int k = 0; k < Length; k++)
            {
                double seen = was.In.Seconds + ShotClock.SourceSeconds(was, timeline.Rate, k + frames),
                    shown = now.In.Seconds + ShotClock.SourceSeconds(now, timeline.Rate, k);
                // In-points are whole frames.
                Assert.Equal(seen, shown, 0.51 / Rate);
                if (choice == BakeChoice.All)
                {
                    (double x, _, double zoom) = CameraPath.At(CameraPath.Pieces(now.Camera!), k);
                    (double oldX, _, double oldZoom) = CameraPath.At(CameraPath.Pieces(was.Camera!), Math.Max(0, k + frames));
                    Assert.Equal((oldX, oldZoom), (x, zoom), Near);
                }
            }

            Assert.Equal(choice != BakeChoice.All, was.Camera!.SequenceEqual(now.Camera!));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_SecondPartOfAFile_IsAShotWithWhatWasDoneToIt(string format, BakeChoice choice)
    {
        Timeline timeline = Base();

        ReturnedTimeline back = Edited(timeline, format, choice, f => f.Insert(4, 2, Handle + 20, 15));

        TimelineShot part = back.Timeline.Shots[4],
            was = timeline.Shots[2];
        Assert.Equal([part.Id], back.Changes.New);
        Assert.Equal((was.Source, 15L, was.Correction), (part.Source, part.Record.Length, part.Correction));
        Assert.Equal(
            was.In.Seconds + ShotClock.SourceSeconds(was, timeline.Rate, 34),
            part.In.Seconds + ShotClock.SourceSeconds(part, timeline.Rate, 14),
            0.51 / Rate
        );
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_RetimedFile_HasBothSpeeds(string format, BakeChoice choice)
    {
        ReturnedTimeline back = Edited(Base(), format, choice, f => f.Retime(1, 2));

        Assert.Equal(["s2"], back.Changes.Retimed);
        Assert.Equal(1.2, back.Timeline.Shots[1].Speed.Value, 3);
    }

    private static bool Near((double, double) a, (double, double) b) =>
        Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9;

    private static long FrameOf(Timeline timeline, int shot) =>
        SequenceBuilder.FrameOf(timeline.Sources[0], timeline.Shots[shot].In, timeline.Rate);

    private static ReturnedTimeline Edited(Timeline timeline, string format, BakeChoice choice, Action<EditedFile> edit)
    {
        Dictionary<string, BakedShot> baked = timeline
            .Shots.Skip(1)
            .Take(2)
            .ToDictionary(s => s.Id, s => new BakedShot(FileOf(s), Handle, choice, ["speed"]));
        SequenceOptions options = new() { Fingerprint = new string('a', 64), Baked = baked };
        using MemoryStream to = new();
        HandoffFormats.Export(timeline, HandoffFormats.Named(format), options).Parts[0].Write(to);
        EditedFile file = EditedFile.Of(format, to.ToArray());
        edit(file);
        EditedSequence sequence = HandoffFormats.Read(file.Bytes, "edited", timeline.Rate);
        MediaBook book = new(timeline.Sources, []);
        foreach (EditedMedia media in TimelineReturn.Unknown(sequence, timeline.Rate, book, "edited"))
        {
            string shot = MediaPaths.StemOf(book.PathOf(media) ?? media.Name);
            book.Add(media, new BakedOrigin(baked[shot].Source, shot, Handle, choice));
        }

        return TimelineReturn.Of(sequence, timeline.Rate, book, "edited", new ReturnOptions { Base = timeline });
    }

    // Four shots of one file: natural, slow, a ramp with a camera move, natural.
    private static Timeline Base()
    {
        TimelineShot[] shots =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(i => new TimelineShot
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"s{i + 1}"),
                    Record = new FrameRange(i * Length, (i + 1) * Length),
                    Source = "c01",
                    In = At((i * 500) + 200),
                    Reasons = [ShotReason.Of(ReasonCodes.Downbeat, "verse")],
                }),
        ];
        shots[1] = shots[1] with { Speed = new Rational(3, 5) };
        shots[2] = shots[2] with
        {
            Ramp = [new SpeedPoint(0, 0.5), new SpeedPoint(24, 2)],
            Camera = [new CameraKey(0, 0.5, 0.5), new CameraKey(39, 0.4, 0.4, 1.5)],
            Correction = new ShotCorrection { Exposure = 0.3 },
        };
        return new Timeline
        {
            Rate = new FrameRate(Rate),
            Frames = 4 * Length,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 1,
            Sources = [Source("c01", "/media/clip.mp4", 5000, new string('1', 64))],
            ShotsNamed = 4,
            Shots = shots,
            Sound = new SoundPlan(),
        };
    }

    private static TimelineSource FileOf(TimelineShot shot) =>
        Source("baked-" + shot.Id, $"/media/film.baked/{shot.Id}.mov", shot.Record.Length + (2 * Handle), new string(shot.Id[^1], 64)) with
        {
            StartTimecode = string.Create(CultureInfo.InvariantCulture, $"0{shot.Record.Start / Length}:00:00:00"),
        };

    private static TimelineSource Source(string id, string path, long frames, string fingerprint) =>
        new()
        {
            Id = id,
            Path = path,
            Fingerprint = fingerprint,
            VideoStream = 0,
            AvailableStart = At(0),
            AvailableEnd = At(frames),
            Rate = new FrameRate(Rate),
            Width = 1920,
            Height = 1080,
        };

    private static MediaTime At(long frame) => new(frame * 512, new Rational(1, 12_800));
}
