using MontageAI.Detection;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Models.Shipped;
using MontageAI.Models.Speech;
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
    [InlineData("music/rock_on_the_run.ogg", 0.05)]
    [InlineData("music/gtzan/gtzan_country_00003.flac", 0.05)]
    [InlineData("speech/sadtalker_itosinger1.flac", 0.4)]
    public async Task Find_NoiseMusicAndSong_HardlyAnythingIsTakenForSpeech(string file, double most)
    {
        float[] samples = await ReadAsync(file);

        Assert.InRange(Detector.Find(samples).Sum(s => s.End - s.Start) / (samples.Length / 16000.0), 0, most);
    }

    [MediaTheory]
    [InlineData("speech/librispeech_5703-47212-0000.ogg")]
    [InlineData("speech/silero_test_60s.flac")]
    public async Task Find_SpeechUnderMusicAsLoud_IsNotTakenForSong(string file)
    {
        float[] samples = await ReadAsync(file),
            song = await ReadAsync("music/osu_cysmix_triangles.mp3");
        double gain = Math.Sqrt(samples.Average(v => (double)v * v) / song.Average(v => (double)v * v));
        float[] mixed = [.. samples.Select((v, i) => (float)(v + (gain * song[i % song.Length])))];

        double alone = Detector.Find(samples).Sum(s => s.End - s.Start),
            under = Detector.Find(mixed).Sum(s => s.End - s.Start);

        Assert.InRange(under / alone, 0.9, 1.1);
    }

    [MediaFact]
    public async Task FindAll_SoundsOfAllLengths_FindsInEachWhatItFindsInItAlone()
    {
        float[] speech = await ReadAsync("speech/silero_test_60s.flac"),
            song = await ReadAsync("music/folk_lets_go_fishin.ogg");
        // More than go side by side; some equal in length, one empty, one shorter than a window.
        ReadOnlyMemory<float>[] sounds =
        [
            .. Enumerable.Range(0, 21).Select(i => (ReadOnlyMemory<float>)speech.AsMemory(i * 16000, 8000 + (i % 7 * 21000))),
            ReadOnlyMemory<float>.Empty,
            speech.AsMemory(40000, 100),
            song.AsMemory(0, 30 * 16000),
        ];
        ISpeechDetector detector = Detector;

        IReadOnlyList<IReadOnlyList<SpeechStretch>> together = detector.FindAll(sounds);

        Assert.Equal(sounds.Length, together.Count);
        Assert.True(together.Count(t => t.Count > 0) > 15);
        Assert.All(sounds.Zip(together), p => Assert.Equal(detector.Find(p.First.Span), p.Second));
    }

    [MediaFact]
    public async Task Read_AnyNumberSideBySide_GivesTheSameBits()
    {
        float[] speech = await ReadAsync("speech/librispeech_3436-172162-0000.ogg");
        using SileroNetwork network = new(ShippedModel.Speech.Read()!);
        ReadOnlyMemory<float>[] sounds = [.. Enumerable.Range(0, 16).Select(i => (ReadOnlyMemory<float>)speech.AsMemory(i * 9000, 40000))];
        SileroReading[] alone = [.. sounds.Select(s => network.Read([s])[0])];

        for (int count = 2; count <= sounds.Length; count++)
        {
            SileroReading[] together = network.Read(sounds[..count]);

            Assert.All(together.Zip(alone), p => Assert.Equal(p.Second.Chances, p.First.Chances));
            Assert.All(together.Zip(alone), p => Assert.True(p.Second.States.AsSpan().SequenceEqual(p.First.States)));
        }
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
