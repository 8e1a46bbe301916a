using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Models.Pictures;
using MontageAI.Models.Runtime;
using MontageAI.Models.Workers;

namespace MontageAI.Models.Objects;

/// <summary>
/// Finds the 80 things of the COCO list by NanoDet-m at 416 pixels: three grids, of which each place gives 80 scores and four distances to
/// the edges of a box, each as eight shares whose mean is meant (Li et al. 2020, "Generalized Focal Loss"). Safe for threads.
/// </summary>
internal sealed class NanoDetector : IObjectDetector, IDisposable
{
    private const int PictureSide = 416;
    private const int Bins = 8;

    // Below this nothing is kept.
    private const float LeastScore = 0.3f;

    // Boxes of one thing that share more than this are one box.
    private const float MostOverlap = 0.6f;
    private const int MostFound = 32;

    private static readonly PictureNorm s_norm = new(
        (123.675f / 255, 58.395f / 255),
        (116.28f / 255, 57.12f / 255),
        (103.53f / 255, 57.375f / 255)
    );

    private static readonly (int Stride, string Scores, string Distances)[] s_grids =
    [
        (8, "792", "795"),
        (16, "814", "817"),
        (32, "836", "839"),
    ];

    private const string Input = "input.1";

    private static readonly string[] s_outputs = [.. s_grids.SelectMany(g => (string[])[g.Scores, g.Distances])];

    private readonly AddedFile _file;
    private readonly PictureNetwork _network;

    /// <summary>Makes one; reads nothing yet.</summary>
    /// <param name="name">Name of the model for people.</param>
    /// <param name="sum">What tells the file from others: its SHA-256.</param>
    /// <param name="runtime">Version of the library.</param>
    /// <param name="file">The file.</param>
    /// <param name="worker">Where users' own models run.</param>
    /// <param name="place">Where the others run.</param>
    public NanoDetector(string name, string sum, string runtime, AddedFile file, Func<ModelWorker> worker, InferencePlace place)
    {
        (Name, _file) = (name, file);
        Algorithm = $"nanodet/1 {sum} onnxruntime {runtime}{(file.Model.IsOwn ? "" : place.Identity)}";
        _network = new PictureNetwork(file, worker, place);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public int Side => PictureSide;

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => CocoLabels.All;

    /// <inheritdoc/>
    public IReadOnlyList<DetectedObject> Find(SmallFrame picture)
    {
        float[] pixels = new float[3 * PictureSide * PictureSide];
        double scale = Math.Max(picture.Width, picture.Height) / (double)PictureSide;
        double left = (picture.Width - (scale * PictureSide)) / 2,
            top = (picture.Height - (scale * PictureSide)) / 2;
        PictureTensor.Draw(picture, PictureSide, left, top, scale, s_norm, isBlueFirst: true, pixels);
        return _file.Use(() =>
            Find(pixels, (x, y) => (Share((left + (x * scale)) / picture.Width), Share((top + (y * scale)) / picture.Height)))
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private List<DetectedObject> Find(float[] pixels, Func<double, double, (float X, float Y)> place)
    {
        IReadOnlyList<float[]> outputs = _network.Run([ModelTensor.Of(Input, pixels, 1, 3, PictureSide, PictureSide)], s_outputs);
        List<DetectedObject> found = [];
        for (int g = 0; g < s_grids.Length; g++)
        {
            (float[] scores, float[] distances) = (outputs[2 * g], outputs[(2 * g) + 1]);
            int places = PictureSide / s_grids[g].Stride * (PictureSide / s_grids[g].Stride);
            if (scores.Length != places * CocoLabels.All.Count || distances.Length != places * 4 * Bins)
            {
                throw new InvalidDataException($"it gives {scores.Length} scores where NanoDet gives {places * CocoLabels.All.Count}");
            }

            Read(scores, distances, s_grids[g].Stride, place, found);
        }

        return Distinct(found);
    }

    private static void Read(
        ReadOnlySpan<float> scores,
        ReadOnlySpan<float> distances,
        int stride,
        Func<double, double, (float X, float Y)> place,
        List<DetectedObject> found
    )
    {
        int labels = CocoLabels.All.Count,
            columns = PictureSide / stride;
        for (int i = 0; i < columns * columns; i++)
        {
            ReadOnlySpan<float> own = scores.Slice(i * labels, labels);
            for (int label = 0; label < labels; label++)
            {
                float score = MathF.Round(own[label], 3);
                if (!(score >= LeastScore))
                {
                    continue;
                }

                double x = (i % columns * stride) + (0.5 * (stride - 1)),
                    y = (i / columns * stride) + (0.5 * (stride - 1));
                ReadOnlySpan<float> edges = distances.Slice(i * 4 * Bins, 4 * Bins);
                (float left, float top) = place(x - (Mean(edges[..Bins]) * stride), y - (Mean(edges[Bins..(2 * Bins)]) * stride));
                (float right, float bottom) = place(
                    x + (Mean(edges[(2 * Bins)..(3 * Bins)]) * stride),
                    y + (Mean(edges[(3 * Bins)..]) * stride)
                );
                found.Add(new DetectedObject(label, Math.Min(1, score), left, top, right, bottom));
            }
        }
    }

    // Shares of a softmax; the mean of what they stand for.
    private static double Mean(ReadOnlySpan<float> bins)
    {
        double most = double.MinValue;
        foreach (float bin in bins)
        {
            most = Math.Max(most, bin);
        }

        double sum = 0,
            weighted = 0;
        for (int i = 0; i < bins.Length; i++)
        {
            double weight = Math.Exp(bins[i] - most);
            sum += weight;
            weighted += i * weight;
        }

        return weighted / sum;
    }

    private static float Share(double edge) => MathF.Round((float)Math.Clamp(edge, 0, 1), 3);

    private static List<DetectedObject> Distinct(List<DetectedObject> found)
    {
        List<DetectedObject> kept = [];
        foreach (DetectedObject one in found.OrderByDescending(f => f.Score).ThenBy(f => f.Label).ThenBy(f => f.Left).ThenBy(f => f.Top))
        {
            if (kept.Count < MostFound && !kept.Exists(k => k.Label == one.Label && Overlap(k, one) > MostOverlap))
            {
                kept.Add(one);
            }
        }

        return kept;
    }

    private static float Overlap(DetectedObject a, DetectedObject b)
    {
        float width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left),
            height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        float shared = width * height;
        return shared / (Area(a) + Area(b) - shared);
    }

    private static float Area(DetectedObject box) => (box.Right - box.Left) * (box.Bottom - box.Top);
}
