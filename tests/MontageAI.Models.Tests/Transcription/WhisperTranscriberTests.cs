using System.Security.Cryptography;
using MontageAI.Detection;
using MontageAI.Models.Transcription;
using MontageAI.Results;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Transcription;

public sealed class WhisperTranscriberTests
{
    [MediaFact]
    public async Task WriteDown_ModelWithoutWeights_RunsAndUnderstandsNothing()
    {
        using LearnedModels models = new();
        string file = TestMedia.File("models/for-tests-ggml-tiny.bin");

        (ITranscriber? transcriber, string? problem) = models.OpenTranscriber(file, Sum(file));

        Assert.True(transcriber is not null, problem);
        using (transcriber)
        {
            Assert.Contains(Sum(file)[..16], transcriber.Algorithm, StringComparison.Ordinal);
            float[] tone = [.. Enumerable.Range(0, transcriber.SampleRate * 2).Select(i => 0.1f * MathF.Sin(i * 0.05f))];
            Assert.Empty(await transcriber.WriteDownAsync(tone, TestContext.Current.CancellationToken));
            Assert.Empty(await transcriber.WriteDownAsync(tone.AsMemory(0, 1000), TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<!DOCTYPE html><html></html>")]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    [InlineData("lmgg")]
    [InlineData("lmgg and then nothing that makes sense at all")]
    public void Open_NoModel_SaysSo(string content)
    {
        using TempFolder folder = new();
        File.WriteAllText(folder.File("model.bin"), content);
        using LearnedModels models = new();

        (ITranscriber? transcriber, string? problem) = models.OpenTranscriber(folder.File("model.bin"), Sum(folder.File("model.bin")));

        Assert.Null(transcriber);
        Assert.Contains("Whisper model", problem, StringComparison.Ordinal);
    }

    [MediaTheory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void Open_TruncatedModel_SaysSo(double share)
    {
        using TempFolder folder = new();
        byte[] whole = File.ReadAllBytes(TestMedia.File("models/for-tests-ggml-tiny.bin"));
        File.WriteAllBytes(folder.File("model.bin"), whole[..(int)(whole.Length * share)]);
        using LearnedModels models = new();

        Assert.Null(models.OpenTranscriber(folder.File("model.bin"), new string('0', 64)).Transcriber);
    }

    [MediaFact]
    public void Open_HeadsThatMakeNoSense_NeverReachTheLibrary()
    {
        using TempFolder folder = new();
        using LearnedModels models = new();
        byte[] whole = File.ReadAllBytes(TestMedia.File("models/for-tests-ggml-tiny.bin"));
        // Every number of the head in turn; the library ends the program on some of them.
        for (int number = 0; number < 14; number++)
        {
            foreach (int value in (int[])[-1, 0, 7, 99, int.MaxValue])
            {
                byte[] bent = [.. whole];
                BitConverter.TryWriteBytes(bent.AsSpan(4 * number), value);
                File.WriteAllBytes(folder.File("model.bin"), bent);

                (ITranscriber? transcriber, string? problem) = models.OpenTranscriber(folder.File("model.bin"), new string('0', 64));

                Assert.True(transcriber is not null || problem is not null);
                transcriber?.Dispose();
                if (value is -1 or int.MaxValue)
                {
                    Assert.Null(transcriber);
                }
            }
        }
    }

    [Fact]
    public void LineOf_PiecesOfWords_AreJoinedWithTheirTimes()
    {
        SpokenLine line = WhisperTranscriber.LineOf(
            " Tomorrow's sun.",
            0.5,
            2.5,
            [("[_BEG_]", 0), (" Tom", 0.5), ("orrow", 0.8), ("'s", 1.0), (" sun", 1.4), (".", 1.9), ("[_TT_125]", 2.5)],
            2
        )!;

        Assert.Equal("Tomorrow's sun.", line.Text);
        Assert.Equal((0.5, 2), (line.Start, line.End));
        Assert.Equal([new SpokenWord(0.5, "Tomorrow's"), new SpokenWord(1.4, "sun.")], line.Words!);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" [BLANK_AUDIO]")]
    [InlineData(" (laughs)")]
    public void LineOf_NoWords_IsNone(string text) => Assert.Null(WhisperTranscriber.LineOf(text, 0, 1, [], 2));

    private static string Sum(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
