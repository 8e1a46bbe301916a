using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>
/// One loaded model. Runs on one thread and in one order, so that the same numbers come out whatever else the machine does; many threads
/// may run it at once, each with tensors of its own.
/// </summary>
internal sealed class ModelSession : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run = new();

    /// <summary>Loads a model (some 10 ms per megabyte).</summary>
    /// <param name="model">The file's bytes.</param>
    /// <exception cref="OnnxRuntimeException">It is no model, or one that the library cannot run.</exception>
    public ModelSession(byte[] model)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        _session = new InferenceSession(model, options);
    }

    /// <summary>Names of what the model takes.</summary>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    /// <summary>Names of what the model gives.</summary>
    public IReadOnlyList<string> Outputs => _session.OutputNames;

    /// <summary>Runs the model.</summary>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">The inputs, in the order of the names.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <returns>The outputs, in the order of their names; the caller disposes them.</returns>
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
