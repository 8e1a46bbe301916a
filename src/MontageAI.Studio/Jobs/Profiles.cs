using MontageAI.Engine.Requests;
using MontageAI.Rendering.Profiles;
using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Jobs;

/// <summary>Files of a project that may be used now.</summary>
/// <param name="Clips">Clips, full paths.</param>
/// <param name="Song">The song, or null.</param>
internal sealed record ProjectFiles(IReadOnlyList<string> Clips, string? Song);

/// <summary>Profiles by name.</summary>
internal static class Profiles
{
    /// <summary>The profile of a name; null for none.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public static ProfileName? Of(string? name) =>
        name is null ? null
        : RenderProfile.All.FirstOrDefault(p => p.Word == name) is { } profile ? profile.Name
        : throw ApiException.Wrong("profile", $"It must be one of {string.Join(", ", RenderProfile.All.Select(p => p.Word))}.");
}
