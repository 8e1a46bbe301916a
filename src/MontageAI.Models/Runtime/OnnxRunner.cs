using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>A session of ONNX Runtime: one thread and one order, so that the same numbers come out whatever else happens.</summary>
internal sealed class OnnxRunner : IModelRunner
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    private OnnxRunner(InferenceSession session) => _session = session;

    /// <inheritdoc/>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    /// <inheritdoc/>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, NodeMetadata> Takes => _session.InputMetadata;

    /// <summary>Loads a model file on a device.</summary>
    /// <exception cref="OnnxRuntimeException">It is no model, or one that the library cannot run there.</exception>
    /// <exception cref="EntryPointNotFoundException">The library was built without the device.</exception>
    /// <exception cref="NotSupportedException">The library was built without the device.</exception>
    public static IModelRunner Open(byte[] model, ModelDevice device) => Open(model, device, isAlone: false);

    /// <summary>Loads a model file on a device.</summary>
    /// <param name="model">The file.</param>
    /// <param name="device">The device.</param>
    /// <param name="isAlone">Whether it is an error that a part of the model would run on the processor.</param>
    public static IModelRunner Open(byte[] model, ModelDevice device, bool isAlone)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (isAlone && device is not ModelDevice.Cpu)
        {
            options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        }

        switch (device)
        {
            case ModelDevice.Cuda:
                options.AppendExecutionProvider_CUDA(0);
                break;
            case ModelDevice.TensorRT:
                options.AppendExecutionProvider_Tensorrt(0);
                break;
            case ModelDevice.DirectML:
                // It wants these two so.
                options.EnableMemoryPattern = false;
                options.AppendExecutionProvider_DML(0);
                break;
            case ModelDevice.CoreML:
                options.AppendExecutionProvider_CoreML(CoreMLFlags.COREML_FLAG_USE_NONE);
                break;
            default:
                break;
        }

        return new OnnxRunner(new InferenceSession(model, options));
    }

    /// <inheritdoc/>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<OrtValue> values,
        IReadOnlyCollection<string> outputs
    ) => _session.Run(_run, names, values, outputs);

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }
}
