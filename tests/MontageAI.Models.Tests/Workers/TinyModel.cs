using System.Text;

namespace MontageAI.Models.Tests.Workers;

/// <summary>Models of a few operators in a row, written as ONNX files are: fields of Protocol Buffers within each other.</summary>
internal static class TinyModel
{
    /// <summary>A model that takes x [1,3,8,8] and does these one after the other; the last gives y.</summary>
    public static byte[] Of(params string[] operators)
    {
        List<byte[]> graph = [];
        for (int i = 0; i < operators.Length; i++)
        {
            string from = i == 0 ? "x" : $"t{i}",
                to = i == operators.Length - 1 ? "y" : $"t{i + 1}";
            graph.Add(Field(1, Field(1, Text(from)), Field(2, Text(to)), Field(4, Text(operators[i]))));
        }

        graph.Add(Field(2, Text("tiny")));
        graph.Add(Field(11, Field(1, Text("x")), Field(2, Floats(1, 3, 8, 8))));
        graph.Add(Field(12, Field(1, Text("y")), Field(2, Floats(1, 192))));
        return [.. Number(1, 8), .. Field(7, [.. graph]), .. Field(8, Number(2, 13))];
    }

    private static byte[] Floats(params int[] shape) => Field(1, Number(1, 1), Field(2, [.. shape.Select(d => Field(1, Number(1, d)))]));

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Number(int field, int value) => [(byte)(field << 3), .. Varint(value)];

    private static byte[] Field(int field, params byte[][] parts)
    {
        byte[] inside = [.. parts.SelectMany(p => p)];
        return [(byte)((field << 3) | 2), .. Varint(inside.Length), .. inside];
    }

    private static byte[] Varint(int value) => value < 128 ? [(byte)value] : [(byte)(value | 128), .. Varint(value >> 7)];
}
