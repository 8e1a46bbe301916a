namespace MontageAI.Models.Graphs;

/// <summary>
/// Makes a model that was written for one item at a time take any number: the first dimension of inputs and outputs gets a name instead of
/// its 1, and what says 1 inside says "as it comes". Whether the result computes the same is for a trial to say:
/// a graph can count on its 1 in ways that are not looked for here.
/// </summary>
internal static class BatchRepair
{
    private const string Name = "batch";

    /// <summary>Changes the graph.</summary>
    /// <returns>Whether it had to be changed and could; false where it takes any number already, or never will.</returns>
    /// <exception cref="InvalidDataException">A part of the file is none.</exception>
    public static bool Apply(OnnxGraph graph)
    {
        List<WireMessage> firsts = [];
        foreach (WireMessage input in graph.Inputs)
        {
            if (OnnxGraph.Dimensions(input) is not { } dimensions)
            {
                return false;
            }

            if (dimensions.Count > 0 && dimensions[0].Has(Onnx.DimensionValue))
            {
                firsts.Add(dimensions[0]);
            }
        }

        if (firsts.Count == 0 || firsts.Exists(d => d.Number(Onnx.DimensionValue) != 1))
        {
            return false;
        }

        Dictionary<string, long[]> shapes = Shapes(graph);
        foreach (WireMessage node in graph.Nodes.Where(n => n.Text(Onnx.NodeDomain).Length == 0))
        {
            switch (node.Text(Onnx.NodeOperator))
            {
                case "Reshape":
                    FreeReshape(graph, node, shapes);
                    break;
                case "Resize":
                    FreeResize(graph, node, shapes);
                    break;
                default:
                    break;
            }
        }

        foreach (WireMessage output in graph.Outputs)
        {
            if (OnnxGraph.Dimensions(output) is { Count: > 0 } dimensions && dimensions[0].Number(Onnx.DimensionValue) == 1)
            {
                firsts.Add(dimensions[0]);
            }
        }

        foreach (WireMessage first in firsts)
        {
            first.Remove(_ => true);
            first.Add(WireField.Of(Onnx.DimensionName, Name));
        }

        // What the exporter noted of the sizes inside; the library finds them itself.
        graph.Message.Remove(f => f.Number == Onnx.GraphValues);
        return true;
    }

    // Sizes that are fixed numbers throughout, as the exporter noted them.
    private static Dictionary<string, long[]> Shapes(OnnxGraph graph)
    {
        Dictionary<string, long[]> shapes = new(StringComparer.Ordinal);
        foreach (WireMessage value in (WireMessage[])[.. graph.Message.Messages(Onnx.GraphValues), .. graph.Inputs])
        {
            if (OnnxGraph.Dimensions(value) is { } dimensions && dimensions.All(d => d.Has(Onnx.DimensionValue)))
            {
                shapes[value.Text(Onnx.ValueName)] = [.. dimensions.Select(d => (long)d.Number(Onnx.DimensionValue))];
            }
        }

        return shapes;
    }

    // A 0 in the new shape keeps the dimension that comes.
    private static void FreeReshape(OnnxGraph graph, WireMessage node, Dictionary<string, long[]> shapes)
    {
        if (
            node.Texts(Onnx.NodeInputs).ToList() is not [var data, var shape]
            || graph.Constant(data) is not null
            || (shapes.TryGetValue(data, out long[]? comes) && comes is not [1, ..])
            || OnnxGraph.Attribute(node, "allowzero")?.Number(Onnx.AttributeWhole) == 1
            || graph.Constant(shape) is not { } constant
            || OnnxTensor.Wholes(constant) is not [1, .. var rest]
            || rest.Contains(0)
        )
        {
            return;
        }

        string free = graph.Add(name => OnnxTensor.OfWholes(name, [0, .. rest]));
        node.Rename(Onnx.NodeInputs, (i, name) => i == 1 ? free : name);
    }

    // A size becomes a factor, whose first is 1 for any number of items.
    private static void FreeResize(OnnxGraph graph, WireMessage node, Dictionary<string, long[]> shapes)
    {
        if (
            node.Texts(Onnx.NodeInputs).ToList() is not [var data, var region, _, var size]
            || graph.Constant(size) is not { } constant
            || OnnxTensor.Wholes(constant) is not [1, ..] wanted
            || !shapes.TryGetValue(data, out long[]? comes)
            || comes.Length != wanted.Length
            || comes.Contains(0)
        )
        {
            return;
        }

        float[] factors = [.. wanted.Zip(comes, (to, from) => (float)to / from)];
        string free = graph.Add(name => OnnxTensor.OfFloats(name, [factors.Length], factors));
        node.Remove(f => f.Number == Onnx.NodeInputs);
        foreach (string input in (string[])[data, region, free])
        {
            node.Add(WireField.Of(Onnx.NodeInputs, input));
        }
    }
}
