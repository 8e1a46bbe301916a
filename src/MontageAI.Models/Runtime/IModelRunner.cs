using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>A model file loaded on a device. Many threads may run it at once.</summary>
internal interface IModelRunner : IDisposable
{
    /// <summary>Names of what the model takes.</summary>
    IReadOnlyList<string> Inputs { get; }

    /// <summary>Names of what the model gives.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>What the model takes, by name.</summary>
    IReadOnlyDictionary<string, NodeMetadata> Takes { get; }

    /// <summary>Runs the model.</summary>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">The inputs, in the order of the names.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <returns>The outputs, in the order of their names; the caller disposes them.</returns>
    /// <exception cref="OnnxRuntimeException">It failed.</exception>
    IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<OrtValue> values,
        IReadOnlyCollection<string> outputs
    );
}
