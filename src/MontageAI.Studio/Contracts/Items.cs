using System.Text.Json;

namespace MontageAI.Studio.Contracts;

/// <summary>Lists that came over HTTP.</summary>
internal static class Items
{
    /// <summary>The list, none of whose items may be null: the serializer looks at members, not at what lists hold.</summary>
    /// <exception cref="JsonException">One is.</exception>
    public static IReadOnlyList<T> Whole<T>(IReadOnlyList<T> items, string member)
        where T : class => items.All(i => i is not null) ? items : throw new JsonException($"'{member}' holds null.");
}
