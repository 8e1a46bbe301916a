using MontageAI.Detection;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Models.Shipped;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Speech;

public sealed class SileroSpeechDetectorTests : IDisposable
{
    private readonly LearnedModels _models = new();

    private ISpeechDetector Detector
    {
        get
        {
            (ISpeechDetector? detector, string? problem) = _models.Speech;
            Assert.True(detector is not null, problem);
            return detector;
        }
    }

    public void Dispose() => _models.Dispose();

    [Fact]
    public void Shipped_Models_AreInside() => Assert.All(ShippedModel.All, m => Assert.NotNull(m.Read()));

    [MediaTheory]
    [InlineData("speech/librispeech_3436-172162-0000.ogg", 0.7)]
    [InlineData("speech/sadtalker_chinese_news.flac", 0.7)]
    [InlineData("speech/silero_aepyx_8k.flac", 0.6)]
    [InlineData("speech/silero_test_60s.flac", 0.6)]
    public async Task Find_Speech_CoversMostOfIt(string file, double least)
    {
        float[] samples = await ReadAsync(file);

        IReadOnlyList<SpeechStretch> found = Detector.Find(samples);

        Assert.InRange(found.Sum(s => s.End - s.Start) / (samples.Length / 16000.0), least, 1);
        Assert.All(found, s => Assert.InRange(s.Confidence, 0.5, 1));
        Assert.All(found, s => Assert.InRange(s.End, s.Start + 0.2, samples.Length / 16000.0));
        Assert.All(found.Zip(found.Skip(1)), p => Assert.True(p.First.End + 0.3 <= p.Second.Start));
    }

    [MediaTheory]
    [InlineData("speech/neg_rain.mp3", 0.02)]
    [InlineData("speech/neg_crunching.mp3", 0.02)]
    [InlineData("speech/neg_humpback.ogg", 0.02)]
    [InlineData("music/osu_cysmix_triangles.mp3", 0.05)]
    public async Task Find_NoiseAndMusic_HardlyAnythingIsTakenForSpeech(string file, double most)
    {
        float[] samples = await ReadAsync(file);

        Assert.InRange(Detector.Find(samples).Sum(s => s.End - s.Start) / (samples.Length / 16000.0), 0, most);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16000)]
    public void Find_Silence_IsEmpty(int count) => Assert.Empty(Detector.Find(new float[count]));

    [MediaFact]
    public async Task Find_FromManyThreads_GivesTheSame()
    {
        float[] samples = (await ReadAsync("speech/librispeech_5703-47212-0000.ogg"))[..(16000 * 5)];
        ISpeechDetector detector = Detector;

        IReadOnlyList<SpeechStretch>[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => detector.Find(samples))));

        Assert.NotEmpty(all[0]);
        Assert.All(all, found => Assert.Equal(all[0], found));
    }

    private static async Task<float[]> ReadAsync(string file)
    {
        List<float> samples = [];
        FFmpegTools tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
        await new PcmReader(tools).ReadAsync(
            TestMedia.File(file),
            new PcmOptions { SampleRate = 16000, MaxSeconds = 60 },
            block => samples.AddRange(block),
            CancellationToken.None
        );
        return [.. samples];
    }
}
