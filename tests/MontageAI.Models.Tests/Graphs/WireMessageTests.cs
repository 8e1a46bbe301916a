using MontageAI.Models.Graphs;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Graphs;

/// <summary>What is not understood is kept, what is broken is refused, and nothing else happens.</summary>
public sealed class WireMessageTests
{
    [Fact]
    public void Message_ReadAndWritten_KeepsEveryByte()
    {
        // A number written longer than needed, eight bytes, four bytes, a text, an unknown field with bytes.
        byte[] bytes = [0x08, 0x81, 0x80, 0x00, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1d, 1, 2, 3, 4, 0x22, 2, 0x61, 0x62, 0xfa, 0x7f, 1, 0xff];

        WireMessage message = new(bytes);

        Assert.Equal(1u, message.Number(1));
        Assert.Equal("ab", message.Text(4));
        Assert.Equal(bytes, message.ToBytes());
    }

    [Fact]
    public void Message_OfAnOpenedOne_KeepsEveryByteOfWhatIsInIt()
    {
        byte[] bytes = TrialModel.Make();

        OnnxGraph graph = OnnxGraph.TryRead(bytes)!;

        Assert.Equal(["picture"], graph.Inputs.Select(i => i.Text(Onnx.ValueName)));
        Assert.Equal(bytes, graph.ToBytes());
    }

    // Exporters write the numbers of a constant as bytes or one by one.
    [Fact]
    public void Wholes_OneByOne_AreThoseOfTheBytes()
    {
        WireMessage single = new();
        single.Add(WireField.Of(Onnx.TensorDimensions, 3ul)).Add(WireField.Of(Onnx.TensorType, Onnx.Whole));
        foreach (ulong n in (ulong[])[1, 24, 300])
        {
            single.Add(WireField.Of(Onnx.TensorWholes, n));
        }

        Assert.Equal([1, 24, 300], OnnxTensor.Wholes(single)!);
        Assert.Equal([1, 24, 300], OnnxTensor.Wholes(OnnxTensor.OfWholes("c", [1, 24, 300]))!);
        Assert.Null(single.Bytes(Onnx.TensorBytes));
    }

    [Theory]
    [InlineData(new byte[] { 0x08 })]
    [InlineData(new byte[] { 0x22, 0xff, 0xff, 0xff, 0xff, 0x0f, 1 })]
    [InlineData(new byte[] { 0x22, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01 })]
    [InlineData(new byte[] { 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff })]
    [InlineData(new byte[] { 0x11, 1, 2, 3 })]
    [InlineData(new byte[] { 0x0b, 0x0c })]
    [InlineData(new byte[] { 0x00, 0x00 })]
    public void Message_ThatIsNone_IsRefused(byte[] bytes)
    {
        Assert.Throws<InvalidDataException>(() => new WireMessage(bytes));
        Assert.Null(OnnxGraph.TryRead(bytes));
    }

    // A few hundred damaged models: each is left alone or changed into something that can be written; nothing else may happen.
    [MediaFact]
    public void Model_Damaged_IsLeftOrChanged()
    {
        byte[] whole = File.ReadAllBytes(TestMedia.File("models/ultraface_RFB-320.onnx"));
        Random random = new(5);
        int readable = 0;
        for (int i = 0; i < 300; i++)
        {
            // Most of the file is weights; what says how to read it lies at the ends.
            byte[] damaged = whole[..(i % 10 == 0 ? random.Next(whole.Length) : whole.Length)];
            for (int k = 0; k < 1 + (i % 8) && damaged.Length > 0; k++)
            {
                int at = k % 2 == 0 ? random.Next(Math.Min(damaged.Length, 20000)) : damaged.Length - 1 - random.Next(damaged.Length / 10);
                damaged[at] = (byte)random.Next(256);
            }

            readable += Change(damaged) ? 1 : 0;
        }

        Assert.InRange(readable, 1, 299);
    }

    private static bool Change(byte[] file)
    {
        try
        {
            if (OnnxGraph.TryRead(file) is not { } graph)
            {
                return false;
            }

            graph.FixInitialisers();
            BatchRepair.Apply(graph);
            HalfPrecision.Apply(graph);
            return graph.ToBytes().Length > 0;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
