using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Models.Catalogue;

/// <summary>The models that can be added, from the document inside this assembly. Of one kind, the better stands first.</summary>
public static class ModelCatalogue
{
    private static readonly Lazy<IReadOnlyList<CatalogueEntry>> s_entries = new(Read);

    /// <summary>All of them, in the order in which they are preferred.</summary>
    public static IReadOnlyList<CatalogueEntry> Entries => s_entries.Value;

    /// <summary>The entry of a name; null where there is none.</summary>
    public static CatalogueEntry? Find(string name) => Entries.FirstOrDefault(e => e.Name == name);

    private static IReadOnlyList<CatalogueEntry> Read()
    {
        using Stream stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream("catalogue.json")!;
        return JsonSerializer.Deserialize(stream, CatalogueJson.Default.IReadOnlyListCatalogueEntry)!;
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NewLine = "\n"
)]
[JsonSerializable(typeof(IReadOnlyList<CatalogueEntry>))]
[JsonSerializable(typeof(InstalledModelRecord))]
internal sealed partial class CatalogueJson : JsonSerializerContext;
