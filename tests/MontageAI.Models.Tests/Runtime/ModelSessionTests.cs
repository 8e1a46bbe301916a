using Microsoft.ML.OnnxRuntime;
using MontageAI.Models.Graphs;
using MontageAI.Models.Runtime;

namespace MontageAI.Models.Tests.Runtime;

/// <summary>What happens where a device cannot be had, or fails in the middle of the work.</summary>
public sealed class ModelSessionTests
{
    public ModelSessionTests() => Assert.SkipWhen(ModelRuntime.Instance.Version is null, "ONNX Runtime cannot be loaded here.");

    [Fact]
    public void Device_ThatFailsInTheMiddle_LeavesTheRestToTheProcessorAndSaysSo()
    {
        FailingRunner? card = null;
        InferencePlace place = new(
            ModelDevice.Cuda,
            ModelPrecision.Full,
            (model, device) => device is ModelDevice.Cuda ? card = new FailingRunner(model, after: 2) : OnnxRunner.Open(model, device)
        );
        using ModelSession session = new(TrialModel.Make(), place);
        using IModelRunner processor = OnnxRunner.Open(TrialModel.Make(), ModelDevice.Cpu);

        float[][] found = [.. Enumerable.Range(0, 5).Select(_ => Run(session))];

        Assert.All(found, f => Assert.Equal(BatchTrial.Run(processor, new TrialInput(), 3, 1)[0], f));
        Assert.Equal(3, card!.Calls);
        ModelDeparture departure = Assert.Single(place.Departures);
        Assert.Contains("'cuda' failed", departure.What, StringComparison.Ordinal);
        Assert.Contains("'lost'", departure.Why, StringComparison.Ordinal);
        Assert.Equal(1, session.BatchSize);
    }

    // The input is at fault, not the device: no fallback, and the error is the caller's.
    [Fact]
    public void Input_ThatFitsNoDevice_IsAnErrorAndNoFallback()
    {
        InferencePlace place = new(ModelDevice.Cuda, ModelPrecision.Full, (model, _) => OnnxRunner.Open(model, ModelDevice.Cpu));
        using ModelSession session = new(TrialModel.Make(), place);
        using OrtValue wrong = OrtValue.CreateTensorValueFromMemory(new float[4], [4]);

        Assert.ThrowsAny<OnnxRuntimeException>(() => session.Run(["picture"], [wrong], ["found"]));

        Assert.Empty(place.Departures);
    }

    [Fact]
    public void Processor_AsADevice_PassesItsTrial()
    {
        ProviderTrial trial = ProviderTrial.Of(ModelDevice.Cpu, ModelRuntime.Instance);

        Assert.Null(trial.Problem);
        Assert.True(trial.Milliseconds > 0);
    }

    // The library that comes with the program has no card in it, on any system but Apple's.
    [Theory]
    [InlineData(ModelDevice.Cuda)]
    [InlineData(ModelDevice.TensorRT)]
    [InlineData(ModelDevice.DirectML)]
    public void Card_WithTheProgramsOwnLibrary_IsNotThere(ModelDevice device)
    {
        ProviderTrial trial = ProviderTrial.Of(device, ModelRuntime.Instance);

        Assert.Equal("the library that is loaded was built without it", trial.Problem);
        Assert.Null(trial.Milliseconds);
        MontageAI.Errors.ConfigurationException refused = Assert.Throws<MontageAI.Errors.ConfigurationException>(() =>
            InferencePlace.Choose(new ModelSettings { Device = device }, ModelRuntime.Instance)
        );
        Assert.Equal(MontageAI.Errors.ErrorCode.HardwareUnusable, refused.Problems[0].Code);
        Assert.Equal(MontageAI.Errors.Field.Device, refused.Field);
    }

    [Fact]
    public void Auto_WithoutAnInstalledLibrary_IsTheProcessorInFullPrecisionAndNoDeparture()
    {
        InferencePlace place = InferencePlace.Choose(new ModelSettings(), ModelRuntime.Instance);

        Assert.Equal((ModelDevice.Cpu, ModelPrecision.Full), (place.Device, place.Precision));
        Assert.Empty(place.Departures);
    }

    private static float[] Run(ModelSession session)
    {
        using IModelRunner shape = OnnxRunner.Open(TrialModel.Make(), ModelDevice.Cpu);
        IReadOnlyList<OrtValue> values = new TrialInput().Make(shape, 3, 1);
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(session.Inputs, values, session.Outputs);
        values[0].Dispose();
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    // A card that is lost after some work: from then on the library itself is asked for something that it refuses.
    private sealed class FailingRunner(byte[] model, int after) : IModelRunner
    {
        private readonly IModelRunner _real = OnnxRunner.Open(model, ModelDevice.Cpu);

        public int Calls { get; private set; }

        public IReadOnlyList<string> Inputs => _real.Inputs;

        public IReadOnlyList<string> Outputs => _real.Outputs;

        public IReadOnlyDictionary<string, NodeMetadata> Takes => _real.Takes;

        public IDisposableReadOnlyCollection<OrtValue> Run(
            IReadOnlyCollection<string> names,
            IReadOnlyCollection<OrtValue> values,
            IReadOnlyCollection<string> outputs
        ) => _real.Run(names, values, ++Calls > after ? ["lost"] : outputs);

        public void Dispose() => _real.Dispose();
    }
}
