using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Dsp.Neural;
using MontageAI.Media;
using MontageAI.Models.Runtime;

namespace MontageAI.Models.Pictures;

/// <summary>
/// Pictures and words in one space by a network of CLIP's shape (Radford et al. 2021): <c>pixel_values</c> [n, 3, 224, 224] gives
/// <c>image_embeds</c>, <c>input_ids</c> [n, 77] gives <c>text_embeds</c>, in two networks or in one. Each is loaded when it is first
/// needed. Safe for threads.
/// </summary>
internal sealed class ClipEmbedder : IPictureEmbedder, IDisposable
{
    private const int PictureSide = 224;

    private static readonly PictureNorm s_norm = new((0.48145466f, 0.26862954f), (0.4578275f, 0.26130258f), (0.40821073f, 0.27577711f));

    private readonly ClipFiles _files;
    private readonly Lazy<ModelSession> _pictures;
    private readonly Lazy<ModelSession> _words;
    private readonly Lazy<ClipTokenizer> _tokenizer;

    /// <summary>Makes one; reads nothing yet.</summary>
    /// <param name="name">Name of the model for people.</param>
    /// <param name="sum">What tells its files from others.</param>
    /// <param name="runtime">Version of the library.</param>
    /// <param name="files">Its files.</param>
    /// <param name="place">Where it runs; null on the processor.</param>
    public ClipEmbedder(string name, string sum, string runtime, ClipFiles files, InferencePlace? place = null)
    {
        InferencePlace where = place ?? new InferencePlace();
        (Name, _files) = (name, files);
        Algorithm = $"clip/1 {sum} onnxruntime {runtime}{where.Identity}";
        _pictures = new(() => new ModelSession(files.Pictures.Read(), where));
        _words = files.Words == files.Pictures ? _pictures : new(() => new ModelSession(files.Words.Read(), where));
        _tokenizer = new(() => ClipTokenizer.Read(files.Merges.Read()));
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
        return _files.Pictures.Use(() => Run(_pictures.Value, pixels, new long[ClipTokenizer.Length], "image_embeds"));
    }

    /// <inheritdoc/>
    public float[] Embed(string words)
    {
        long[] tokens = _files.Merges.Use(() => _tokenizer.Value.Encode(words));
        return _files.Words.Use(() => Run(_words.Value, new float[3 * PictureSide * PictureSide], tokens, "text_embeds"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<ModelSession> session in (HashSet<Lazy<ModelSession>>)[_pictures, _words])
        {
            if (session.IsValueCreated)
            {
                session.Value.Dispose();
            }
        }
    }

    // A network that holds both halves wants something for each, whichever is asked for.
    private static float[] Run(ModelSession session, float[] pixels, long[] tokens, string output)
    {
        using OrtValue picture = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, PictureSide, PictureSide]);
        using OrtValue words = OrtValue.CreateTensorValueFromMemory(tokens, [1, tokens.Length]);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(Mask(tokens), [1, tokens.Length]);
        OrtValue[] values =
        [
            .. session.Inputs.Select(name =>
                name switch
                {
                    "pixel_values" => picture,
                    "attention_mask" => mask,
                    _ => words,
                }
            ),
        ];
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(session.Inputs, values, [output]);
        return Unit(outputs[0].GetTensorDataAsSpan<float>());
    }

    private static long[] Mask(long[] tokens)
    {
        int end = Array.LastIndexOf(tokens, ClipTokenizer.End);
        return [.. Enumerable.Range(0, tokens.Length).Select(i => i <= end ? 1L : 0L)];
    }

    private static float[] Unit(ReadOnlySpan<float> found)
    {
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
