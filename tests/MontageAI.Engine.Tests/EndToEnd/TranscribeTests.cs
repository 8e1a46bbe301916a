using System.Text.Json;
using MontageAI.Testing;
using MontageAI.Timelines;

namespace MontageAI.Engine.Tests.EndToEnd;

/// <summary>Captions out of speech. The model of these tests has no weights and understands nothing.</summary>
public sealed class TranscribeTests
{
    private const string Model = "models/for-tests-ggml-tiny.bin";

    [Fact]
    public void Transcribe_WithoutModel_NamesItItsSizeAndTheCommand()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg("-f", "lavfi", "-i", "sine=d=1", folder.File("tone.wav"));

        ProgramRun run = ProgramRun.Of(
            new Dictionary<string, string> { ["MONTAGE_MODELS"] = folder.File("models") },
            "transcribe",
            folder.File("tone.wav"),
            "--cache-dir",
            folder.File("store")
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'captions' (Whisper tiny, 5 bits (q5_1), MIT, 32 MB)", run.Error, StringComparison.Ordinal);
        Assert.Contains("un 'montage-ai models add captions'", run.Error, StringComparison.Ordinal);
        Assert.Contains("--captions-model FILE", run.Error, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Transcribe_ModelThatUnderstandsNothing_ListensToSpeechOnly()
    {
        using TempFolder folder = new();
        TestTools.FFmpeg("-f", "lavfi", "-i", "sine=d=3", folder.File("tone.wav"));
        string[] shared = ["--captions-model", TestMedia.File(Model), "--cache-dir", folder.File("store")];

        JsonElement files = ProgramRun
            .Succeed(["transcribe", TestMedia.File("speech/sadtalker_RD_Radio31_000.flac"), folder.File("tone.wav"), "--json", .. shared])
            .Json.GetProperty("files");

        Assert.InRange(files[0].GetProperty("spokenSeconds").GetDouble(), 6, 8);
        Assert.Equal(0, files[1].GetProperty("spokenSeconds").GetDouble());
        Assert.All(files.EnumerateArray(), f => Assert.Equal(0, f.GetProperty("cues").GetArrayLength()));

        ProgramRun.Succeed(["transcribe", folder.File("tone.wav"), "-o", folder.File("tone.vtt"), .. shared]);
        Assert.Equal("WEBVTT\n\n", File.ReadAllText(folder.File("tone.vtt")));
        ProgramRun twice = ProgramRun.Of(["transcribe", folder.File("tone.wav"), "-o", folder.File("tone.vtt"), .. shared]);
        Assert.Equal(2, twice.ExitCode);
        Assert.Contains("--overwrite", twice.Error, StringComparison.Ordinal);
    }

    [MediaFact]
    public void Create_CaptionsFromSpeech_SayWhatCameOfThem()
    {
        using TempFolder folder = new();
        Directory.CreateDirectory(folder.File("clips"));
        SpokenClips.Make(folder.File("clips/a.mp4"), 8, "-i", TestMedia.File("speech/librispeech_3436-172162-0000.ogg"));
        string[] inputs =
        [
            "create",
            "--clips",
            folder.File("clips"),
            "--duration",
            "4",
            "--profile",
            "preview",
            "--json",
            "--cache-dir",
            folder.File("store"),
            "--captions",
            "auto",
            "--captions-model",
            TestMedia.File(Model),
        ];

        JsonElement heard = ProgramRun.Succeed([.. inputs, "--output", folder.File("film.mp4"), "--clip-sound", "0"]).Json;
        JsonElement silent = ProgramRun.Succeed([.. inputs, "--output", folder.File("silent.mp4")]).Json;

        Timeline plan = TimelineJson.Read(File.ReadAllText(folder.File("film.montage.json")), "film");
        Assert.Contains(plan.Notes, n => n.Contains("no words were understood", StringComparison.Ordinal));
        Assert.Contains(heard.GetProperty("phases").EnumerateArray(), p => p.GetProperty("name").GetString() == "write down speech");
        Assert.False(File.Exists(folder.File("film.srt")));
        Assert.Contains(
            silent.GetProperty("degradations").EnumerateArray(),
            d => d.GetProperty("what").GetString() == "no captions were written"
        );
    }
}
