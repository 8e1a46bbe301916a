using MontageAI.Analysis.Speech;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Analysis.Tests.Speech;

public sealed class ModulationSpeechDetectorTests
{
    private static readonly ModulationSpeechDetector s_detector = new();

    // Read English, Chinese news, a telephone's 8 kHz, a voice between crackling.
    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("speech/librispeech_3436-172162-0000.ogg", 0.7)]
    [InlineData("speech/sadtalker_chinese_news.flac", 0.7)]
    [InlineData("speech/silero_aepyx_8k.flac", 0.6)]
    [InlineData("speech/voices_around_fire.mp3", 0.7)]
    [InlineData("speech/silero_test_60s.flac", 0.6)]
    public async Task Find_Speech_CoversMostOfIt(string file, double least)
    {
        float[] samples = await ReadAsync(file);

        IReadOnlyList<SpeechStretch> found = s_detector.Find(samples);

        Assert.InRange(found.Sum(s => s.End - s.Start) / Seconds(samples), least, 1);
        Assert.All(found, s => Assert.InRange(s.Confidence, 0.5, 1));
        Assert.All(found, s => Assert.InRange(s.End, s.Start + 0.25, Seconds(samples)));
        Assert.All(found.Zip(found.Skip(1)), p => Assert.True(p.First.End <= p.Second.Start));
    }

    [TableTheory(NeedsMedia = true, Every = 3)]
    [InlineData("speech/neg_rain.mp3", 0.05)]
    [InlineData("music/piano_sweet_waltz.ogg", 0.2)]
    [InlineData("music/osu_cysmix_triangles.mp3", 0.05)]
    [InlineData("music/strings_hungarian_dance5.ogg", 0.2)]
    public async Task Find_RainAndMusic_HardlyAnythingIsTakenForSpeech(string file, double most)
    {
        float[] samples = await ReadAsync(file);

        Assert.InRange(s_detector.Find(samples).Sum(s => s.End - s.Start) / Seconds(samples), 0, most);
    }

    // Speech begins where it begins: silence of two seconds put before and after it stays silence.
    [MediaFact]
    public async Task Find_SpeechBetweenSilences_BeginsAndEndsWithIt()
    {
        float[] voice = await ReadAsync("speech/librispeech_5703-47212-0000.ogg");
        float[] samples = [.. new float[16000], .. voice[8000..56000], .. new float[16000]];

        IReadOnlyList<SpeechStretch> found = s_detector.Find(samples);

        Assert.NotEmpty(found);
        Assert.InRange(found[0].Start, 1.9, 3);
        Assert.InRange(found[^1].End, 6, 8.2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(799)]
    [InlineData(80000)]
    public void Find_Silence_FindsNothing(int length) => Assert.Empty(s_detector.Find(new float[length]));

    [Fact]
    public void Find_ChordAndNoise_FindsNothing()
    {
        Random random = new(3);
        float[] chord =
        [
            .. Enumerable.Range(0, 80000).Select(i => (float)(0.1 * (Math.Sin(i * 0.2) + Math.Sin(i * 0.25) + Math.Sin(i * 0.3)))),
        ];
        float[] noise = [.. Enumerable.Range(0, 80000).Select(_ => (float)(0.2 * (random.NextDouble() - 0.5)))];

        Assert.Empty(s_detector.Find(chord));
        Assert.Empty(s_detector.Find(noise));
    }

    private static double Seconds(float[] samples) => samples.Length / (double)s_detector.SampleRate;

    private static async Task<float[]> ReadAsync(string file)
    {
        List<float> samples = [];
        FFmpegTools tools = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));
        await new PcmReader(tools).ReadAsync(
            TestMedia.File(file),
            new PcmOptions { SampleRate = s_detector.SampleRate, MaxSeconds = 60 },
            block => samples.AddRange(block),
            CancellationToken.None
        );
        return [.. samples];
    }
}
