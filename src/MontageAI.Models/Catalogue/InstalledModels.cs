using System.Text.Json;

namespace MontageAI.Models.Catalogue;

/// <summary>
/// The models that were added: one folder each, with its files and a record of their sums. Looks anew at every question, so that what
/// another program adds or removes is seen. Safe for threads.
/// </summary>
/// <param name="folder">The folder of models; null where there is none. Need not exist.</param>
public sealed class InstalledModels(string? folder)
{
    /// <summary>Name of the record in a model's folder.</summary>
    internal const string RecordName = "model.json";

    // A record of a few files has some hundred bytes.
    private const int LargestRecord = 1 << 16;

    /// <summary>The folder; null where there is none.</summary>
    public string? Folder { get; } = folder is null ? null : Path.GetFullPath(folder);

    /// <summary>All of them, by name. What is no model is passed over.</summary>
    public IReadOnlyList<InstalledModel> All
    {
        get
        {
            try
            {
                return Folder is null || !Directory.Exists(Folder)
                    ? []
                    :
                    [
                        .. Directory
                            .GetDirectories(Folder)
                            .Select(d => Path.GetFileName(d)!)
                            .Where(n => n[0] != '.')
                            .Order(StringComparer.Ordinal)
                            .Select(Find)
                            .OfType<InstalledModel>(),
                    ];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return [];
            }
        }
    }

    /// <summary>The model of a name; null where none was added by it.</summary>
    /// <param name="name">Its name.</param>
    public InstalledModel? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Folder is null || !IsName(name))
        {
            return null;
        }

        string place = Path.Combine(Folder, name);
        try
        {
            FileInfo record = new(Path.Combine(place, RecordName));
            if (
                record is { Exists: true, Length: <= LargestRecord }
                && JsonSerializer.Deserialize(File.ReadAllBytes(record.FullName), CatalogueJson.Default.InstalledModelRecord) is { } found
                && found.Files.Count > 0
                && found.Files.All(f => f.Name == Path.GetFileName(f.Name) && IsName(f.Name))
            )
            {
                return new InstalledModel(name, found.Kind, found.Licence, place, found.Files);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // A folder that holds something else.
        }

        return null;
    }

    /// <summary>The model to use for a purpose: a user's own before those of the catalogue, of these the better; null where none was
    /// added.</summary>
    /// <param name="kind">The purpose.</param>
    public InstalledModel? Best(ModelKind kind)
    {
        List<InstalledModel> fit = [.. All.Where(m => m.Kind == kind)];
        return fit.FirstOrDefault(m => m.IsOwn)
            ?? ModelCatalogue.Entries.Select(e => fit.FirstOrDefault(m => m.Name == e.Name)).FirstOrDefault(m => m is not null);
    }

    /// <summary>Whether a text may name a model or a file of one: lower-case letters, digits, dot, dash and underscore, no dot
    /// first.</summary>
    internal static bool IsName(string text) =>
        text.Length is > 0 and <= 100
        && text[0] is not '.'
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');
}
