using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Media;
using MontageAI.Models.Pictures;
using MontageAI.Models.Runtime;
using MontageAI.Models.Workers;
using MontageAI.Results;

namespace MontageAI.Models.Faces;

/// <summary>
/// Finds faces by YuNet (Wu, Peng and Yu, "YuNet: a tiny millisecond-level face detector", 2023): one guess for each cell of 8, 16 and 32
/// pixels. Pictures are looked at in their own size.
/// </summary>
internal sealed class YuNetFaceDetector : IFaceDetector, IDisposable
{
    // On one half of the labelled frames the lowest score that takes nothing else for a face (`./bench models faces`).
    private const float Surest = 0.7f;
    private const float Faint = 0.45f;
    private const double SameFace = 0.3;
    private const int Multiple = 32;

    private static readonly int[] s_strides = [8, 16, 32];
    private static readonly string[] s_inputs = ["input"];
    private static readonly string[] s_outputs = [.. ((string[])["cls_", "obj_", "bbox_"]).SelectMany(n => s_strides.Select(s => n + s))];

    // One of the two.
    private readonly ModelSession? _session;
    private readonly WorkerSession? _apart;
    private readonly float _least;

    public YuNetFaceDetector(byte[] model, string sha256, string runtime, float least = Surest, InferencePlace? place = null)
    {
        InferencePlace where = place ?? new InferencePlace();
        _session = new ModelSession(model, where, new TrialInput(Most: 255));
        _least = least;
        Algorithm = $"yunet/1 {sha256[..16]} onnxruntime {runtime}{where.Identity}";
    }

    /// <summary>Has a user's own model of this form find faces, in a process of its own.</summary>
    public YuNetFaceDetector(WorkerSession apart, string sha256, string runtime, float least = Surest)
    {
        _apart = apart;
        _least = least;
        Algorithm = $"yunet/1 own {sha256[..16]} onnxruntime {runtime}";
    }

    /// <summary>Why a user's own model was given up; null while it works.</summary>
    public string? Lost => _apart?.Lost;

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
        int width = Padded(picture.Width),
            height = Padded(picture.Height);
        float[] planes = new float[3 * width * height];
        PictureTensor.FillPlanes(picture, planes, width);
        IReadOnlyList<float[]> outputs = Run(planes, width, height);
        List<FaceBox> boxes = [];
        for (int s = 0; s < s_strides.Length; s++)
        {
            int stride = s_strides[s],
                columns = width / stride;
            float[] classes = outputs[s],
                objects = outputs[s + 3],
                sides = outputs[s + 6];
            for (int i = 0; i < classes.Length; i++)
            {
                float score = FaceBoxes.Score(Math.Sqrt(Math.Clamp(classes[i], 0, 1) * (double)Math.Clamp(objects[i], 0, 1)));
                if (score < least)
                {
                    continue;
                }

                double x = ((i % columns) + sides[4 * i]) * stride,
                    y = ((i / columns) + sides[(4 * i) + 1]) * stride,
                    across = Math.Exp(sides[(4 * i) + 2]) * stride / 2,
                    down = Math.Exp(sides[(4 * i) + 3]) * stride / 2;
                if (
                    FaceBoxes.Within(
                        (x - across) / picture.Width,
                        (y - down) / picture.Height,
                        (x + across) / picture.Width,
                        (y + down) / picture.Height,
                        score
                    ) is
                    { } box
                )
                {
                    boxes.Add(box);
                }
            }
        }

        return FaceBoxes.Distinct(boxes, SameFace);
    }

    /// <inheritdoc/>
    public void Dispose() => _session?.Dispose();

    // Objects, boxes and classes of each stride, as many as there are cells.
    private IReadOnlyList<float[]> Run(float[] planes, int width, int height)
    {
        if (_apart is not null)
        {
            return
            [
                .. _apart
                    .Run([ModelTensor.Of("input", planes, 1, 3, height, width)], s_outputs, given => Fits(given, width, height))
                    .Select(o => o.Floats.ToArray()),
            ];
        }

        using OrtValue input = OrtValue.CreateTensorValueFromMemory(planes, [1, 3, height, width]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session!.Run(s_inputs, [input], s_outputs);
        return [.. outputs.Select(o => o.GetTensorDataAsSpan<float>().ToArray())];
    }

    private static bool Fits(IReadOnlyList<ModelTensor> given, int width, int height) =>
        given.Count == s_outputs.Length
        && given
            .Select((tensor, i) => tensor.Floats.Length == (i < 6 ? 1 : 4) * (width / s_strides[i % 3]) * (height / s_strides[i % 3]))
            .All(fits => fits);

    private static int Padded(int side) => (side + Multiple - 1) / Multiple * Multiple;
}
