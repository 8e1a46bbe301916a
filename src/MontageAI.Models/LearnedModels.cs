using Microsoft.ML.OnnxRuntime;
using MontageAI.Detection;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Runtime;
using MontageAI.Models.Shipped;
using MontageAI.Models.Speech;
using MontageAI.Models.Workers;

namespace MontageAI.Models;

/// <summary>
/// The learned models of one engine. Each is loaded when it is first asked for, and nothing before; the owner disposes them all. Safe for
/// threads.
/// </summary>
/// <param name="folder">The folder of the models that were added; null where there is none.</param>
/// <param name="startWorker">Starts a process in which models run that were added; null where there is none, and then they are not
/// run.</param>
/// <param name="settings">How they run; null as usual.</param>
public sealed class LearnedModels(string? folder = null, Func<IWorkerProcess>? startWorker = null, ModelSettings? settings = null)
    : IDisposable
{
    private static readonly TimeSpan s_trial = TimeSpan.FromSeconds(20);

    private readonly Lazy<ModelWorker?> _worker = new(() => startWorker is null ? null : new ModelWorker(startWorker, new WorkerLimits()));

    private readonly Lazy<Loaded<SileroSpeechDetector>> _speech = new(() =>
        Load(ShippedModel.Speech, (bytes, runtime) => new SileroSpeechDetector(bytes, runtime))
    );

    private readonly Lazy<InferencePlace> _place = new(() => InferencePlace.Choose(settings ?? new ModelSettings(), ModelRuntime.Instance));

    /// <summary>What was done otherwise than asked for until now.</summary>
    public IReadOnlyCollection<ModelDeparture> Departures => _place.IsValueCreated ? _place.Value.Departures : [];

    /// <summary>Where models that look at pictures run; found out when first asked for.</summary>
    /// <exception cref="ConfigurationException">A device was named that cannot be used.</exception>
    internal InferencePlace Place => _place.Value;

    /// <summary>Refuses a device that was named and cannot be used. Loads nothing where none was named.</summary>
    /// <exception cref="ConfigurationException">It cannot be used.</exception>
    public void CheckDevice()
    {
        if (settings?.Device is not (null or ModelDevice.Auto or ModelDevice.Cpu))
        {
            _ = Place;
        }
    }

    /// <summary>Where models that look at pictures run, in words.</summary>
    /// <exception cref="ConfigurationException">A device was named that cannot be used.</exception>
    public string DescribePlace() =>
        $"{ProviderTrial.NameOf(Place.Device)}, in {(Place.Precision is ModelPrecision.Half ? "16" : "32")} bits";

    /// <summary>What hears speech, or why it is not there.</summary>
    public (ISpeechDetector? Detector, string? Problem) Speech => (_speech.Value.Model, _speech.Value.Problem);

    /// <summary>The models that were added to those inside the program.</summary>
    public InstalledModels Installed { get; } = new(folder);

    /// <summary>Loads the model to use for a purpose, of those that were added, in the worker.</summary>
    /// <param name="kind">The purpose.</param>
    /// <returns>The model and where it runs; nothing where none was added. Null for the session and a reason where it cannot be
    /// used.</returns>
    internal (InstalledModel? Model, WorkerSession? Session, string? Problem) Open(ModelKind kind)
    {
        if (Installed.Best(kind) is not { } model)
        {
            return default;
        }

        if (_worker.Value is not { } worker)
        {
            return (model, null, $"the model '{model.Name}' is not used, since this program starts no process for models that were added");
        }

        try
        {
            return ModelFile.Problem(model.PathOf()) is { } problem
                ? (model, null, $"the model '{model.Name}' cannot be used: {problem}")
                : (model, new WorkerSession(worker, model.Name, model.PathOf(), model.Files[0].Sha256), null);
        }
        catch (Exception e) when (e is MontageException or IOException or UnauthorizedAccessException)
        {
            return (model, null, e.Message);
        }
    }

    /// <summary>The model of a name that was added.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigurationException">None was added by it.</exception>
    public InstalledModel Require(string name) =>
        Installed.Find(name)
        ?? throw new ConfigurationException(
            ErrorCode.Unknown,
            $"no model was added under the name '{name}'; {Remedy.ListModels}.",
            Field.LearnedModel
        );

    /// <summary>Adds a model of the catalogue: from its files, or fetched.</summary>
    /// <param name="entry">The model.</param>
    /// <param name="from">Its file, or a folder that holds its files; null fetches them.</param>
    /// <param name="arrived">Told how many bytes are there.</param>
    /// <param name="cancellationToken">Stops it; what was fetched stays.</param>
    /// <exception cref="MontageException">It cannot be added; nothing is changed then.</exception>
    public async Task<InstalledModel> AddAsync(
        CatalogueEntry entry,
        string? from,
        IProgress<long>? arrived,
        CancellationToken cancellationToken
    )
    {
        using ModelDownload download = new();
        return await AddedTo.AddAsync(entry, from, download, arrived, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a model that a user brings.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">It cannot be added; nothing is changed then.</exception>
    public Task<InstalledModel> AddOwnAsync(string path, ModelKind kind, CancellationToken cancellationToken) =>
        AddedTo.AddOwnAsync(path, kind, cancellationToken);

    /// <summary>Takes a model away that was added.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="MontageException">There is none of that name, or it cannot be taken away.</exception>
    public InstalledModel Remove(string name) => AddedTo.Remove(Require(name));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_speech.IsValueCreated)
        {
            _speech.Value.Model?.Dispose();
        }

        if (_worker.IsValueCreated)
        {
            _worker.Value?.Dispose();
        }
    }

    private ModelFolder AddedTo =>
        new(Installed, (model, label, cancellationToken) => Task.Run(() => Try(model, label), cancellationToken));

    // In a worker of its own, which ends with the trial.
    private void Try(InstalledModel model, string label)
    {
        using ModelWorker? worker = startWorker is null
            ? null
            : new ModelWorker(startWorker, new WorkerLimits { Run = s_trial, Load = s_trial });
        ModelTrial.Check(model, label, worker);
    }

    private static Loaded<T> Load<T>(ShippedModel model, Func<byte[], string, T> make)
        where T : class
    {
        if (model.Read() is not { } bytes)
        {
            return new Loaded<T>(null, $"this program was built without the model '{model.Name}'");
        }

        ModelRuntime runtime = ModelRuntime.Instance;
        if (runtime.Version is not { } version)
        {
            return new Loaded<T>(null, $"the library that runs learned models cannot be loaded ({runtime.Problem})");
        }

        try
        {
            return new Loaded<T>(make(bytes, version), null);
        }
        catch (OnnxRuntimeException e)
        {
            return new Loaded<T>(null, $"the model '{model.Name}' cannot be run ({e.Message.TrimEnd('.')})");
        }
    }

    private sealed record Loaded<T>(T? Model, string? Problem)
        where T : class;
}
