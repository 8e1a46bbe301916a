using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Results;

namespace MontageAI.Models.Faces;

/// <summary>How a picture is laid into the square that BlazeFace looks at.</summary>
internal enum SquareLayout
{
    /// <summary>The whole picture, with black bars.</summary>
    Whole,

    /// <summary>The whole picture, and squares as long as its shorter side beside each other.</summary>
    WholeAndTiles,
}

/// <summary>
/// Finds faces by BlazeFace (Bazarevsky et al., "BlazeFace: sub-millisecond neural face detection on mobile GPUs", 2019), the model for
/// rear cameras: a square of 256 pixels, two guesses for each cell of 16 pixels and six for each of 32.
/// </summary>
internal sealed class BlazeFaceDetector : IFaceDetector, IDisposable
{
    private const float Surest = 0.7f;
    private const float Faint = 0.45f;
    private const double SameFace = 0.3;
    private const int Side = 256;
    private const int NumbersPerBox = 16;

    private static readonly string[] s_inputs = ["input:0"];
    private static readonly string[] s_outputs = ["Identity:0", "Identity_1:0", "Identity_2:0", "Identity_3:0"];
    private static readonly (int Cells, int PerCell)[] s_grids = [(16, 2), (8, 6)];

    private readonly ModelSession _session;
    private readonly SquareLayout _layout;
    private readonly float _least;

    public BlazeFaceDetector(
        byte[] model,
        string runtime,
        SquareLayout layout = SquareLayout.Whole,
        float least = Surest,
        InferencePlace? place = null
    )
    {
        InferencePlace where = place ?? new InferencePlace();
        _session = new ModelSession(model, where);
        (_layout, _least) = (layout, least);
        Algorithm = $"blazeface/1 {ShippedModel.Faces.Sha256[..16]} onnxruntime {runtime}{where.Identity}";
    }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public float Sure => _least;

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> Find(SmallFrame picture) => Find(picture, _least);

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> FindFaint(SmallFrame picture) => Find(picture, Math.Min(_least, Faint));

    private IReadOnlyList<FaceBox> Find(SmallFrame picture, float least)
    {
        ArgumentNullException.ThrowIfNull(picture);
        float[] pixels = new float[3 * Side * Side];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [1, Side, Side, 3]);
        List<FaceBox> boxes = [];
        foreach (PictureWindow window in Windows(picture.Width, picture.Height))
        {
            PictureTensor.FillSquare(picture, window, pixels, Side);
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(s_inputs, [input], s_outputs);
            for (int g = 0; g < s_grids.Length; g++)
            {
                ReadOnlySpan<float> scores = outputs[g].GetTensorDataAsSpan<float>(),
                    sides = outputs[g + 2].GetTensorDataAsSpan<float>();
                for (int i = 0; i < scores.Length; i++)
                {
                    float score = FaceBoxes.Score(1 / (1 + Math.Exp(-scores[i])));
                    if (score >= least && BoxAt(sides.Slice(i * NumbersPerBox, 4), s_grids[g], i, window, picture, score) is { } box)
                    {
                        boxes.Add(box);
                    }
                }
            }
        }

        return FaceBoxes.Distinct(boxes, SameFace);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private static FaceBox? BoxAt(
        ReadOnlySpan<float> sides,
        (int Cells, int PerCell) grid,
        int anchor,
        PictureWindow window,
        SmallFrame picture,
        float score
    )
    {
        int cell = anchor / grid.PerCell;
        double x = (((cell % grid.Cells) + 0.5) / grid.Cells) + (sides[0] / Side),
            y = (((cell / grid.Cells) + 0.5) / grid.Cells) + (sides[1] / Side),
            across = sides[2] / Side / 2,
            down = sides[3] / Side / 2;
        return FaceBoxes.Within(
            (window.Left + ((x - across) * window.Width)) / picture.Width,
            (window.Top + ((y - down) * window.Height)) / picture.Height,
            (window.Left + ((x + across) * window.Width)) / picture.Width,
            (window.Top + ((y + down) * window.Height)) / picture.Height,
            score
        );
    }

    private IEnumerable<PictureWindow> Windows(int width, int height)
    {
        double longer = Math.Max(width, height),
            shorter = Math.Min(width, height);
        yield return new PictureWindow((width - longer) / 2, (height - longer) / 2, longer, longer);
        if (_layout == SquareLayout.Whole || longer < 1.2 * shorter)
        {
            yield break;
        }

        int tiles = (int)Math.Ceiling((longer / shorter) - 0.05);
        for (int t = 0; t < tiles; t++)
        {
            double at = (longer - shorter) * t / (tiles - 1);
            yield return width >= height ? new PictureWindow(at, 0, shorter, shorter) : new PictureWindow(0, at, shorter, shorter);
        }
    }
}
