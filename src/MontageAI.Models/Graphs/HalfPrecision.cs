namespace MontageAI.Models.Graphs;

/// <summary>
/// Makes a model compute in half precision: its weights and constants become halves, and numbers are cast where they come in and go out,
/// so that whoever runs it sees no difference but the last digits. Inputs that an operator wants as floats whatever it computes in
/// keep them.
/// </summary>
internal static class HalfPrecision
{
    private const string Cast = "Cast";
    private const int DeepestGraph = 16;

    // Which inputs of an operator stay floats, and which of its outputs are floats then.
    private static readonly Dictionary<string, (int[] Inputs, int[] Outputs)> s_floats = new(StringComparer.Ordinal)
    {
        ["Resize"] = ([1, 2], []),
        ["Upsample"] = ([1], []),
        ["NonMaxSuppression"] = ([0, 1, 3, 4], []),
        ["QuantizeLinear"] = ([0, 1], []),
        ["DequantizeLinear"] = ([1], [0]),
        ["DynamicQuantizeLinear"] = ([0], [1]),
        ["QLinearConv"] = ([1, 4, 6], []),
        ["QLinearMatMul"] = ([1, 4, 6], []),
    };

    /// <summary>Changes the graph.</summary>
    /// <returns>Whether it could be changed.</returns>
    /// <exception cref="InvalidDataException">A part of the file is none.</exception>
    public static bool Apply(OnnxGraph graph)
    {
        HashSet<string> inputs = [.. graph.Inputs.Where(IsFloat).Select(i => i.Text(Onnx.ValueName))];
        HashSet<string> outputs = [.. graph.Outputs.Where(IsFloat).Select(i => i.Text(Onnx.ValueName))];
        HashSet<string> made = [.. graph.Nodes.SelectMany(n => n.Texts(Onnx.NodeOutputs))];
        if (graph.HasFunctions || made.Count == 0 || !outputs.IsSubsetOf(made))
        {
            return false;
        }

        // Inside, what comes and goes has other names; outside it keeps its own.
        Dictionary<string, string> inside = inputs
            .Concat(outputs)
            .ToDictionary(n => n, _ => graph.FreshName("half"), StringComparer.Ordinal);
        if (!Change(graph, graph.Message, inside, 0))
        {
            return false;
        }

        int first = graph.Message.Fields.ToList().FindIndex(f => f.Number == Onnx.GraphNodes);
        foreach (string input in inputs.Order(StringComparer.Ordinal))
        {
            graph.Message.Add(WireField.Of(Onnx.GraphNodes, CastNode(input, inside[input], Onnx.Half)), first);
        }

        foreach (string output in outputs.Order(StringComparer.Ordinal))
        {
            graph.Message.Add(WireField.Of(Onnx.GraphNodes, CastNode(inside[output], output, Onnx.Float)));
        }

        return true;
    }

    private static bool Change(OnnxGraph whole, WireMessage graph, Dictionary<string, string> inside, int depth)
    {
        if (depth > DeepestGraph)
        {
            return false;
        }

        Dictionary<string, WireMessage> kept = new(StringComparer.Ordinal);
        foreach (WireMessage weight in graph.Messages(Onnx.GraphInitialisers).Where(IsFloatTensor))
        {
            if (depth > 0 || whole.Initialisers.Contains(weight.Text(Onnx.TensorName)))
            {
                kept[weight.Text(Onnx.TensorName)] = Copy(weight);
            }

            if (!Halve(weight))
            {
                return false;
            }
        }

        List<WireMessage> nodes = [];
        foreach (WireMessage node in graph.Messages(Onnx.GraphNodes))
        {
            if (!ChangeConstant(node, kept) || !ChangeGraphs(whole, node, inside, depth))
            {
                return false;
            }

            Retype(node);
            Rename(node, Onnx.NodeInputs, inside);
            Rename(node, Onnx.NodeOutputs, inside);
            KeepFloats(whole, node, kept, nodes);
        }

        int at = graph.Fields.ToList().FindIndex(f => f.Number == Onnx.GraphNodes);
        graph.Remove(f => f.Number is Onnx.GraphNodes or Onnx.GraphValues);
        for (int i = 0; i < nodes.Count; i++)
        {
            graph.Add(WireField.Of(Onnx.GraphNodes, nodes[i]), Math.Min(Math.Max(at, 0) + i, graph.Fields.Count));
        }

        return true;
    }

