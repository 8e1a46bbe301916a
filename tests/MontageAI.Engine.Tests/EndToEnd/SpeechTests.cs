using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>A montage whose clips are heard: who speaks in them is understood.</summary>
public sealed class SpeechTests
{
    private const int SongHz = 10000;

    [MediaFact]
    public void Create_ClipsWithSpeech_SongGoesDownWhereSomebodySpeaks()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        SpokenClips.Make(folder.File("clips/a.mp4"), 12, "-i", TestMedia.File("speech/librispeech_3436-172162-0000.ogg"));
        SpokenClips.Make(folder.File("clips/b.mp4"), 12, "-f", "lavfi", "-i", "anoisesrc=color=pink:seed=4:amplitude=0.1:d=12");
        SpokenClips.Make(folder.File("clips/c.mp4"), 12, "-i", TestMedia.File("speech/silero_test_60s.flac"));
        TestTools.FFmpeg(
            "-f",
            "lavfi",
            "-i",
            $"aevalsrc='0.1*sin(2*PI*{SongHz}*t)+0.5*sin(2*PI*70*t)*exp(-20*mod(t,0.5))':s=48000:d=30",
            folder.File("song.wav")
        );

        ProgramRun run = ProgramRun.Succeed(
            "create",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("film.mp4"),
            "--duration",
            "24",
            "--profile",
            "preview",
            "--clip-sound",
            "-6",
            "--json",
            "--cache-dir",
            folder.File("store")
        );

        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        Assert.NotEmpty(plan.Sound!.Speech);
        Assert.Contains(plan.Notes, n => n.Contains("found by the learned model", StringComparison.Ordinal));
        TimelineShot[] wind =
        [
            .. plan.Shots.Where(s => plan.Sources.First(x => x.Id == s.Source).Path.EndsWith("b.mp4", StringComparison.Ordinal)),
        ];
        Assert.NotEmpty(wind);
        Assert.All(
            plan.Sound.Speech,
            // A sentence may be heard on under the pictures beside it; it begins or ends, or lies, where somebody speaks.
            speech => Assert.Contains(plan.Shots.Except(wind), s => s.Record.Start < speech.End && s.Record.End > speech.Start)
        );

        double[] song = Envelope(folder.File("film.mp4"));
        bool[] spoken =
        [
            .. song.Select(
                (_, i) => plan.Sound.Speech.Any(s => plan.Rate.SecondsAt(s.Start) <= i * 0.1 && (i + 1) * 0.1 <= plan.Rate.SecondsAt(s.End))
            ),
        ];
        double[] ducked = [.. song.Where((_, i) => spoken[i]).Order()],
            free =

            [
                .. song.Where(
                        (_, i) =>
                            i < 220
                            && plan.Sound.Speech.All(s =>
                                i * 0.1 > plan.Rate.SecondsAt(s.End) + 0.7 || (i + 1.5) * 0.1 < plan.Rate.SecondsAt(s.Start)
                            )
                    )
                    .Order(),
            ];
        Assert.NotEmpty(free);
        Assert.InRange(ducked[ducked.Length / 2] - free[free.Length / 2], (2 * plan.Sound.DuckDb) - 1, (plan.Sound.DuckDb / 2) + 1);

        // What was heard once is not listened to again, and the plan is the same.
        ProgramRun again = ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("again.json"),
            "--duration",
            "24",
            "--clip-sound",
            "-6",
            "--json",
            "--cache-dir",
            folder.File("store")
        );
        Assert.Equal(plan.Sound.Speech, TimelineJson.Read(File.ReadAllText(folder.File("again.json")), "again").Sound!.Speech);
        Assert.Equal(Phase(again), Phase(run) with { FromCache = Phase(run).Items });

        // The detector that it took the place of can be asked for, and hears by itself.
        ProgramRun energy = ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("energy.json"),
            "--duration",
            "16",
            "--clip-sound",
            "-6",
            "--speech",
            "energy",
            "--json",
            "--cache-dir",
            folder.File("store")
        );
        Assert.Equal(0, Phase(energy).FromCache);
        Assert.Contains(
            TimelineJson.Read(File.ReadAllText(folder.File("energy.json")), "energy").Notes,
            n => n.Contains("found by energy and rhythm", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("auto", "looked for by the learned model")]
    [InlineData("energy", "looked for by energy and rhythm")]
    public void Plan_NobodySpeaks_SaysWhatListened(string method, string note)
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        SpokenClips.Make(folder.File("clips/b.mp4"), 6, "-f", "lavfi", "-i", "anoisesrc=color=pink:seed=4:amplitude=0.1:d=6");
        TestTools.FFmpeg("-f", "lavfi", "-i", "aevalsrc='0.5*sin(2*PI*70*t)*exp(-20*mod(t,0.5))':s=48000:d=10", folder.File("song.wav"));

        ProgramRun.Succeed(
            "plan",
            "--clips",
            folder.File("clips"),
            "--music",
            folder.File("song.wav"),
            "--output",
            folder.File("plan.json"),
            "--duration",
            "4",
            "--clip-sound",
            "-6",
            "--speech",
            method,
            "--cache-dir",
            folder.File("store")
        );

        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("plan.json")), "plan");
        Assert.Contains(plan.Notes, n => n.Contains(note, StringComparison.Ordinal));
        Assert.Empty(plan.Sound!.Speech);
    }

    private static (long Items, long FromCache) Phase(ProgramRun run)
    {
        System.Text.Json.JsonElement phase = run
            .Json.GetProperty("phases")
            .EnumerateArray()
            .First(p => p.GetProperty("name").GetString() == "listen for speech");
        return (
            phase.GetProperty("items").GetInt64(),
            phase.TryGetProperty("fromCache", out System.Text.Json.JsonElement cached) ? cached.GetInt64() : 0
        );
    }

    // Level of the song's tone in decibels, every 0.1 s.
    private static double[] Envelope(string film)
    {
        string raw = Path.GetTempFileName();
        TestTools.FFmpeg(
            "-i",
            film,
            "-map",
            "0:a:0",
            "-af",
            $"highpass=f={SongHz - 500}:p=2,highpass=f={SongHz - 500}:p=2",
            "-ac",
            "1",
            "-ar",
            "48000",
            "-f",
            "f32le",
            raw
        );
        byte[] bytes = File.ReadAllBytes(raw);
        File.Delete(raw);
        float[] samples = new float[bytes.Length / 4];
        Buffer.BlockCopy(bytes, 0, samples, 0, samples.Length * 4);
        return [.. samples.Chunk(4800).Select(c => 10 * Math.Log10(1e-12 + c.Average(v => (double)v * v)))];
    }
}
