using System.Security.Cryptography;
using MontageAI.Media;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Pictures;
using MontageAI.Models.Runtime;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Pictures;

public sealed class ClipEmbedderTests
{
    [MediaTheory]
    [InlineData("a photo of a dog", 320, 1125, 539, 320, 1929)]
    [InlineData("A Photo, of a DOG", 320, 1125, 267, 539, 320, 1929)]
    [InlineData("  a   photo of\ta dog ", 320, 1125, 539, 320, 1929)]
    public void Tokens_OfWords_AreThoseOfClip(string text, params int[] tokens)
    {
        long[] found = Tokenizer().Encode(text);

        Assert.Equal(ClipTokenizer.Length, found.Length);
        Assert.Equal([49406, .. tokens, 49407], found.Take(tokens.Length + 2).Select(t => (int)t));
        Assert.All(found.Skip(tokens.Length + 2), t => Assert.Equal(0, t));
    }

    [MediaTheory]
    [InlineData("")]
    [InlineData("été 東京 🏄 it's 2026!")]
    public void Tokens_OfAnyText_BeginAndEnd(string text)
    {
        long[] found = Tokenizer().Encode(text);

        Assert.Equal(49406, found[0]);
        Assert.Single(found, 49407L);
        Assert.All(found, t => Assert.InRange(t, 0, 49407));
    }

    [MediaFact]
    public void Tokens_OfALongText_AreCutOff()
    {
        long[] found = Tokenizer().Encode(string.Join(' ', Enumerable.Repeat("dog", 500)));

        Assert.Equal(ClipTokenizer.Length, found.Length);
        Assert.Equal(49407, found[^1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>\nnot a model\n</html>\n")]
    [InlineData("#version\ni n\nt h\n")]
    public void Tokens_OfAnotherFile_AreRefused(string file) =>
        Assert.Throws<InvalidDataException>(() => ClipTokenizer.Read(System.Text.Encoding.UTF8.GetBytes(file)));

    [MediaTheory]
    [InlineData("red", 63, 102, 240)]
    [InlineData("green", 63, 90, 50)]
    [InlineData("blue", 63, 240, 102)]
    public void Embed_ColourAndItsName_LieCloserThanOthers(string word, byte luma, byte blue, byte red)
    {
        using ClipEmbedder clip = Toy();
        float[] picture = clip.Embed(Plain(luma, blue, red));

        string[] words = ["red", "green", "blue", "snow", "night"];

        Assert.Equal(word, words.MaxBy(w => Dot(picture, clip.Embed(w))));
        Assert.Equal(1, Dot(picture, picture), 3);
    }

    [MediaFact]
    public void Embed_FromManyThreads_GivesTheSame()
    {
        using ClipEmbedder clip = Toy();
        SmallFrame frame = Plain(100, 90, 200);

        float[][] all = [.. Enumerable.Range(0, 8).AsParallel().Select(_ => clip.Embed(frame))];

        Assert.All(all, found => Assert.Equal(all[0], found));
    }

    internal static ClipEmbedder Toy() =>
        new(
            "toy",
            "0",
            ModelRuntime.Instance.Version!,
            ClipFiles.Of(Added("clip", "toyclip_vision.onnx", "toyclip_text.onnx", "clip_bpe_simple_vocab_16e6.txt.gz"))!,
            () => throw new InvalidOperationException("it is of the catalogue"),
            new InferencePlace()
        );

    internal static InstalledModel Added(string name, params string[] files) =>
        new(
            name,
            ModelKind.Clip,
            "MIT",
            Path.GetDirectoryName(TestMedia.File("models/" + files[0]))!,
            [.. files.Select(f => new InstalledFile(f, Bytes(f).Length, Convert.ToHexStringLower(SHA256.HashData(Bytes(f)))))]
        );

    internal static SmallFrame Plain(byte luma, byte blue, byte red)
    {
        SmallFrame frame = new(400, 226);
        Span<byte> pixels = frame.Pixels.Span;
        pixels[..(400 * 226)].Fill(luma);
        pixels[(400 * 226)..(400 * 226 * 5 / 4)].Fill(blue);
        pixels[(400 * 226 * 5 / 4)..].Fill(red);
        return frame;
    }

    private static ClipTokenizer Tokenizer() => ClipTokenizer.Read(Bytes("clip_bpe_simple_vocab_16e6.txt.gz"));

    private static byte[] Bytes(string name) => File.ReadAllBytes(TestMedia.File("models/" + name));

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