    // Graphs within a node see the names around them, and hand on halves.
    private static bool ChangeGraphs(OnnxGraph whole, WireMessage node, Dictionary<string, string> inside, int depth)
    {
        foreach (WireMessage attribute in node.Messages(Onnx.NodeAttributes))
        {
            foreach (int field in (int[])[Onnx.AttributeGraph, Onnx.AttributeGraphs])
            {
                foreach (WireMessage inner in attribute.Messages(field))
                {
                    foreach (
                        WireMessage value in (WireMessage[])[.. inner.Messages(Onnx.GraphInputs), .. inner.Messages(Onnx.GraphOutputs)]
                    )
                    {
                        Rename(value, Onnx.ValueName, inside);
                        if (IsFloat(value))
                        {
                            value.Messages(Onnx.ValueType)[0].Messages(Onnx.TypeOfTensor)[0].Set(WireField.Of(Onnx.ElementType, Onnx.Half));
                        }
                    }

                    if (!Change(whole, inner, inside, depth + 1))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }

    private static bool ChangeConstant(WireMessage node, Dictionary<string, WireMessage> kept)
    {
        string kind = node.Text(Onnx.NodeOperator);
        if (kind is not ("Constant" or "ConstantOfShape"))
        {
            return true;
        }

        if (OnnxGraph.Attribute(node, "value") is { } value)
        {
            if (value.Messages(Onnx.AttributeTensor) is not [var tensor] || !IsFloatTensor(tensor))
            {
                return true;
            }

            if (kind == "Constant")
            {
                kept[node.Text(Onnx.NodeOutputs)] = Copy(tensor);
            }

            return Halve(tensor);
        }

        if (kind == "ConstantOfShape")
        {
            // Without a value it is a float of 0.
            node.Add(WireField.Of(Onnx.NodeAttributes, TensorAttribute(OnnxTensor.OfHalves("", [1], [0]))));
            return true;
        }

        // The short forms for one number or a row of them.
        WireMessage? one = OnnxGraph.Attribute(node, "value_float"),
            row = OnnxGraph.Attribute(node, "value_floats");
        if (one is null && row is null)
        {
            return true;
        }

        if (row is not null)
        {
            return false;
        }

        float[] number = [BitConverter.UInt32BitsToSingle((uint)one!.Number(Onnx.AttributeFloat))];
        kept[node.Text(Onnx.NodeOutputs)] = OnnxTensor.OfFloats("", [], number);
        node.Remove(f => f.Number == Onnx.NodeAttributes);
        node.Add(WireField.Of(Onnx.NodeAttributes, TensorAttribute(OnnxTensor.OfHalves("", [], number))));
        return true;
    }

    private static void Retype(WireMessage node)
    {
        if (
            node.Text(Onnx.NodeOperator) == Cast
            && OnnxGraph.Attribute(node, "to") is { } to
            && to.Number(Onnx.AttributeWhole) == Onnx.Float
        )
        {
            to.Set(WireField.Of(Onnx.AttributeWhole, Onnx.Half));
        }
    }

    // Puts the node among the others, with the casts that it needs.
    private static void KeepFloats(OnnxGraph whole, WireMessage node, Dictionary<string, WireMessage> kept, List<WireMessage> nodes)
    {
        if (!s_floats.TryGetValue(node.Text(Onnx.NodeOperator), out (int[] Inputs, int[] Outputs) floats))
        {
            nodes.Add(node);
            return;
        }

        List<WireMessage> before = [];
        List<WireMessage> after = [];
        node.Rename(
            Onnx.NodeInputs,
            (i, name) =>
            {
                if (name.Length == 0 || !floats.Inputs.Contains(i))
                {
                    return name;
                }

                if (kept.TryGetValue(name, out WireMessage? constant))
                {
                    return whole.Add(fresh =>
                    {
                        WireMessage copy = Copy(constant);
                        copy.Set(WireField.Of(Onnx.TensorName, fresh));
                        return copy;
                    });
                }

                string cast = whole.FreshName("float");
                before.Add(CastNode(name, cast, Onnx.Float));
                return cast;
            }
        );
        node.Rename(
            Onnx.NodeOutputs,
            (i, name) =>
            {
                if (name.Length == 0 || !floats.Outputs.Contains(i))
                {
                    return name;
                }

                string cast = whole.FreshName("float");
                after.Add(CastNode(cast, name, Onnx.Half));
                return cast;
            }
        );
        nodes.AddRange([.. before, node, .. after]);
    }

    private static bool Halve(WireMessage tensor)
    {
        if (OnnxTensor.Floats(tensor) is not { } values)
        {
            return false;
        }

        WireMessage half = OnnxTensor.OfHalves(tensor.Text(Onnx.TensorName), OnnxTensor.Dimensions(tensor), values);
        tensor.Remove(_ => true);
        foreach (WireField field in half.Fields)
        {
            tensor.Add(field);
        }

        return true;
    }

    private static WireMessage Copy(WireMessage tensor)
    {
        WireMessage copy = new();
        foreach (WireField field in tensor.Fields)
        {
            copy.Add(field);
        }

        return copy;
    }

    private static void Rename(WireMessage message, int field, Dictionary<string, string> names) =>
        message.Rename(field, (_, name) => names.GetValueOrDefault(name, name));

    private static bool IsFloatTensor(WireMessage tensor) => tensor.Number(Onnx.TensorType) == Onnx.Float;

    private static bool IsFloat(WireMessage value) =>
        value.Messages(Onnx.ValueType) is [var type]
        && type.Messages(Onnx.TypeOfTensor) is [var tensor]
        && tensor.Number(Onnx.ElementType) == Onnx.Float;

    private static WireMessage TensorAttribute(WireMessage tensor) =>
        new WireMessage()
            .Add(WireField.Of(Onnx.AttributeName, "value"))
            .Add(WireField.Of(Onnx.AttributeTensor, tensor))
            .Add(WireField.Of(Onnx.AttributeType, Onnx.TypeTensor));

    private static WireMessage CastNode(string from, string to, ulong type) =>
        new WireMessage()
            .Add(WireField.Of(Onnx.NodeInputs, from))
            .Add(WireField.Of(Onnx.NodeOutputs, to))
            .Add(WireField.Of(Onnx.NodeOperator, Cast))
            .Add(
                WireField.Of(
                    Onnx.NodeAttributes,
                    new WireMessage()
                        .Add(WireField.Of(Onnx.AttributeName, "to"))
                        .Add(WireField.Of(Onnx.AttributeWhole, type))
                        .Add(WireField.Of(Onnx.AttributeType, Onnx.TypeWhole))
                )
            );
}
