using System.Collections.Concurrent;
using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Models.Graphs;
using MontageAI.Models.Pictures;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Results;

namespace MontageAI.Models.Faces;

/// <summary>
/// Finds faces by BlazeFace (Bazarevsky et al., "BlazeFace: sub-millisecond neural face detection on mobile GPUs", 2019), the model for
/// rear cameras: pictures whose longer side is 256 pixels, two guesses for each cell of 16 pixels and six for each of 32. It was written
/// for squares; of a wide or tall picture they would be bars by two fifths, so it is given one of the picture's own shape. Where faces are
/// followed every one counts, and bars help: small faces near the upper edge are found three times as often with them.
/// </summary>
internal sealed class BlazeFaceDetector : IFaceDetector, IDisposable
{
    private const float Surest = 0.7f;
    private const float Faint = 0.45f;
    private const double SameFace = 0.3;
    private const int Side = 256;
    private const int Coarsest = 32;
    private const int NumbersPerBox = 16;

    private static readonly string[] s_inputs = ["input:0"];
    private static readonly string[] s_outputs = ["Identity:0", "Identity_1:0", "Identity_2:0", "Identity_3:0"];
    private static readonly (int Pixels, int PerCell)[] s_grids = [(16, 2), (32, 6)];

    private readonly byte[] _model;
    private readonly InferencePlace _place;
    private readonly ConcurrentDictionary<(int Width, int Height), Lazy<ModelSession>> _sessions = [];
    private readonly float _least;

    public BlazeFaceDetector(byte[] model, string runtime, float least = Surest, InferencePlace? place = null)
    {
        (_model, _place, _least) = (model, place ?? new InferencePlace(), least);
        Algorithm = $"blazeface/2 {ShippedModel.Faces.Sha256[..16]} onnxruntime {runtime}{_place.Identity}";

        // What most footage needs, loaded when the detector is, which is while files are probed.
        _ = SessionFor(ShapeOf(16, 9));
    }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public float Sure => _least;

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> Find(SmallFrame picture) => Find(picture, ShapeOf(picture.Width, picture.Height), _least);

    /// <inheritdoc/>
    public IReadOnlyList<FaceBox> FindFaint(SmallFrame picture) => Find(picture, (Side, Side), Math.Min(_least, Faint));

    private IReadOnlyList<FaceBox> Find(SmallFrame picture, (int Width, int Height) shape, float least)
    {
        ArgumentNullException.ThrowIfNull(picture);
        (int width, int height) = shape;
        ModelSession session = SessionFor(shape);
        float[] pixels = new float[3 * width * height];
        double scale = Math.Max(picture.Width / (double)width, picture.Height / (double)height);
        PictureWindow window = new(
            (picture.Width - (width * scale)) / 2,
            (picture.Height - (height * scale)) / 2,
            width * scale,
            height * scale
        );
        PictureTensor.Fill(picture, window, pixels, width, height);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, [1, height, width, 3]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(s_inputs, [input], s_outputs);
        List<FaceBox> boxes = [];
        for (int g = 0; g < s_grids.Length; g++)
        {
            ReadOnlySpan<float> scores = outputs[g].GetTensorDataAsSpan<float>(),
                sides = outputs[g + 2].GetTensorDataAsSpan<float>();
            for (int i = 0; i < scores.Length; i++)
            {
                float score = FaceBoxes.Score(1 / (1 + Math.Exp(-scores[i])));
                if (score < least)
                {
                    continue;
                }

                // Centre and size in pixels of what the network saw.
                int cell = i / s_grids[g].PerCell,
                    columns = width / s_grids[g].Pixels;
                ReadOnlySpan<float> guess = sides.Slice(i * NumbersPerBox, 4);
                double x = (((cell % columns) + 0.5) * s_grids[g].Pixels) + guess[0],
                    y = (((cell / columns) + 0.5) * s_grids[g].Pixels) + guess[1],
                    across = guess[2] / 2,
                    down = guess[3] / 2;
                FaceBox? box = FaceBoxes.Within(
                    (window.Left + ((x - across) * scale)) / picture.Width,
                    (window.Top + ((y - down) * scale)) / picture.Height,
                    (window.Left + ((x + across) * scale)) / picture.Width,
                    (window.Top + ((y + down) * scale)) / picture.Height,
                    score
                );
                boxes.AddRange(box is { } found ? [found] : []);
            }
        }

        return FaceBoxes.Distinct(boxes, SameFace);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<ModelSession> session in _sessions.Values.Where(s => s.IsValueCreated))
        {
            session.Value.Dispose();
        }
    }

    // The longer side as the network was made for, the shorter one as the picture's, in whole cells.
    private static (int Width, int Height) ShapeOf(int width, int height)
    {
        int longer = Math.Max(width, height),
            shorter = Math.Min(width, height),
            cells = (int)(((long)Side * shorter + ((long)longer * Coarsest) - 1) / ((long)longer * Coarsest)),
            other = Math.Clamp(cells * Coarsest, 2 * Coarsest, Side);
        return width >= height ? (Side, other) : (other, Side);
    }

    private ModelSession SessionFor((int Width, int Height) shape) =>
        _sessions
            .GetOrAdd(
                shape,
                s => new Lazy<ModelSession>(() =>
                    new ModelSession(PreparedModel.Change(_model, g => PictureSize.Apply(g, Side, s.Width, s.Height)) ?? _model, _place)
                )
            )
            .Value;
}
