using MontageAI.Errors;
using MontageAI.Models;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Shipped;

namespace MontageAI.Engine.Maintenance;

/// <summary>Looks after the learned models: which there are, which were added, and whether they still are what they were.</summary>
public sealed class ModelKeeper
{
    private readonly InstalledModels _installed;
    private readonly ModelInstaller _installer;

    internal ModelKeeper(InstalledModels installed, ModelInstaller installer) => (_installed, _installer) = (installed, installer);

    /// <summary>The folder in which added models lie; null where the host named none. Need not exist.</summary>
    public string? Folder => _installed.Folder;

    /// <summary>Those inside the program, those that were added, and those that can be.</summary>
    public IReadOnlyList<ModelFacts> List()
    {
        IReadOnlyList<InstalledModel> added = _installed.All;
        return
        [
            .. ShippedModel.All.Where(m => m.IsThere).Select(ModelFacts.Of),
            .. ModelCatalogue.Entries.Select(e => ModelFacts.Of(e, added.FirstOrDefault(m => m.Name == e.Name))),
            .. added.Where(m => ModelCatalogue.Find(m.Name) is null).Select(ModelFacts.Of),
        ];
    }

    /// <summary>One of them.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ConfigurationException">There is none of that name.</exception>
    public ModelFacts Find(string name) =>
        List().FirstOrDefault(m => m.Name == name)
        ?? throw new ConfigurationException(ErrorCode.Unknown, $"there is no model '{name}'; {Remedy.ListModels}.", Field.LearnedModel);

    /// <summary>Adds a model of the catalogue. The only call of an engine that fetches a file from the network, and only where
    /// <paramref name="from"/> is null. What was fetched before a break is gone on with.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="from">Its file, or a folder that holds its files; null fetches them.</param>
    /// <param name="arrived">Told how many bytes are there.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">It cannot be added; nothing is changed then.</exception>
    public async Task<ModelFacts> AddAsync(string name, string? from, IProgress<long>? arrived, CancellationToken cancellationToken)
    {
        CatalogueEntry entry =
            ModelCatalogue.Find(name)
            ?? throw new ConfigurationException(
                ErrorCode.Unknown,
                $"there is no model '{name}' that can be added; {Remedy.ListModels}.",
                Field.LearnedModel
            );
        return ModelFacts.Of(entry, await _installer.AddAsync(entry, from, arrived, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Adds a model that the user brings. It is run once, apart from this program, and refused where it does not behave.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MontageException">It cannot be added; nothing is changed then.</exception>
    public async Task<ModelFacts> AddOwnAsync(string path, ModelKind kind, CancellationToken cancellationToken) =>
        ModelFacts.Of(await _installer.AddOwnAsync(path, kind, cancellationToken).ConfigureAwait(false));

    /// <summary>Takes a model away that was added.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What it was.</returns>
    /// <exception cref="MontageException">There is none of that name, or it cannot be taken away.</exception>
    public ModelFacts Remove(string name) => ModelFacts.Of(_installer.Remove(name));

    /// <summary>Reads models whole that were added and compares their sums.</summary>
    /// <param name="name">One of them; null for all.</param>
    /// <returns>For each its name, and the file that is missing or changed; null where all are as they were.</returns>
    /// <exception cref="ConfigurationException">None was added under that name.</exception>
    public IReadOnlyList<ModelVerdict> Verify(string? name)
    {
        IReadOnlyList<InstalledModel> chosen = name is null ? _installed.All : [_installer.Require(name)];
        return [.. chosen.Select(m => new ModelVerdict(m.Name, m.FirstChanged() is { } file ? m.PathOf(file.Name) : null))];
    }
}

/// <summary>Whether an added model still is what it was.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Changed">The file that is missing or another by now; null where all are as they were.</param>
public sealed record ModelVerdict(string Name, string? Changed);
