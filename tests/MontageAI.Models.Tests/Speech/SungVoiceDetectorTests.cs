using MontageAI.Detection;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Speech;

public sealed class SungVoiceDetectorTests : IDisposable
{
    private readonly LearnedModels _models = new();

    private ISpeechDetector Detector
    {
        get
        {
            (ISpeechDetector? detector, string? problem) = _models.SongVoices;
            Assert.True(detector is not null, problem);
            return detector;
        }
    }

    public void Dispose() => _models.Dispose();

    // Somebody sings from 11 s on, with pauses between the lines.
    [MediaFact]
    public async Task Find_RockSong_HearsTheLinesAndThePausesBetweenThem()
    {
        float[] samples = await ReadAsync("music/rock_on_the_run.ogg", 60);

        IReadOnlyList<SpeechStretch> found = Detector.Find(samples);

        Assert.InRange(found[0].Start, 10, 13);
        Assert.InRange(found.Sum(s => s.End - s.Start), 20, 45);
        Assert.InRange(found.Count, 6, 30);
        Assert.All(found.Zip(found.Skip(1)), p => Assert.True(p.First.End + 0.2 <= p.Second.Start));
    }

    [MediaTheory]
    [InlineData("music/piano_sweet_waltz.ogg")]
    [InlineData("music/classical_sugar_plum.ogg")]
    [InlineData("music/tbd_tutorial_easy.flac")]
    [InlineData("music/ballroom_waltz_Media-105901.flac")]
    public async Task Find_MusicWithoutAVoice_HearsNone(string file)
    {
        float[] samples = await ReadAsync(file, 60);

        Assert.InRange(Detector.Find(samples).Sum(s => s.End - s.Start) / (samples.Length / (double)Detector.SampleRate), 0, 0.05);
    }

    [MediaFact]
    public async Task Find_TheSameTwice_IsTheSame()
    {
        float[] samples = await ReadAsync("music/electropop_fairy_bot.ogg", 30);

        Assert.Equal(Detector.Find(samples), Detector.Find(samples));
    }

    [Fact]
    public void Find_NothingOrNextToNothing_HearsNone()
    {
        Assert.Empty(Detector.Find([]));
        Assert.Empty(Detector.Find(new float[100]));
        Assert.Empty(Detector.Find(new float[3 * 11025]));
    }

    private async Task<float[]> ReadAsync(string file, double seconds)
    {
        List<float> samples = [];
        await new PcmReader(FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"))).ReadAsync(
            TestMedia.File(file),
            new PcmOptions { SampleRate = Detector.SampleRate, MaxSeconds = seconds },
            block => samples.AddRange(block),
            TestContext.Current.CancellationToken
        );
        return [.. samples];
    }
}
