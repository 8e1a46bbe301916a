using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MontageAI.Models.Workers;

/// <summary>Kinds of numbers that pass between this program and a model.</summary>
internal enum TensorNumbers : byte
{
    /// <summary>Single precision.</summary>
    Float32 = TensorElementType.Float,

    /// <summary>Whole, 8 bits.</summary>
    UInt8 = TensorElementType.UInt8,

    /// <summary>Whole, 32 bits.</summary>
    Int32 = TensorElementType.Int32,

    /// <summary>Whole, 64 bits.</summary>
    Int64 = TensorElementType.Int64,
}

/// <summary>What a model says of something that it takes or gives.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Numbers">The kind of numbers; null where it is one that this program does not know, or no tensor.</param>
/// <param name="Shape">Its dimensions; -1 where one is free.</param>
internal sealed record TensorFacts(string Name, TensorNumbers? Numbers, long[] Shape)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(',', Shape.Select(d => d < 0 ? "?" : $"{d}"))}]";
}

/// <summary>Numbers of some dimensions under a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="Numbers">The kind of numbers.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Bytes">The numbers, as this machine writes them.</param>
internal sealed record ModelTensor(string Name, TensorNumbers Numbers, long[] Shape, byte[] Bytes)
{
    /// <summary>The numbers, where they are of single precision.</summary>
    public ReadOnlySpan<float> Floats => MemoryMarshal.Cast<byte, float>(Numbers == TensorNumbers.Float32 ? Bytes : []);

    /// <summary>Bytes that one number takes.</summary>
    public static int Width(TensorNumbers numbers) =>
        numbers switch
        {
            TensorNumbers.UInt8 => 1,
            TensorNumbers.Int64 => 8,
            _ => 4,
        };

    /// <summary>Numbers of single precision.</summary>
    public static ModelTensor Of(string name, ReadOnlySpan<float> numbers, params long[] shape) =>
        new(name, TensorNumbers.Float32, shape, MemoryMarshal.AsBytes(numbers).ToArray());

    /// <summary>Whole numbers of 64 bits.</summary>
    public static ModelTensor Of(string name, ReadOnlySpan<long> numbers, params long[] shape) =>
        new(name, TensorNumbers.Int64, shape, MemoryMarshal.AsBytes(numbers).ToArray());
}
