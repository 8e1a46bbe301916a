using System.Runtime.InteropServices;
using MontageAI.Detection;
using MontageAI.Dsp.Neural;
using MontageAI.Media;

namespace MontageAI.Engine.Searching;

/// <summary>Sees by vectors: a picture is kept as half floats, and fits words by the product of both.</summary>
internal sealed class EmbeddedSight(IPictureEmbedder embedder) : IPictureSight
{
    private const int Digits = 4;

    /// <inheritdoc/>
    public string Name => embedder.Name;

    /// <inheritdoc/>
    public string Algorithm => embedder.Algorithm;

    /// <inheritdoc/>
    public int LongSide(VideoStreamInfo stream)
    {
        double aspect = (double)Math.Max(1, stream.DisplayWidth) / Math.Max(1, stream.DisplayHeight);
        return 2 * (int)Math.Ceiling(embedder.Side * Math.Max(aspect, 1 / aspect) / 2);
    }

    /// <inheritdoc/>
    public byte[] See(SmallFrame picture)
    {
        float[] vector = embedder.Embed(picture);
        byte[] kept = new byte[2 * vector.Length];
        Span<Half> halves = MemoryMarshal.Cast<byte, Half>(kept.AsSpan());
        for (int i = 0; i < vector.Length; i++)
        {
            halves[i] = (Half)vector[i];
        }

        return kept;
    }

    /// <inheritdoc/>
    public PictureQuestion Ask(string words)
    {
        float[] wanted = embedder.Embed(words);
        bool understood = wanted.Any(v => v != 0);
        return new PictureQuestion(Score, understood, understood ? [] : [words]);

        float Score(byte[] kept) =>
            kept.Length == 2 * wanted.Length ? MathF.Round(HalfProducts.Dot(MemoryMarshal.Cast<byte, Half>(kept), wanted), Digits) : 0;
    }
}
