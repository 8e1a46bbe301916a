using MontageAI.Detection;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Engine.Tests.EndToEnd;
using MontageAI.Results;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.Listening;

public sealed class CaptionStageTests
{
    [MediaFact]
    public async Task Write_SomebodySpeaksInOneClip_CaptionsStandInItsShotsAndNowhereElse()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        SpokenClips.Make(folder.File("clips/a.mp4"), 10, "-i", TestMedia.File("speech/librispeech_3436-172162-0000.ogg"));
        SpokenClips.Make(folder.File("clips/b.mp4"), 10, "-f", "lavfi", "-i", "anoisesrc=color=pink:seed=4:amplitude=0.1:d=12");
        MontageRequest request = new()
        {
            Clips = [folder.File("clips")],
            Output = folder.File("plan.json"),
            DurationSeconds = 12,
            ClipSoundDb = 0,
            Text = new TextChoice { CaptionsFromSpeech = true, Style = "bold" },
        };
        EngineSettings settings = new()
        {
            SearchPath = Environment.GetEnvironmentVariable("PATH"),
            CacheFolder = folder.File("store"),
            Version = "test",
        };
        await using MontageEngine engine = new(settings);
        CountingTranscriber first = new(),
            second = new();

        (Timeline plan, Timeline captioned) = await WriteAsync(first);
        (_, Timeline again) = await WriteAsync(second);

        TimelineShot[] spoken =
        [
            .. plan.Shots.Where(s => plan.Sources.First(x => x.Id == s.Source).Path.EndsWith("a.mp4", StringComparison.Ordinal)),
        ];
        CaptionTrack track = captioned.Captions!;
        Assert.Equal("bold", track.Style);
        Assert.InRange(track.Cues.Count, 1, 100);
        Assert.All(track.Cues, c => Assert.Equal("good morning", c.Text));
        Assert.All(track.Cues, c => Assert.Contains(spoken, s => s.Record.Start <= c.Record.Start && c.Record.End <= s.Record.End));
        Assert.All(spoken, s => Assert.Contains(track.Cues, c => s.Record.Start <= c.Record.Start && c.Record.End <= s.Record.End));
        Assert.Contains(captioned.Notes, n => n.Contains("written from what is said", StringComparison.Ordinal));

        // What was written down once is known.
        Assert.True(first.Heard > 0);
        Assert.Equal(0, second.Heard);
        Assert.Equal(track.Cues, again.Captions!.Cues);

        Task<(Timeline Plan, Timeline Captioned)> WriteAsync(ITranscriber transcriber) =>
            engine
                .Start(
                    "captions",
                    async (context, cancellationToken) =>
                    {
                        MontageRequest plain = request with { Text = new TextChoice() };
                        RunReport report = await context.DoAsync(new PlanningRequest(plain) { WritesFiles = false }, cancellationToken);
                        using CaptionStage stage = new(context, request, transcriber);
                        return (report.Timeline!, await stage.WriteAsync(report.Timeline!, cancellationToken));
                    }
                )
                .Completion;
    }

    private sealed class CountingTranscriber : ITranscriber
    {
        public int Heard { get; private set; }

        public string Algorithm => "counting/1";

        public int SampleRate => 16000;

        public double MostSeconds => 2.5;

        public Task<IReadOnlyList<SpokenLine>> WriteDownAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken)
        {
            Heard++;
            double seconds = samples.Length / 16000.0;
            return Task.FromResult<IReadOnlyList<SpokenLine>>([new SpokenLine(seconds * 0.1, seconds * 0.9, "good morning")]);
        }

        public void Dispose() { }
    }
}
