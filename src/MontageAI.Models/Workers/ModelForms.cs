using MontageAI.Models.Catalogue;

namespace MontageAI.Models.Workers;

/// <summary>What models of each kind take and give, as far as this program can use them.</summary>
internal static class ModelForms
{
    // Where a model leaves dimensions free.
    private const int Side = 64;
    private const int Frames = 100;

    private static readonly string[] s_faceOutputs =
    [
        .. new[] { "cls", "obj", "bbox", "kps" }.SelectMany(n => new[] { 8, 16, 32 }.Select(stride => $"{n}_{stride}")),
    ];

    /// <summary>The form in words.</summary>
    public static string Of(ModelKind kind) =>
        kind switch
        {
            ModelKind.Faces =>
                "it should take one picture [1,3,H,W] and give cls, obj, bbox and kps at strides 8, 16 and 32, as YuNet does",
            ModelKind.Speech => "it should take input [1,N], state [2,1,128] and sr, and give output and stateN, as Silero VAD does",
            ModelKind.Beats => "it should take a spectrogram [1,T,128] and give beats [1,T], as Beat This does",
            ModelKind.Shots => "it should take frames [1,100,27,48,3] and give a number for each, as TransNetV2 does",
            ModelKind.Clip => "it should take pictures [N,3,H,W] and give a vector for each [N,D], as CLIP does",
            ModelKind.Objects => "it should take one picture [1,3,H,W] and give scores of 80 things, as NanoDet does",
            ModelKind.Upscale => "it should take one picture [1,3,H,W] and give a larger one",
            _ => "models of this kind have another form",
        };

    /// <summary>Whether a model takes what such models do.</summary>
    public static bool Takes(IReadOnlyList<TensorFacts> inputs, ModelKind kind) =>
        inputs.All(i => i.Numbers is not null && WorkerProtocol.Count(Shape(i, kind)) is not null)
        && kind switch
        {
            ModelKind.Speech => inputs.Select(i => i.Name).Order(StringComparer.Ordinal).SequenceEqual(["input", "sr", "state"]),
            ModelKind.Beats => inputs is [{ Numbers: TensorNumbers.Float32, Shape: [_, _, 128] }],
            ModelKind.Shots => inputs is [{ Shape: [_, _, 27, 48, 3] }],
            ModelKind.Captions => false,
            _ => inputs is [{ Numbers: TensorNumbers.Float32, Shape: [_, 3 or < 0, _, _] }],
        };

    /// <summary>Whether a model gave what such models do.</summary>
    public static bool Gives(IReadOnlyList<ModelTensor> inputs, IReadOnlyList<ModelTensor> outputs, ModelKind kind)
    {
        long[] taken = inputs[0].Shape;
        return kind switch
        {
            ModelKind.Faces => s_faceOutputs.All(name => outputs.Any(o => o.Name == name && o.Floats.Length > 0)),
            ModelKind.Speech => Named("output") is { Floats.Length: 1 } && Named("stateN") is { Shape: [2, 1, 128] },
            ModelKind.Beats => outputs.Any(o => o.Floats.Length == taken[1]),
            ModelKind.Shots => outputs.Any(o => o.Floats.Length == taken[1]),
            ModelKind.Clip => outputs.Any(o => o is { Numbers: TensorNumbers.Float32, Shape: [_, > 1] } && o.Shape[0] == taken[0]),
            ModelKind.Objects => outputs.Any(o => o.Numbers == TensorNumbers.Float32 && o.Shape.Contains(80)),
            ModelKind.Upscale => outputs is [{ Numbers: TensorNumbers.Float32, Shape: [_, 3, _, _] }]
                && outputs[0].Shape[2] >= 2 * taken[2]
                && outputs[0].Shape[2] * taken[3] == outputs[0].Shape[3] * taken[2],
            _ => false,
        };

        ModelTensor? Named(string name) => outputs.FirstOrDefault(o => o.Name == name);
    }

    /// <summary>Something to try a model with: a ramp of the numbers that such models are used to.</summary>
    public static ModelTensor Neutral(TensorFacts input, ModelKind kind)
    {
        long[] shape = Shape(input, kind);
        long count = WorkerProtocol.Count(shape)!.Value;
        TensorNumbers numbers = input.Numbers!.Value;
        if (numbers == TensorNumbers.Float32)
        {
            float top = kind is ModelKind.Faces or ModelKind.Shots ? 255 : 1;
            float[] ramp = new float[count];
            for (int i = 0; i < ramp.Length; i++)
            {
                ramp[i] = top * (i % 251) / 250;
            }

            return ModelTensor.Of(input.Name, ramp, shape);
        }

        byte[] bytes = new byte[count * ModelTensor.Width(numbers)];
        if (kind == ModelKind.Speech && input.Name == "sr" && numbers == TensorNumbers.Int64)
        {
            BitConverter.TryWriteBytes(bytes, 16000L);
        }

        return new ModelTensor(input.Name, numbers, shape, bytes);
    }

    // Dimensions that the model fixes as they are, those that it leaves free as suits its kind.
    private static long[] Shape(TensorFacts input, ModelKind kind) =>
        [
            .. input.Shape.Select(
                (d, i) =>
                    d >= 0 ? d
                    : i == 0 && !(kind == ModelKind.Speech && input.Name == "state") ? 1
                    : (kind, i, input.Name) switch
                    {
                        (ModelKind.Speech, 1, "input") => 576,
                        (ModelKind.Speech, 0, "state") => 2,
                        (ModelKind.Speech, 1, "state") => 1,
                        (ModelKind.Speech, 2, "state") => 128,
                        (ModelKind.Beats or ModelKind.Shots, 1, _) => Frames,
                        (_, 1, _) => 3,
                        _ => Side,
                    }
            ),
        ];
}
