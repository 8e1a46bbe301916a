namespace MontageAI.Models.Graphs;

/// <summary>
/// Makes a network of convolutions, written for square pictures (1 x side x side x 3), take pictures of another size: the sizes that stand in
/// it as constants (zeros that widen its channels, new shapes at its end) follow the picture's. Its weights fit any size.
/// </summary>
internal static class PictureSize
{
    /// <summary>Changes the graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="side">Side of the square that it was written for.</param>
    /// <param name="width">New width, a multiple of the network's coarsest cell.</param>
    /// <param name="height">New height, likewise.</param>
    /// <returns>Whether it could be changed: its only input is such a square.</returns>
    /// <exception cref="InvalidDataException">A part of the file is none.</exception>
    public static bool Apply(OnnxGraph graph, int side, int width, int height)
    {
        if (
            graph.Inputs is not [var input]
            || OnnxGraph.Dimensions(input) is not { Count: 4 } sides
            || sides[1].Number(Onnx.DimensionValue) != (ulong)side
            || sides[2].Number(Onnx.DimensionValue) != (ulong)side
        )
        {
            return false;
        }

        Set(sides[1], height);
        Set(sides[2], width);
        foreach (WireMessage node in graph.Nodes)
        {
            List<string> inputs = [.. node.Texts(Onnx.NodeInputs)];
            switch (node.Text(Onnx.NodeOperator))
            {
                case "ConstantOfShape"
                    when graph.Constant(inputs[0]) is { } constant
                        && OnnxTensor.Wholes(constant) is [var one, var channels, var down, var across]
                        && down == across:
                    Replace(graph, node, 0, [one, channels, down * height / side, across * width / side]);
                    break;
                case "Reshape" when graph.Constant(inputs[1]) is { } constant && OnnxTensor.Wholes(constant) is [var one, _, var numbers]:
                    Replace(graph, node, 1, [one, -1, numbers]);
                    break;
                default:
                    break;
            }
        }

        foreach (WireMessage output in graph.Outputs)
        {
            if (OnnxGraph.Dimensions(output) is { Count: 3 } dimensions)
            {
                int guesses = (int)dimensions[1].Number(Onnx.DimensionValue);
                Set(dimensions[1], guesses * width / side * height / side);
            }
        }

        // What the exporter noted of the sizes inside; the library finds them itself.
        graph.Message.Remove(f => f.Number == Onnx.GraphValues);
        return true;
    }

    private static void Set(WireMessage dimension, int size)
    {
        dimension.Remove(_ => true);
        dimension.Add(WireField.Of(Onnx.DimensionValue, (ulong)size));
    }

    private static void Replace(OnnxGraph graph, WireMessage node, int which, IReadOnlyList<long> shape)
    {
        string other = graph.Add(name => OnnxTensor.OfWholes(name, shape));
        node.Rename(Onnx.NodeInputs, (i, name) => i == which ? other : name);
    }
}
