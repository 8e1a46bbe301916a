using System.Globalization;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Returning;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Returning;

/// <summary>An exported file is changed as an editing program would; what comes back has that change and no other.</summary>
public sealed class EditScriptTests
{
    private const int Frames = 25;

    private static readonly string[] s_formats = ["otio", "fcpxml", "xmeml", "edl"];

    public static TheoryData<string, bool> Formats
    {
        get
        {
            TheoryData<string, bool> data = [];
            foreach (string format in s_formats)
            {
                data.Add(format, false);
                data.Add(format, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_Nothing_IsTheTimeline(string format, bool stripped)
    {
        (Timeline timeline, ReturnedTimeline back) = Edited(format, stripped, _ => { });

        Assert.Equal(TimelineJson.Write(timeline), TimelineJson.Write(back.Timeline));
        Assert.Equal(timeline.Shots.Count, back.Changes.Unchanged);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_TrimmedShot_IsShorterAndTheRestMovesUp(string format, bool stripped) =>
        Check(format, stripped, f => f.Trim(3, 6), rows => rows[3].Length -= 6, c => c.Trimmed, "s4");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_SlippedShot_ShowsAnotherPart(string format, bool stripped) =>
        Check(format, stripped, f => f.Slip(2, 9), rows => rows[2].In += 9, c => c.Slipped, "s3");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_SwappedShots_AreTheSameInAnotherOrder(string format, bool stripped) =>
        Check(format, stripped, f => f.Move(4, 3), rows => Move(rows, 4, 3), c => c.Moved, "s5");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_ShotMovedToTheEnd_IsTheSameThere(string format, bool stripped) =>
        Check(format, stripped, f => f.Move(1, 7), rows => Move(rows, 1, 7), c => c.Moved, "s2");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_RetimedShot_HasItsSpeed(string format, bool stripped) =>
        Check(format, stripped, f => f.Retime(5, 2), rows => rows[5].Speed = 2, c => c.Retimed, "s6");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_DeletedShot_IsGone(string format, bool stripped) =>
        Check(format, stripped, f => f.Delete(2), rows => rows.RemoveAt(2), c => c.Gone, "s3");

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_NewShot_IsThereUnderANameOfItsOwn(string format, bool stripped) =>
        Check(
            format,
            stripped,
            f => f.Insert(4, 1, 3000, 20),
            rows => rows.Insert(4, new Row("s9", rows[1].Source, 3000, 20, 1, null)),
            c => c.New,
            "s9"
        );

    [Theory]
    [MemberData(nameof(Formats))]
    public void Import_MovedSong_BeginsThereToTheSample(string format, bool stripped)
    {
        (Timeline timeline, ReturnedTimeline back) = Edited(format, stripped, f => f.MoveSong(10));

        Assert.Equal(0.4, back.Changes.SongMoved, 6);
        Assert.Equal(timeline.Music!.Start - 0.4, back.Timeline.Music!.Start, 6);
        Assert.Equal(timeline.Beats[0].Time + 0.4, back.Timeline.Beats[0].Time, 6);
        Assert.Equal(timeline.Shots, back.Timeline.Shots);
    }

    private static void Check(
        string format,
        bool stripped,
        Action<EditedFile> edit,
        Action<List<Row>> expect,
        Func<ReturnChanges, IReadOnlyList<string>> changed,
        string shot
    )
    {
        (Timeline timeline, ReturnedTimeline back) = Edited(format, stripped, edit);
        List<Row> rows = [.. timeline.Shots.Select(s => Row.Of(s, timeline))];
        expect(rows);

        Assert.Equal([shot], changed(back.Changes));
        ReturnChanges c = back.Changes;
        Assert.Equal(
            1,
            c.Trimmed.Count + c.Slipped.Count + c.Moved.Count + c.Retimed.Count + c.Reentered.Count + c.New.Count + c.Gone.Count
        );
        Assert.Equal(rows.Select(r => r.Text), back.Timeline.Shots.Select(s => Row.Of(s, back.Timeline).Text));
        long at = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            TimelineShot now = back.Timeline.Shots[i];
            Assert.Equal(new FrameRange(at, at + rows[i].Length), now.Record);
            at = now.Record.End;
            if (rows[i].Was is { } was)
            {
                // What no editing program holds is as it was.
                Assert.Equal((was.Entry, was.Correction, was.Locked), (now.Entry, now.Correction, now.Locked));
                Assert.Equal(was.Camera, now.Camera);
                Assert.Equal(was.Reasons, now.Reasons);
            }
        }

        Assert.Equal(timeline.Look, back.Timeline.Look);
        Assert.Equal(timeline.Music, back.Timeline.Music);
        Assert.Equal(0, back.Changes.SongMoved);
    }

    private static void Move(List<Row> rows, int from, int to)
    {
        Row moved = rows[from];
        rows.RemoveAt(from);
        rows.Insert(to, moved);
    }

    private static (Timeline Timeline, ReturnedTimeline Back) Edited(string format, bool stripped, Action<EditedFile> edit)
    {
        Timeline timeline = Base();
        Assert.Empty(TimelineRules.Check(timeline));
        SequenceOptions options = new() { Song = new SongFacts(48_000, 2, 120), Fingerprint = new string('a', 64) };
        Handoff exported = HandoffFormats.Export(timeline, HandoffFormats.Named(format), options);
        using MemoryStream to = new();
        exported.Parts[0].Write(to);
        EditedFile file = EditedFile.Of(format, to.ToArray());
        edit(file);
        if (stripped)
        {
            file.Strip();
        }

        EditedSequence sequence = HandoffFormats.Read(file.Bytes, "edited", timeline.Rate);
        MediaBook book = new(timeline.Sources, []);
        ReturnedTimeline back = TimelineReturn.Of(
            sequence,
            timeline.Rate,
            book,
            "edited",
            new ReturnOptions { Base = timeline, Song = options.Song }
        );
        return (timeline, back);
    }

    // Eight shots of three files, each with something that only we hold.
    private static Timeline Base()
    {
        int[] lengths = [30, 24, 40, 36, 20, 44, 28, 32];
        List<TimelineShot> shots = [];
        long at = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            shots.Add(
                new TimelineShot
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"s{i + 1}"),
                    Record = new FrameRange(at, at + lengths[i]),
                    Source = string.Create(CultureInfo.InvariantCulture, $"c0{i % 3}"),
                    In = new MediaTime(((i * 200) + 100) * 512L, new Rational(1, 12_800)),
                    Entry = i == 3 ? new ShotTransition(TransitionKind.Flash, 4) : null,
                    Correction = i == 2 ? new ShotCorrection { Exposure = 0.4, Reason = "dark" } : null,
                    Locked = i == 6,
                    Reasons = [ShotReason.Of(i == 0 ? ReasonCodes.Opens : ReasonCodes.Downbeat, "verse")],
                }
            );
            at += lengths[i];
        }

        return new Timeline
        {
            Rate = new FrameRate(Frames),
            Frames = at,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 1,
            Sources = [.. Enumerable.Range(0, 3).Select(Source)],
            ShotsNamed = 8,
            Shots = shots,
            Beats = [.. Enumerable.Range(0, 20).Select(i => new TimelineBeat((long)Math.Round(i * 12.5), i * 0.5, (i % 4) + 1))],
            Look = new PictureLook { Name = "teal_orange", Contrast = 0.2 },
            Music = new MusicBed
            {
                Path = "/music/song.wav",
                Fingerprint = new string('f', 64),
                Start = 7.25,
            },
        };
    }

    private static TimelineSource Source(int index) =>
        new()
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"c0{index}"),
            Path = string.Create(CultureInfo.InvariantCulture, $"/media/clip {index}.mp4"),
            Fingerprint = string.Concat(Enumerable.Repeat(index.ToString("x2", CultureInfo.InvariantCulture), 32)),
            VideoStream = 0,
            AvailableStart = new MediaTime(0, new Rational(1, 12_800)),
            AvailableEnd = new MediaTime(5000 * 512L, new Rational(1, 12_800)),
            HasAudio = true,
            Rate = new FrameRate(Frames),
            StartTimecode = index == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"0{index}:00:00:00"),
            Width = 1920,
            Height = 1080,
            Sound = [new SourceSound(1, 2, 48_000)],
        };

    private sealed class Row(string id, string source, long first, long length, double speed, TimelineShot? was)
    {
        public string Source => source;

        public long In { get; set; } = first;

        public long Length { get; set; } = length;

        public double Speed { get; set; } = speed;

        public TimelineShot? Was => was;

        public string Text => string.Create(CultureInfo.InvariantCulture, $"{id} {source} from {In}, {Length} frames at {Speed}");

        public static Row Of(TimelineShot shot, Timeline timeline)
        {
            TimelineSource from = timeline.Sources.First(s => s.Id == shot.Source);
            return new Row(
                shot.Id,
                shot.Source,
                SequenceBuilder.FrameOf(from, shot.In, from.Rate!.Value),
                shot.Record.Length,
                shot.Speed.Value,
                shot
            );
        }
    }
}
