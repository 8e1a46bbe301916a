using MontageAI.Models.Graphs;
using MontageAI.Models.Runtime;
using MontageAI.Testing;

namespace MontageAI.Models.Tests.Graphs;

/// <summary>Repaired files compute what they computed, for one item and for several.</summary>
public sealed class RepairTests
{
    public RepairTests() => Assert.SkipWhen(ModelRuntime.Instance.Version is null, "ONNX Runtime cannot be loaded here.");

    [MediaTheory]
    [InlineData("ultraface_RFB-320.onnx", 244)]
    [InlineData("nanodet_m.onnx", 158)]
    public void Weights_AmongTheInputs_AreTakenOut(string file, int count)
    {
        byte[] model = File.ReadAllBytes(TestMedia.File("models/" + file));
        OnnxGraph graph = OnnxGraph.TryRead(model)!;

        Assert.Equal(count, graph.FixInitialisers());

        using IModelRunner before = OnnxRunner.Open(model, ModelDevice.Cpu);
        using IModelRunner after = OnnxRunner.Open(graph.ToBytes(), ModelDevice.Cpu);
        Assert.Equal(before.Inputs, after.Inputs);
        Assert.True(
            HalfTrial.LargestDifference(BatchTrial.Run(before, new TrialInput(), 0, 1), BatchTrial.Run(after, new TrialInput(), 0, 1))
                < 1e-5f
        );
    }

    [MediaTheory]
    [InlineData("face_detection_yunet_2026may.onnx", 255)]
    [InlineData("nanodet_m.onnx", 1)]
    [InlineData("ultraface_RFB-320.onnx", 1)]
    public void Batch_OfAModelForOneItem_GivesToTheBitWhatSinglesGive(string file, float most)
    {
        byte[] model = File.ReadAllBytes(TestMedia.File("models/" + file));
        TrialInput trial = new(most);

        using ModelSession session = new(model, new InferencePlace(), trial, batches: true);

        Assert.Null(session.BatchProblem);
        Assert.True(session.TakesBatches);

        // Five at once, none of which the trial saw.
        byte[] fixedFile = PreparedModel.Change(model, g => g.FixInitialisers() > 0) ?? model;
        using IModelRunner alone = OnnxRunner.Open(fixedFile, ModelDevice.Cpu);
        using IModelRunner free = OnnxRunner.Open(PreparedModel.Change(fixedFile, BatchRepair.Apply)!, ModelDevice.Cpu);
        float[][] many = BatchTrial.Run(free, trial, 10, 5);
        float[][][] single = [.. Enumerable.Range(10, 5).Select(i => BatchTrial.Run(alone, trial, i, 1))];
        for (int output = 0; output < many.Length; output++)
        {
            Assert.Equal(single.SelectMany(s => s[output]), many[output]);
        }
    }

    // BlazeFace widens its channels by zeros made for one picture, which nothing of ours sets free.
    [Fact]
    public void Batch_OfAModelThatCountsOnOneItem_IsRefusedWithTheReason()
    {
        byte[]? model = MontageAI.Models.Shipped.ShippedModel.Faces.Read();
        Assert.SkipWhen(model is null, "The program was built without its models.");

        using ModelSession session = new(model, new InferencePlace(), new TrialInput(), batches: true);

        Assert.False(session.TakesBatches);
        Assert.Equal(1, session.BatchSize);
        Assert.StartsWith("it cannot take two items at once (", session.BatchProblem, StringComparison.Ordinal);
    }

