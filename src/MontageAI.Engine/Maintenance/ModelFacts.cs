using System.Text.Json;
using System.Text.Json.Serialization;
using MontageAI.Models.Catalogue;
using MontageAI.Models.Shipped;

namespace MontageAI.Engine.Maintenance;

/// <summary>Where a model is. As text it is written in camel case ("fileOnly").</summary>
[JsonConverter(typeof(ModelPlaceJsonConverter))]
public enum ModelPlace
{
    /// <summary>Inside the program.</summary>
    Program,

    /// <summary>It was added.</summary>
    Added,

    /// <summary>It can be fetched and added.</summary>
    Catalogue,

    /// <summary>It can be added from a file only.</summary>
    FileOnly,
}

/// <summary>Writes a place in camel case.</summary>
public sealed class ModelPlaceJsonConverter() : JsonStringEnumConverter<ModelPlace>(JsonNamingPolicy.CamelCase);

/// <summary>What is known of a model.</summary>
/// <param name="Name">The name by which it is called.</param>
/// <param name="Kind">What it is for.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Bytes">Size of its files; 0 where it is not known.</param>
/// <param name="Files">Its files.</param>
public sealed record ModelFacts(string Name, ModelKind Kind, ModelPlace Place, long Bytes, IReadOnlyList<CatalogueFile> Files)
{
    /// <summary>The model's own name; null for a user's own.</summary>
    public string? Title { get; init; }

    /// <summary>What it adds, and by how much; null where nothing is known of that.</summary>
    public string? Adds { get; init; }

    /// <summary>"here" where the figures are ours, "published" where they are its authors', "not" where there are none.</summary>
    public string? Measured { get; init; }

    /// <summary>SPDX identifier of its licence; null for a user's own.</summary>
    public string? Licence { get; init; }

    /// <summary>Where the licence stands.</summary>
    public Uri? LicenceText { get; init; }

    /// <summary>Whom the licence names.</summary>
    public string? Copyright { get; init; }

    /// <summary>What it takes.</summary>
    public string? Inputs { get; init; }

    /// <summary>What it gives.</summary>
    public string? Outputs { get; init; }

    /// <summary>Whether its file was ever run by this program.</summary>
    public bool IsTested { get; init; }

    /// <summary>Whether this version of the program makes use of it.</summary>
    public bool IsUsed { get; init; }

    /// <summary>Where its files lie, if it was added.</summary>
    public string? Folder { get; init; }

    /// <summary>What else whoever adds it should know; null where nothing.</summary>
    public string? Remark { get; init; }

    internal static ModelFacts Of(ShippedModel model) =>
        new(model.Name, model.Kind, ModelPlace.Program, model.Bytes, [new CatalogueFile(model.File, model.Bytes) { Sha256 = model.Sha256 }])
        {
            Title = model.Name,
            Licence = model.Licence,
            IsTested = true,
            IsUsed = true,
        };

    internal static ModelFacts Of(CatalogueEntry entry, InstalledModel? added) =>
        new(
            entry.Name,
            entry.Kind,
            added is not null ? ModelPlace.Added
                : entry.IsFetched ? ModelPlace.Catalogue
                : ModelPlace.FileOnly,
            added?.Files.Sum(f => f.Bytes) ?? entry.Bytes,
            entry.Files
        )
        {
            Title = entry.Title,
            Adds = entry.Adds,
            Measured = entry.Measured,
            Licence = entry.Licence,
            LicenceText = entry.LicenceText,
            Copyright = entry.Copyright,
            Inputs = entry.Inputs,
            Outputs = entry.Outputs,
            IsTested = entry.IsTested,
            IsUsed = entry.IsUsed,
            Folder = added?.Folder,
            Remark = entry.Remark,
        };

    internal static ModelFacts Of(InstalledModel own) =>
        new(
            own.Name,
            own.Kind,
            ModelPlace.Added,
            own.Files.Sum(f => f.Bytes),
            [.. own.Files.Select(f => new CatalogueFile(f.Name, f.Bytes) { Sha256 = f.Sha256 })]
        )
        {
            Licence = own.Licence,
            IsTested = true,
            // Others are tried and kept; nothing asks for them yet.
            IsUsed = own.Kind is ModelKind.Faces or ModelKind.Objects,
            Folder = own.Folder,
        };
}
