using MontageAI.Errors;

namespace MontageAI.Models.Workers;

/// <summary>
/// A model that runs in a worker. When its process dies, hangs or refuses, it is tried once more; after that the model is given up for
/// good, and whoever uses it goes on without. Safe for threads.
/// </summary>
internal sealed class WorkerSession : IDisposable
{
    private readonly ModelWorker _worker;
    private readonly string _label;
    private readonly string _path;
    private readonly string _sum;
    private readonly int _number;
    private int _loadedIn;
    private string? _lost;

    /// <summary>Loads a model.</summary>
    /// <param name="worker">Where it runs.</param>
    /// <param name="label">What it is called in messages.</param>
    /// <param name="path">Its file.</param>
    /// <param name="sum">SHA-256 that the file must have.</param>
    /// <exception cref="ModelLostException">It cannot be loaded.</exception>
    public WorkerSession(ModelWorker worker, string label, string path, string sum)
    {
        (_worker, _label, _path, _sum, _number) = (worker, label, path, sum, worker.NextNumber());
        (Inputs, Outputs) = Twice(started => Load(started));
    }

    /// <summary>What the model takes.</summary>
    public IReadOnlyList<TensorFacts> Inputs { get; }

    /// <summary>What the model gives.</summary>
    public IReadOnlyList<TensorFacts> Outputs { get; }

    /// <summary>Why the model was given up; null while it works.</summary>
    public string? Lost => _lost;

    /// <summary>Runs the model.</summary>
    /// <param name="inputs">What it takes.</param>
    /// <param name="outputs">Names of what is wanted.</param>
    /// <param name="fits">Whether what it gave can be used; null takes everything.</param>
    /// <exception cref="ModelLostException">The model was given up, now or earlier.</exception>
    public IReadOnlyList<ModelTensor> Run(
        IReadOnlyList<ModelTensor> inputs,
        IReadOnlyList<string> outputs,
        Func<IReadOnlyList<ModelTensor>, bool>? fits = null
    ) =>
        Twice(started =>
        {
            if (_loadedIn != started)
            {
                Load(started);
            }

            ModelTensor[] given = _worker.Exchange(
                _worker.Limits.Run,
                writer =>
                {
                    writer.Write((byte)WorkerQuestion.Run);
                    writer.Write(_number);
                    writer.Write(_worker.Limits.Run.TotalSeconds);
                    writer.Write(inputs.Count);
                    foreach (ModelTensor input in inputs)
                    {
                        WorkerProtocol.Write(writer, input);
                    }

                    writer.Write(outputs.Count);
                    foreach (string output in outputs)
                    {
                        writer.Write(output);
                    }
                },
                reader => WorkerProtocol.ReadAll(reader, WorkerProtocol.ReadTensor)
            );
            return fits is null || fits(given)
                ? given
                : throw new WorkerRefusedException("what it gives does not fit to what it was given");
        });

    /// <summary>Has the worker forget the model.</summary>
    public void Dispose()
    {
        try
        {
            _worker.Ask(started =>
                _loadedIn == started
                && _worker.Exchange(
                    _worker.Limits.Load,
                    writer =>
                    {
                        writer.Write((byte)WorkerQuestion.Close);
                        writer.Write(_number);
                    },
                    _ => true
                )
            );
        }
        catch (Exception e) when (e is WorkerLostException or WorkerRefusedException or ObjectDisposedException or MontageException)
        {
            // With its process the model is gone, too.
        }
    }

    private (TensorFacts[] Inputs, TensorFacts[] Outputs) Load(int started)
    {
        (TensorFacts[], TensorFacts[]) facts = _worker.Exchange(
            _worker.Limits.Load,
            writer =>
            {
                writer.Write((byte)WorkerQuestion.Load);
                writer.Write(_number);
                writer.Write(_path);
                writer.Write(_sum);
            },
            reader => (WorkerProtocol.ReadAll(reader, WorkerProtocol.ReadFacts), WorkerProtocol.ReadAll(reader, WorkerProtocol.ReadFacts))
        );
        _loadedIn = started;
        return facts;
    }

    private T Twice<T>(Func<int, T> work)
    {
        if (Volatile.Read(ref _lost) is { } lost)
        {
            throw Invalid(lost);
        }

        try
        {
            return _worker.Ask(work);
        }
        catch (Exception e) when (e is WorkerLostException or WorkerRefusedException)
        {
            try
            {
                return _worker.Ask(work);
            }
            catch (Exception again) when (again is WorkerLostException or WorkerRefusedException)
            {
                Volatile.Write(ref _lost, again.Message);
                throw Invalid(again.Message);
            }
        }
    }

    private ModelLostException Invalid(string why) => new(_label, why);
}

/// <summary>A model that was added cannot be used, and is not tried again.</summary>
/// <param name="label">What it is called.</param>
/// <param name="why">The reason.</param>
internal sealed class ModelLostException(string label, string why)
    : MontageException(
        ErrorCode.ModelInvalid,
        $"'{label}' cannot be used as a model: {why}. {Remedy.AddModelAnew}, or add another ({Remedy.ListModels})."
    )
{
    /// <summary>The reason alone.</summary>
    public string Why => why;
}
