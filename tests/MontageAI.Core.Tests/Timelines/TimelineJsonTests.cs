using System.Reflection;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Tests.Timelines;

public sealed class TimelineJsonTests
{
    private static readonly Rational s_timeBase = new(1, 90000);

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameToTheByte()
    {
        string json = TimelineJson.Write(ShotIds.Complete(Make()));

        Assert.Equal(json, TimelineJson.Write(TimelineJson.Read(json, "t.json")));
    }

    [Fact]
    public void Write_PieceByPiece_GivesTheSameText()
    {
        using MemoryStream to = new();

        TimelineJson.Write(Make(), to);

        Assert.Equal(TimelineJson.Write(Make()), System.Text.Encoding.UTF8.GetString(to.ToArray()));
    }

    [Fact]
    public void Read_GapAndUnknownSource_ListsBothProblems()
    {
        Timeline broken = Make() with
        {
            Shots = [Make().Shots[0], Make().Shots[1] with { Record = new FrameRange(31, 60), Source = "nobody" }],
        };

        ConfigurationException e = Assert.Throws<ConfigurationException>(() => TimelineJson.Read(TimelineJson.Write(broken), "t.json"));

        Assert.Equal(2, e.Problems.Count);
        Assert.All(e.Problems, p => Assert.Contains("t.json", p.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Read_OnlyWhatIsNeeded_FillsInTheRest()
    {
        const string Json = """
            {"rate":"25","frames":50,"aspect":"16/9","style":"mine","seed":1,
             "music":{"path":"/m/a.mp3","fingerprint":"ab","start":3},
             "sources":[{"id":"c01","path":"/v/a.mp4","fingerprint":"cd","videoStream":0,
                         "availableStart":{"ticks":0,"timeBase":"1/25"},"availableEnd":{"ticks":500,"timeBase":"1/25"}}],
             "shots":[{"record":{"start":0,"end":50},"source":"c01","in":{"ticks":5,"timeBase":"1/25"}}]}
            """;

        Timeline timeline = TimelineJson.Read(Json, "t.json");

        Assert.Equal(new Rational(1), timeline.Shots[0].Speed);
        Assert.Equal(-14, timeline.Music!.LoudnessLufs);
        Assert.Empty(timeline.Beats);
        Assert.Empty(timeline.Shots[0].Reasons);
    }

    // The reader gives a field that is missing the type's default, so one that may not be null must be filled in.
    [Fact]
    public void Read_EmptyObjects_LeaveNothingNullThatMayNotBe()
    {
        const string Json = """
            {"rate":"25","frames":50,"aspect":"16/9","style":"mine","seed":1,
             "music":{"path":"/m/a.mp3","fingerprint":"ab","start":3},"sound":{},"look":{},"ending":{"kind":"fade_black","frames":6},
             "sources":[{"id":"c01","path":"/v/a.mp4","fingerprint":"cd","videoStream":0,
                         "sound":[{"stream":1,"channels":2,"sampleRate":48000}],
                         "availableStart":{"ticks":0,"timeBase":"1/25"},"availableEnd":{"ticks":500,"timeBase":"1/25"}}],
             "shots":[{"record":{"start":0,"end":50},"source":"c01","in":{"ticks":5,"timeBase":"1/25"},"correction":{},
                       "entry":{"kind":"fade_black","frames":6},"camera":[{"frame":0,"x":0.5,"y":0.5}]}]}
            """;
        NullabilityInfoContext context = new();
        List<string> missing = [];

        Walk(TimelineJson.Read(Json, "t.json"), "timeline");

        Assert.Empty(missing);

        void Walk(object part, string path)
        {
            foreach (PropertyInfo property in part.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0))
            {
                object? value = property.GetValue(part);
                bool mayBe = context.Create(property).ReadState == NullabilityState.Nullable;
                if (value is null && !mayBe)
                {
                    missing.Add($"{path}.{property.Name}");
                }

                object[] inside = value is System.Collections.IEnumerable list and not string ? [.. list.Cast<object>()] : [value!];
                foreach (
                    object item in inside.Where(i =>
                        i is not null && i.GetType().Namespace == typeof(Timeline).Namespace && i.GetType().IsClass
                    )
                )
                {
                    Walk(item, $"{path}.{property.Name}");
                }
            }
        }
    }

    [Fact]
    public void Read_AMisspeltField_SaysWhich() =>
        Assert.Contains(
            "sped",
            Assert
                .Throws<ConfigurationException>(() =>
                    TimelineJson.Read(TimelineJson.Write(Make()).Replace("\"speed\"", "\"sped\"", StringComparison.Ordinal), "t.json")
                )
                .Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("{}")]
    [InlineData("[1, 2]")]
    [InlineData("not json")]
    public void Read_SomethingElse_SaysSo(string text) =>
        Assert.Contains(
            "not a timeline",
            Assert.Throws<ConfigurationException>(() => TimelineJson.Read(text, "x.json")).Message,
            StringComparison.Ordinal
        );

    private static Timeline Make() =>
        new()
        {
            Rate = new FrameRate(30000, 1001),
            Frames = 60,
            Aspect = new Rational(16, 9),
            Style = "dynamic",
            Seed = 7,
            Music = new MusicBed
            {
                Path = "/m/song.mp3",
                Fingerprint = "ab",
                Start = 12.5,
                FadeOut = 1,
            },
            Sources =
            [
                new TimelineSource
                {
                    Id = "c01",
                    Path = "/v/a.mp4",
                    Fingerprint = "cd",
                    VideoStream = 0,
                    AvailableStart = new MediaTime(0, s_timeBase),
                    AvailableEnd = new MediaTime(900000, s_timeBase),
                },
            ],
            Shots =
            [
                new TimelineShot
                {
                    Record = new FrameRange(0, 30),
                    Source = "c01",
                    In = new MediaTime(3003, s_timeBase),
                    Reasons = [ShotReason.Words("sharpest")],
                },
                new TimelineShot
                {
                    Record = new FrameRange(30, 60),
                    Source = "c01",
                    In = new MediaTime(300300, s_timeBase),
                    Speed = new Rational(1, 2),
                },
            ],
            Beats = [new TimelineBeat(0, 0, 1), new TimelineBeat(30, 1.0012, 2)],
        };
}
