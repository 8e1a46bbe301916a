using Microsoft.ML.OnnxRuntime;

namespace MontageAI.Models.Runtime;

/// <summary>
/// One loaded model. Many threads may run it at once, each with tensors of its own. Where its device fails in the middle of the work, it
/// goes on on the processor from the item that failed, and says so to its place.
/// </summary>
internal sealed class ModelSession : IDisposable
{
    private readonly byte[] _model;
    private readonly InferencePlace _place;
    private readonly IModelRunner _first;
    private readonly Lazy<IModelRunner> _processor;
    private readonly Lazy<int> _fastest;
    private volatile bool _failed;

    /// <summary>Loads a model (some 10 ms per megabyte) on the processor.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <exception cref="OnnxRuntimeException">It is no model, or one that the library cannot run.</exception>
    public ModelSession(byte[] model)
        : this(model, new InferencePlace()) { }

    /// <summary>Loads a model.</summary>
    /// <param name="model">The file's bytes.</param>
    /// <param name="place">Where it runs.</param>
    /// <param name="trial">What it is tried with where its numbers are changed.</param>
    /// <param name="batches">Whether it shall take several items at a time.</param>
    /// <exception cref="OnnxRuntimeException">It is no model, or one that the library cannot run.</exception>
    public ModelSession(byte[] model, InferencePlace place, TrialInput? trial = null, bool batches = false)
    {
        PreparedModel prepared = PreparedModel.Of(model, place, trial ?? new TrialInput(), batches);
        (_model, _place) = (prepared.File, place);
        (TakesBatches, BatchProblem, IsHalf) = (prepared.TakesBatches, prepared.BatchProblem, prepared.IsHalf);
        _processor = new Lazy<IModelRunner>(() => place.Open(_model, ModelDevice.Cpu));
        _first = Load();
        _fastest = new Lazy<int>(() => BatchTrial.FastestSize(_first, trial ?? new TrialInput()));
    }

    /// <summary>Names of what the model takes.</summary>
    public IReadOnlyList<string> Inputs => _first.Inputs;

    /// <summary>Names of what the model gives.</summary>
    public IReadOnlyList<string> Outputs => _first.Outputs;

    /// <summary>Whether several items may be given at once, which a trial has shown to give the same.</summary>
    public bool TakesBatches { get; }

    /// <summary>Why it takes one item at a time, where more were asked for.</summary>
    public string? BatchProblem { get; }

    /// <summary>How many items to give at once. On the processor one, where more gain nothing (pictures: 1.0 times); on a card as
    /// measured there. Decides nothing but the time that it takes.</summary>
    public int BatchSize => TakesBatches && _place.Device is not ModelDevice.Cpu && !_failed ? _fastest.Value : 1;

    /// <summary>Whether it computes in halves.</summary>
    public bool IsHalf { get; }

    /// <summary>Runs the model.</summary>
    /// <param name="names">Names of the inputs.</param>
    /// <param name="values">The inputs, in the order of the names.</param>
    /// <param name="outputs">Names of the outputs.</param>
    /// <returns>The outputs, in the order of their names; the caller disposes them.</returns>
    /// <exception cref="OnnxRuntimeException">It failed, on the processor too.</exception>
    public IDisposableReadOnlyCollection<OrtValue> Run(
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<OrtValue> values,
        IReadOnlyCollection<string> outputs
    )
    {
        if (_failed)
        {
            return _processor.Value.Run(names, values, outputs);
        }

        try
        {
            return _first.Run(names, values, outputs);
        }
        catch (OnnxRuntimeException e) when (_place.Device is not ModelDevice.Cpu)
        {
            // First what the processor says: where the input is at fault, it fails alike, and the device is not to blame.
            IDisposableReadOnlyCollection<OrtValue> found = _processor.Value.Run(names, values, outputs);
            Fall(e);
            return found;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _first.Dispose();
        if (_processor.IsValueCreated && _processor.Value != _first)
        {
            _processor.Value.Dispose();
        }
    }

    private IModelRunner Load()
    {
        if (_place.Device is ModelDevice.Cpu)
        {
            return _processor.Value;
        }

        try
        {
            return _place.Open(_model, _place.Device);
        }
        catch (OnnxRuntimeException e)
        {
            IModelRunner processor = _processor.Value;
            Fall(e);
            return processor;
        }
    }

    private void Fall(OnnxRuntimeException e)
    {
        _failed = true;
        _place.Depart(
            new ModelDeparture(
                $"a learned model went on on the processor after '{ProviderTrial.NameOf(_place.Device)}' failed",
                $"{RuntimeLog.Short(e.Message)}.",
                "What was done is kept; the rest takes longer."
            )
        );
    }
}
