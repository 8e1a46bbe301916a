using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using MontageAI.Models.Runtime;
using MontageAI.Models.Workers;

namespace MontageAI.Models.Pictures;

/// <summary>
/// A network of a model that was added, loaded when it is first run: one of the catalogue here, a user's own in a process of its own.
/// What goes wrong is said with the file's name. Safe for threads.
/// </summary>
/// <param name="file">Its file.</param>
/// <param name="worker">Where users' own models run; not asked for others.</param>
/// <param name="place">Where the others run.</param>
internal sealed class PictureNetwork(AddedFile file, Func<ModelWorker> worker, InferencePlace place) : IDisposable
{
    private readonly Lazy<ModelSession> _here = new(() => new ModelSession(file.Read(), place));
    private readonly Lazy<WorkerSession> _apart = new(() =>
        new WorkerSession(worker(), file.Model.Name, file.Model.PathOf(file.File.Name), file.File.Sha256)
    );

    /// <summary>Runs it.</summary>
    /// <param name="offered">What it may take; what it does not know is left out.</param>
    /// <param name="wanted">Names of what it shall give.</param>
    /// <returns>What it gave, in the order of the names.</returns>
    /// <exception cref="Errors.MontageException">It cannot be used.</exception>
    public IReadOnlyList<float[]> Run(IReadOnlyList<ModelTensor> offered, IReadOnlyList<string> wanted) =>
        file.Use(() => file.Model.IsOwn ? RunApart(offered, wanted) : RunHere(offered, wanted));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_here.IsValueCreated)
        {
            _here.Value.Dispose();
        }

        if (_apart.IsValueCreated)
        {
            _apart.Value.Dispose();
        }
    }

    private IReadOnlyList<float[]> RunApart(IReadOnlyList<ModelTensor> offered, IReadOnlyList<string> wanted)
    {
        WorkerSession session = _apart.Value;
        ModelTensor[] inputs = [.. session.Inputs.Select(i => Offered(i.Name, offered))];
        return [.. session.Run(inputs, wanted).Select(o => o.Floats.ToArray())];
    }

    private IReadOnlyList<float[]> RunHere(IReadOnlyList<ModelTensor> offered, IReadOnlyList<string> wanted)
    {
        ModelSession session = _here.Value;
        List<OrtValue> values = [];
        try
        {
            values.AddRange(session.Inputs.Select(name => ValueOf(Offered(name, offered))));
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(session.Inputs, values, wanted);
            return [.. outputs.Select(o => o.GetTensorDataAsSpan<float>().ToArray())];
        }
        finally
        {
            values.ForEach(v => v.Dispose());
        }
    }

    private static ModelTensor Offered(string name, IReadOnlyList<ModelTensor> offered) =>
        offered.FirstOrDefault(o => o.Name == name) ?? throw new InvalidDataException($"it wants '{name}', which such models do not take");

    private static OrtValue ValueOf(ModelTensor tensor) =>
        tensor.Numbers == TensorNumbers.Int64
            ? OrtValue.CreateTensorValueFromMemory(MemoryMarshal.Cast<byte, long>(tensor.Bytes).ToArray(), tensor.Shape)
            : OrtValue.CreateTensorValueFromMemory(tensor.Floats.ToArray(), tensor.Shape);
}
