using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MontageAI.Models.Runtime;

/// <summary>Noise for trials of a model, the same every time.</summary>
/// <param name="Most">The largest number of it; the least is 0. As the model's pictures are: 1 or 255.</param>
/// <param name="Height">Height of pictures, where the model takes any.</param>
/// <param name="Width">Width of pictures, where the model takes any.</param>
internal sealed record TrialInput(float Most = 1, int Height = 96, int Width = 160)
{
    /// <summary>Inputs of a number of items, one array for each input, all items different.</summary>
    /// <param name="runner">The model.</param>
    /// <param name="first">The first item.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="NotSupportedException">The model takes something that is not made here.</exception>
    public IReadOnlyList<OrtValue> Make(IModelRunner runner, int first, int count)
    {
        List<OrtValue> values = [];
        foreach (string name in runner.Inputs)
        {
            NodeMetadata takes = runner.Takes[name];
            long[] shape = Shape(takes.Dimensions, count);
            int all = (int)shape.Aggregate(1L, (a, b) => checked(a * b));
            int one = shape.Length == 0 ? 1 : all / count;
            values.Add(
                takes.ElementDataType switch
                {
                    TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(Noise(all, one, first), shape),
                    TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(
                        (long[])[.. Noise(all, one, first).Select(v => (long)(v / Most * 100))],
                        shape
                    ),
                    _ => throw new NotSupportedException($"a model that takes {takes.ElementDataType}"),
                }
            );
        }

        return values;
    }

    private long[] Shape(int[] dimensions, int count)
    {
        long[] shape = [.. dimensions.Select(d => (long)d)];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] =
                shape[i] > 0 ? shape[i]
                : i == 0 ? count
                : i == shape.Length - 2 ? Height
                : i == shape.Length - 1 ? Width
                : 1;
        }

        return shape;
    }

    private float[] Noise(int all, int one, int first)
    {
        float[] noise = new float[all];
        for (int item = 0; item * one < all; item++)
        {
            Random random = new(first + item + 1);
            for (int i = 0; i < one; i++)
            {
                noise[(item * one) + i] = random.NextSingle() * Most;
            }
        }

        return noise;
    }
}
