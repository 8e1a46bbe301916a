using MontageAI.Errors;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Workers;

namespace MontageAI.Models;

/// <summary>Adds models to those inside the program, each after a trial in a process of its own, and takes them away.</summary>
/// <param name="installed">The folder of models.</param>
/// <param name="startWorker">Starts a process for trials; null where there is none: then only files whose sum is known are added.</param>
public sealed class ModelInstaller(InstalledModels installed, Func<IWorkerProcess>? startWorker)
{
    private static readonly TimeSpan s_trial = TimeSpan.FromSeconds(20);

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
        ArgumentNullException.ThrowIfNull(entry);
        using ModelDownload download = new();
        return await Folder().AddAsync(entry, from, download, arrived, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a model that a user brings.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">It cannot be added; nothing is changed then.</exception>
    public Task<InstalledModel> AddOwnAsync(string path, ModelKind kind, CancellationToken cancellationToken) =>
        Folder().AddOwnAsync(path, kind, cancellationToken);

    /// <summary>Takes a model away that was added.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="MontageException">There is none of that name, or it cannot be taken away.</exception>
    public InstalledModel Remove(string name) => Folder().Remove(Require(name));

    /// <summary>The model of a name that was added.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigurationException">None was added by it.</exception>
    public InstalledModel Require(string name) =>
        installed.Find(name)
        ?? throw new ConfigurationException(
            ErrorCode.Unknown,
            $"no model was added under the name '{name}'; {Remedy.ListModels}.",
            Field.LearnedModel
        );

    private ModelFolder Folder() =>
        new(installed, (model, label, cancellationToken) => Task.Run(() => Try(model, label), cancellationToken));

    // In a worker of its own, which ends with the trial.
    private void Try(InstalledModel model, string label)
    {
        using ModelWorker? worker = startWorker is null
            ? null
            : new ModelWorker(startWorker, new WorkerLimits { Run = s_trial, Load = s_trial });
        ModelTrial.Check(model, label, worker);
    }
}
