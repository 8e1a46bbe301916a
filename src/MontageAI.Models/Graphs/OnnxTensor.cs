using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MontageAI.Models.Graphs;

/// <summary>Reads and makes constants of an ONNX graph.</summary>
internal static class OnnxTensor
{
    /// <summary>The whole numbers of a constant; null where it holds something else, or not in the file.</summary>
    public static long[]? Wholes(WireMessage tensor)
    {
        if (tensor.Number(Onnx.TensorType) != Onnx.Whole || tensor.Number(Onnx.TensorPlace) != 0)
        {
            return null;
        }

        long count = Count(tensor);
        if (tensor.Bytes(Onnx.TensorBytes) is { } raw)
        {
            return raw.Length == count * 8 ? [.. MemoryMarshal.Cast<byte, long>(raw.Span)] : null;
        }

        long[] values = [.. tensor.Numbers(Onnx.TensorWholes).Select(n => (long)n)];
        return values.Length == count ? values : null;
    }

    /// <summary>The numbers of a constant; null where it holds something else, or not in the file.</summary>
    public static float[]? Floats(WireMessage tensor)
    {
        if (tensor.Number(Onnx.TensorType) != Onnx.Float || tensor.Number(Onnx.TensorPlace) != 0)
        {
            return null;
        }

        long count = Count(tensor);
        if (tensor.Bytes(Onnx.TensorBytes) is { } raw)
        {
            return raw.Length == count * 4 ? [.. MemoryMarshal.Cast<byte, float>(raw.Span)] : null;
        }

        List<float> values = [];
        foreach (WireField field in tensor.Fields.Where(f => f.Number == Onnx.TensorFloats))
        {
            if (field.Kind == 5)
            {
                values.Add(BitConverter.UInt32BitsToSingle((uint)field.Value));
            }
            else if (field.Kind == 2 && field.Payload.Length % 4 == 0)
            {
                values.AddRange(MemoryMarshal.Cast<byte, float>(field.Payload.Span));
            }
        }

        return values.Count == count ? [.. values] : null;
    }

    /// <summary>A constant of whole numbers.</summary>
    public static WireMessage OfWholes(string name, IReadOnlyList<long> values)
    {
        byte[] bytes = new byte[values.Count * 8];
        for (int i = 0; i < values.Count; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * 8), values[i]);
        }

        return Make(name, [values.Count], Onnx.Whole, bytes);
    }

    /// <summary>A constant of numbers.</summary>
    public static WireMessage OfFloats(string name, IReadOnlyList<long> dimensions, ReadOnlySpan<float> values) =>
        Make(name, dimensions, Onnx.Float, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A constant of halves, from numbers; what is larger than a half can be becomes the largest.</summary>
    public static WireMessage OfHalves(string name, IReadOnlyList<long> dimensions, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
        {
            float value = Math.Clamp(values[i], (float)Half.MinValue, (float)Half.MaxValue);
            BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(i * 2), (Half)(float.IsInfinity(values[i]) ? values[i] : value));
        }

        return Make(name, dimensions, Onnx.Half, bytes);
    }

    /// <summary>The dimensions of a constant.</summary>
    public static long[] Dimensions(WireMessage tensor) => [.. tensor.Numbers(Onnx.TensorDimensions).Select(n => (long)n)];

    private static WireMessage Make(string name, IReadOnlyList<long> dimensions, ulong type, byte[] bytes)
    {
        WireMessage tensor = new();
        foreach (long dimension in dimensions)
        {
            tensor.Add(WireField.Of(Onnx.TensorDimensions, (ulong)dimension));
        }

        return tensor
            .Add(WireField.Of(Onnx.TensorType, type))
            .Add(WireField.Of(Onnx.TensorName, name))
            .Add(WireField.Of(Onnx.TensorBytes, bytes));
    }

    // How many numbers the dimensions make; -1, which no constant has, where they are nonsense.
    private static long Count(WireMessage tensor)
    {
        long count = 1;
        foreach (long dimension in Dimensions(tensor))
        {
            if (dimension < 0 || (dimension > 0 && count > int.MaxValue / dimension))
            {
                return -1;
            }

            count *= dimension;
        }

        return count;
    }
}
