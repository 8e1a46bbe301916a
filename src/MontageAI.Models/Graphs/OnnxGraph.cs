namespace MontageAI.Models.Graphs;

/// <summary>A model file opened for changes.</summary>
internal sealed class OnnxGraph
{
    private readonly WireMessage _model;
    private readonly Dictionary<string, WireMessage> _constants = new(StringComparer.Ordinal);
    private int _made;

    private OnnxGraph(WireMessage model, WireMessage graph)
    {
        _model = model;
        Message = graph;
        Nodes = graph.Messages(Onnx.GraphNodes);
        foreach (WireMessage tensor in graph.Messages(Onnx.GraphInitialisers))
        {
            _constants[tensor.Text(Onnx.TensorName)] = tensor;
        }

        Initialisers = _constants.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (WireMessage node in Nodes.Where(n => n.Text(Onnx.NodeOperator) == "Constant"))
        {
            if (Attribute(node, "value")?.Messages(Onnx.AttributeTensor) is [var tensor] && node.Text(Onnx.NodeOutputs) is { } name)
            {
                _constants[name] = tensor;
            }
        }
    }

    /// <summary>The graph's message.</summary>
    public WireMessage Message { get; }

    /// <summary>The nodes, in order.</summary>
    public IReadOnlyList<WireMessage> Nodes { get; }

    /// <summary>Names of the weights.</summary>
    public IReadOnlySet<string> Initialisers { get; }

    /// <summary>What the model takes: the graph's inputs without weights.</summary>
    public IReadOnlyList<WireMessage> Inputs =>
        [.. Message.Messages(Onnx.GraphInputs).Where(i => !Initialisers.Contains(i.Text(Onnx.ValueName)))];

    /// <summary>What the model gives.</summary>
    public IReadOnlyList<WireMessage> Outputs => Message.Messages(Onnx.GraphOutputs);

    /// <summary>Whether it has functions of its own, whose insides are not looked into.</summary>
    public bool HasFunctions => _model.Has(Onnx.ModelFunctions);

    /// <summary>Opens a model file; null where it is none that can be understood (the library then says what is wrong with it).</summary>
    public static OnnxGraph? TryRead(ReadOnlyMemory<byte> file)
    {
        try
        {
            WireMessage model = new(file);
            return model.Messages(Onnx.ModelGraph) is [var graph] ? new OnnxGraph(model, graph) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>The attribute of a node, or null.</summary>
    public static WireMessage? Attribute(WireMessage node, string name) =>
        node.Messages(Onnx.NodeAttributes).FirstOrDefault(a => a.Text(Onnx.AttributeName) == name);

    /// <summary>The tensor of a weight or a constant; null where the name is none.</summary>
    public WireMessage? Constant(string name) => _constants.GetValueOrDefault(name);

    /// <summary>The dimensions of an input, output or value; null where they are not said.</summary>
    public static IReadOnlyList<WireMessage>? Dimensions(WireMessage value) =>
        value.Messages(Onnx.ValueType) is [var type]
        && type.Messages(Onnx.TypeOfTensor) is [var tensor]
        && tensor.Messages(Onnx.Shape) is [var shape]
            ? shape.Messages(Onnx.ShapeDimensions)
            : null;

    /// <summary>
    /// Takes the weights out of the inputs. Where they stand there somebody may give others at every run, so that nothing can be
    /// prepared; older exporters wrote them so, and nobody here gives others.
    /// </summary>
    /// <returns>How many there were.</returns>
    public int FixInitialisers()
    {
        // Before version 4 they had to stand there, and are fixed anyway.
        if (_model.Number(Onnx.ModelIrVersion) < 4)
        {
            return 0;
        }

        HashSet<WireMessage> weights = [.. Message.Messages(Onnx.GraphInputs).Where(i => Initialisers.Contains(i.Text(Onnx.ValueName)))];
        return Message.Remove(f => f.Number == Onnx.GraphInputs && f.Message is { } input && weights.Contains(input));
    }

    /// <summary>Adds a constant, by a name that nobody has.</summary>
    /// <returns>Its name.</returns>
    public string Add(Func<string, WireMessage> make)
    {
        string name = FreshName("constant");
        WireMessage constant = make(name);
        Message.Add(WireField.Of(Onnx.GraphInitialisers, constant));
        _constants[name] = constant;
        return name;
    }

    /// <summary>A name that nobody has.</summary>
    public string FreshName(string what) => FormattableString.Invariant($"montage-ai/{what}/{_made++}");

    /// <summary>The file with its changes.</summary>
    /// <exception cref="InvalidDataException">It is too large for one array.</exception>
    public byte[] ToBytes() => _model.ToBytes();
}
