namespace MontageAI.Models.Graphs;

/// <summary>Numbers of those fields of ONNX's messages that are read or written here (onnx.proto3 of ONNX 1.x).</summary>
internal static class Onnx
{
    public const int ModelIrVersion = 1;
    public const int ModelGraph = 7;
    public const int ModelOpsets = 8;
    public const int ModelFunctions = 25;

    public const int OpsetVersion = 2;

    public const int GraphNodes = 1;
    public const int GraphName = 2;
    public const int GraphInitialisers = 5;
    public const int GraphInputs = 11;
    public const int GraphOutputs = 12;
    public const int GraphValues = 13;

    public const int NodeInputs = 1;
    public const int NodeOutputs = 2;
    public const int NodeOperator = 4;
    public const int NodeAttributes = 5;
    public const int NodeDomain = 7;

    public const int AttributeName = 1;
    public const int AttributeFloat = 2;
    public const int AttributeWhole = 3;
    public const int AttributeTensor = 5;
    public const int AttributeGraph = 6;
    public const int AttributeFloats = 7;
    public const int AttributeWholes = 8;
    public const int AttributeGraphs = 11;
    public const int AttributeType = 20;
    public const ulong TypeWhole = 2;
    public const ulong TypeTensor = 4;

    public const int TensorDimensions = 1;
    public const int TensorType = 2;
    public const int TensorFloats = 4;
    public const int TensorWholes = 7;
    public const int TensorName = 8;
    public const int TensorBytes = 9;
    public const int TensorPlace = 14;
    public const ulong Float = 1;
    public const ulong Whole = 7;
    public const ulong Half = 10;

    public const int ValueName = 1;
    public const int ValueType = 2;
    public const int TypeOfTensor = 1;
    public const int ElementType = 1;
    public const int Shape = 2;
    public const int ShapeDimensions = 1;
    public const int DimensionValue = 1;
    public const int DimensionName = 2;
}
