using System.Text.Json.Serialization;

namespace MontageAI.Tasks;

/// <summary>What a task makes. Which kind it is, the task says.</summary>
[JsonDerivedType(typeof(ShotGroup))]
[JsonDerivedType(typeof(ClipLook))]
public abstract record TaskBody
{
    /// <summary>The clips that it reads; a fingerprint may come twice.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<TaskSource> Sources { get; }

    /// <summary>The same with clips at other paths.</summary>
    /// <param name="paths">One for each of <see cref="Sources"/>, in order.</param>
    public abstract TaskBody WithPaths(IReadOnlyList<string> paths);
}

/// <summary>A clip that a task reads.</summary>
/// <param name="Fingerprint">What it is: content fingerprint (hex).</param>
/// <param name="Path">Where it may be found; full.</param>
public sealed record TaskSource(string Fingerprint, string Path);
