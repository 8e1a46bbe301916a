using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Dsp.Neural;
using MontageAI.Media;
using MontageAI.Models.Runtime;

namespace MontageAI.Models.Pictures;

/// <summary>
/// Pictures and words in one space by a network of CLIP's shape (Radford et al. 2021): <c>pixel_values</c> [n, 3, 224, 224] gives
/// <c>image_embeds</c>, <c>input_ids</c> [n, 77] gives <c>text_embeds</c>. Each half is loaded when it is first needed. Safe for threads.
/// </summary>
internal sealed class ClipEmbedder : IPictureEmbedder, IDisposable
{
    private const int PictureSide = 224;

    private static readonly PictureNorm s_norm = new((0.48145466f, 0.26862954f), (0.4578275f, 0.26130258f), (0.40821073f, 0.27577711f));

    private readonly Lazy<ModelSession> _pictures;
    private readonly Lazy<ModelSession> _words;
    private readonly Lazy<ClipTokenizer> _tokenizer;

    /// <summary>Makes one; reads nothing yet.</summary>
    /// <param name="name">Name of the model for people.</param>
    /// <param name="sum">What tells the files from others: their SHA-256.</param>
    /// <param name="runtime">Version of the library.</param>
    /// <param name="pictures">Reads the half that looks at pictures.</param>
    /// <param name="words">Reads the half that reads words.</param>
    /// <param name="vocabulary">Reads the merges of words.</param>
    public ClipEmbedder(string name, string sum, string runtime, Func<byte[]> pictures, Func<byte[]> words, Func<byte[]> vocabulary)
    {
        Name = name;
        Algorithm = $"clip/1 {sum} onnxruntime {runtime}";
        _pictures = new(() => new ModelSession(pictures()));
        _words = new(() => new ModelSession(words()));
        _tokenizer = new(() => ClipTokenizer.Read(vocabulary()));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public int Side => PictureSide;

    /// <inheritdoc/>
    public float[] Embed(SmallFrame picture)
    {
        float[] pixels = new float[3 * PictureSide * PictureSide];
        double scale = Math.Min(picture.Width, picture.Height) / (double)PictureSide;
        double side = scale * PictureSide;
        PictureTensor.Draw(
            picture,
            PictureSide,
            (picture.Width - side) / 2,
            (picture.Height - side) / 2,
            scale,
            s_norm,
            isBlueFirst: false,
            pixels
        );
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, PictureSide, PictureSide]);
        return Run(_pictures.Value, "pixel_values", value, "image_embeds");
    }

    /// <inheritdoc/>
    public float[] Embed(string words)
    {
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(_tokenizer.Value.Encode(words), [1, ClipTokenizer.Length]);
        return Run(_words.Value, "input_ids", value, "text_embeds");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<ModelSession> session in (Lazy<ModelSession>[])[_pictures, _words])
        {
            if (session.IsValueCreated)
            {
                session.Value.Dispose();
            }
        }
    }

    private static float[] Run(ModelSession session, string input, OrtValue value, string output)
    {
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run([input], [value], [output]);
        ReadOnlySpan<float> found = outputs[0].GetTensorDataAsSpan<float>();
        double square = 0;
        foreach (float v in found)
        {
            square += (double)v * v;
        }

        float[] unit = new float[found.Length];
        if (double.IsFinite(square) && square > 0)
        {
            double length = Math.Sqrt(square);
            for (int i = 0; i < unit.Length; i++)
            {
                unit[i] = (float)(found[i] / length);
            }
        }

        return unit;
    }
}