    [MediaTheory]
    [InlineData("face_detection_yunet_2026may.onnx", 255)]
    [InlineData("nanodet_m.onnx", 1)]
    [InlineData("ultraface_RFB-320.onnx", 1)]
    [InlineData("esrgan_slim_x2.onnx", 1)]
    public void Halves_OfAModel_AreHalfAsLargeAndGiveNearlyTheSame(string file, float most)
    {
        byte[] model = File.ReadAllBytes(TestMedia.File("models/" + file));
        InferencePlace place = new(ModelDevice.Cpu, ModelPrecision.Half, OnnxRunner.Open);

        PreparedModel half = PreparedModel.Of(model, place, new TrialInput(most), batches: false);

        Assert.Empty(place.Departures);
        Assert.True(half.IsHalf);
        Assert.InRange(half.File.Length / (double)model.Length, 0.45, 0.7);
        using IModelRunner before = OnnxRunner.Open(model, ModelDevice.Cpu);
        using IModelRunner after = OnnxRunner.Open(half.File, ModelDevice.Cpu);
        Assert.Equal(before.Inputs, after.Inputs);
        Assert.Equal(before.Outputs, after.Outputs);
        float difference = HalfTrial.LargestDifference(
            BatchTrial.Run(before, new TrialInput(most), 7, 1),
            BatchTrial.Run(after, new TrialInput(most), 7, 1)
        );
        Assert.InRange(difference, 1e-7f, 0.02f);
    }

    // Zeros whose kind is not said, and channels that are widened by them.
    [Fact]
    public void Halves_OfTheFaceModelThatShips_GiveNearlyTheSame()
    {
        byte[]? model = MontageAI.Models.Shipped.ShippedModel.Faces.Read();
        Assert.SkipWhen(model is null, "The program was built without its models.");
        InferencePlace place = new(ModelDevice.Cpu, ModelPrecision.Half, OnnxRunner.Open);

        PreparedModel half = PreparedModel.Of(model, place, new TrialInput(), batches: false);

        Assert.Empty(place.Departures);
        Assert.True(half.IsHalf);
        Assert.InRange(half.File.Length / (double)model.Length, 0.45, 0.7);
    }

    // A trial that shows too large a difference: what is written down in halves would not hold these weights.
    [Fact]
    public void Halves_OfWeightsTooLargeForThem_AreRefusedAndSaid()
    {
        OnnxGraph graph = OnnxGraph.TryRead(TrialModel.Make())!;
        WireMessage weights = graph.Message.Messages(Onnx.GraphInitialisers)[0];
        float[] large = [.. OnnxTensor.Floats(weights)!.Select(w => w * 1e7f)];
        WireMessage scaled = OnnxTensor.OfFloats("weights", OnnxTensor.Dimensions(weights), large);
        graph.Message.Set(WireField.Of(Onnx.GraphInitialisers, scaled));
        InferencePlace place = new(ModelDevice.Cpu, ModelPrecision.Half, OnnxRunner.Open);

        PreparedModel prepared = PreparedModel.Of(graph.ToBytes(), place, new TrialInput(), batches: false);

        Assert.False(prepared.IsHalf);
        Assert.Contains("32 bits instead of 16", Assert.Single(place.Departures).What, StringComparison.Ordinal);
    }

    // Graphs within graphs, names seen from outside, whole numbers among the inputs.
    [Fact]
    public void Halves_OfARecurrentModelWithBranches_GiveNearlyTheSame()
    {
        byte[]? model = MontageAI.Models.Shipped.ShippedModel.Speech.Read();
        Assert.SkipWhen(model is null, "The program was built without its models.");

        byte[] half = PreparedModel.Change(model, HalfPrecision.Apply)!;

        Assert.InRange(half.Length / (double)model.Length, 0.45, 0.7);
        Assert.InRange(Chance(model) - Chance(half), -0.01f, 0.01f);
    }

    private static float Chance(byte[] model)
    {
        using IModelRunner runner = OnnxRunner.Open(model, ModelDevice.Cpu);
        float[] tone = [.. Enumerable.Range(0, 576).Select(i => 0.3f * MathF.Sin(i * 0.1f) * MathF.Sin(i * 0.013f))];
        using var input = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(tone, [1, 576]);
        using var state = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(new float[256], [2, 1, 128]);
        using var rate = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory((long[])[16000], []);
        using var outputs = runner.Run(["input", "state", "sr"], [input, state, rate], ["output"]);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }
}
