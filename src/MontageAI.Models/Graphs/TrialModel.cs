namespace MontageAI.Models.Graphs;

/// <summary>A model of one layer, made here: what a device must be able to run, and what it must compute.</summary>
internal static class TrialModel
{
    private const int Filters = 8;
    private const int Side = 64;

    /// <summary>Shape of what it takes.</summary>
    public static IReadOnlyList<long> Shape { get; } = [1, 3, Side, Side];

    /// <summary>Something for it to take: a fixed pattern from 0 to 1.</summary>
    public static float[] Input() => Pattern(3 * Side * Side, 255);

    /// <summary>The file: a convolution of 3x3 with eight filters.</summary>
    public static byte[] Make()
    {
        float[] weights = [.. Pattern(Filters * 3 * 9, 13).Select(v => (v - 0.5f) / 9)];
        WireMessage node = new WireMessage()
            .Add(WireField.Of(Onnx.NodeInputs, "picture"))
            .Add(WireField.Of(Onnx.NodeInputs, "weights"))
            .Add(WireField.Of(Onnx.NodeOutputs, "found"))
            .Add(WireField.Of(Onnx.NodeOperator, "Conv"));
        WireMessage graph = new WireMessage()
            .Add(WireField.Of(Onnx.GraphNodes, node))
            .Add(WireField.Of(Onnx.GraphName, "trial"))
            .Add(WireField.Of(Onnx.GraphInitialisers, OnnxTensor.OfFloats("weights", [Filters, 3, 3, 3], weights)))
            .Add(WireField.Of(Onnx.GraphInputs, Value("picture", Shape)))
            .Add(WireField.Of(Onnx.GraphOutputs, Value("found", [1, Filters, Side - 2, Side - 2])));
        return new WireMessage()
            .Add(WireField.Of(Onnx.ModelIrVersion, 8))
            .Add(WireField.Of(Onnx.ModelGraph, graph))
            .Add(WireField.Of(Onnx.ModelOpsets, new WireMessage().Add(WireField.Of(Onnx.OpsetVersion, 13))))
            .ToBytes();
    }

    private static float[] Pattern(int count, int steps) => [.. Enumerable.Range(0, count).Select(i => i * 7919 % steps / (float)steps)];

    private static WireMessage Value(string name, IReadOnlyList<long> dimensions)
    {
        WireMessage shape = new();
        foreach (long dimension in dimensions)
        {
            shape.Add(WireField.Of(Onnx.ShapeDimensions, new WireMessage().Add(WireField.Of(Onnx.DimensionValue, (ulong)dimension))));
        }

        WireMessage tensor = new WireMessage().Add(WireField.Of(Onnx.ElementType, Onnx.Float)).Add(WireField.Of(Onnx.Shape, shape));
        return new WireMessage()
            .Add(WireField.Of(Onnx.ValueName, name))
            .Add(WireField.Of(Onnx.ValueType, new WireMessage().Add(WireField.Of(Onnx.TypeOfTensor, tensor))));
    }
}
