using System.Text.Json.Serialization;

namespace MontageAI.Models.Catalogue;

/// <summary>One file of a model that can be added.</summary>
/// <param name="Name">Its name once it is added; no folder.</param>
/// <param name="Bytes">Its size; 0 where it is not known.</param>
public sealed record CatalogueFile(string Name, long Bytes)
{
    /// <summary>Where it is fetched from; null where nobody publishes it whose file is known.</summary>
    public Uri? Source { get; init; }

    /// <summary>SHA-256 of the published file, lower-case hexadecimal; null where it is not known, and then nothing is fetched.</summary>
    public string? Sha256 { get; init; }
}

/// <summary>A model that can be added: what it is for, under which licence, and how its files are told.</summary>
/// <param name="Name">The name by which it is added.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Title">The model's own name.</param>
/// <param name="Adds">What it adds, and by how much.</param>
/// <param name="Measured">"here" where the figures are ours, "published" where they are its authors', "not" where there are none.</param>
/// <param name="Licence">SPDX identifier of its licence.</param>
/// <param name="LicenceText">Where the licence stands.</param>
/// <param name="Copyright">Whom the licence names.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="IsTested">Whether its file was ever run by this program.</param>
/// <param name="IsUsed">Whether this version of the program makes use of it.</param>
/// <param name="Files">Its files.</param>
public sealed record CatalogueEntry(
    string Name,
    ModelKind Kind,
    string Title,
    string Adds,
    string Measured,
    string Licence,
    Uri LicenceText,
    string Copyright,
    string Inputs,
    string Outputs,
    bool IsTested,
    bool IsUsed,
    IReadOnlyList<CatalogueFile> Files
)
{
    /// <summary>What else whoever adds it should know; null where nothing.</summary>
    public string? Remark { get; init; }

    /// <summary>Bytes of all files; 0 where one's is not known.</summary>
    [JsonIgnore]
    public long Bytes => Files.Any(f => f.Bytes == 0) ? 0 : Files.Sum(f => f.Bytes);

    /// <summary>Whether every file can be fetched, since its source and sum are known.</summary>
    [JsonIgnore]
    public bool IsFetched => Files.All(f => f is { Source: not null, Sha256: not null, Bytes: > 0 });
}
