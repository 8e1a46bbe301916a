using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Models.Runtime;
using MontageAI.Models.Workers;

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
    private readonly PictureNetwork _pictures;
    private readonly PictureNetwork _words;
    private readonly Lazy<ClipTokenizer> _tokenizer;

    /// <summary>Makes one; reads nothing yet.</summary>
    /// <param name="name">Name of the model for people.</param>
    /// <param name="sum">What tells its files from others.</param>
    /// <param name="runtime">Version of the library.</param>
    /// <param name="files">Its files.</param>
    /// <param name="worker">Where users' own models run.</param>
    /// <param name="place">Where the others run.</param>
    public ClipEmbedder(string name, string sum, string runtime, ClipFiles files, Func<ModelWorker> worker, InferencePlace place)
    {
        (Name, _files) = (name, files);
        Algorithm = $"clip/1 {sum} onnxruntime {runtime}{(files.Pictures.Model.IsOwn ? "" : place.Identity)}";
        _pictures = new PictureNetwork(files.Pictures, worker, place);
        _words = files.Words == files.Pictures ? _pictures : new PictureNetwork(files.Words, worker, place);
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
        return Run(_pictures, pixels, new long[ClipTokenizer.Length], "image_embeds");
    }

    /// <inheritdoc/>
    public float[] Embed(string words)
    {
        long[] tokens = _files.Merges.Use(() => _tokenizer.Value.Encode(words));
        return Run(_words, new float[3 * PictureSide * PictureSide], tokens, "text_embeds");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pictures.Dispose();
        if (_words != _pictures)
        {
            _words.Dispose();
        }
    }

    // A network that holds both halves wants something for each, whichever is asked for.
    private static float[] Run(PictureNetwork network, float[] pixels, long[] tokens, string output)
    {
        ModelTensor[] offered =
        [
            ModelTensor.Of("pixel_values", pixels, 1, 3, PictureSide, PictureSide),
            ModelTensor.Of("input_ids", tokens, 1, tokens.Length),
            ModelTensor.Of("attention_mask", Mask(tokens), 1, tokens.Length),
        ];
        return Unit(network.Run(offered, [output])[0]);
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
