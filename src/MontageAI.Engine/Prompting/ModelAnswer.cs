using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Engine.Prompting;

/// <summary>What a language model has to answer, as JSON.</summary>
internal sealed record ModelAnswer
{
    /// <summary>Name of a style, or null.</summary>
    public string? Style { get; init; }

    /// <summary>Name of a story arc, or null.</summary>
    public string? Arc { get; init; }

    /// <summary>"time", "story", "free" or null.</summary>
    public string? Order { get; init; }

    /// <summary>"16:9", "9:16", "1:1", "4:5" or null.</summary>
    public string? Aspect { get; init; }

    /// <summary>Length, or null.</summary>
    public double? DurationSeconds { get; init; }

    /// <summary>Numbers of the style to set.</summary>
    public required IReadOnlyList<ModelSetting> Set { get; init; }

    /// <summary>Words of the wish and what they were taken for.</summary>
    public required IReadOnlyList<ModelPhrase> Understood { get; init; }

    /// <summary>Words of the wish that nothing was made of.</summary>
    public required IReadOnlyList<string> NotUnderstood { get; init; }
}

/// <summary>A number of a style to set.</summary>
/// <param name="Parameter">"group.key".</param>
/// <param name="Value">The number.</param>
internal sealed record ModelSetting(string Parameter, double Value);

/// <summary>Words of the wish and what they were taken for.</summary>
/// <param name="Words">The words.</param>
/// <param name="Meaning">What for.</param>
internal sealed record ModelPhrase(string Words, string Meaning);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(ModelAnswer))]
internal sealed partial class ModelAnswerJson : JsonSerializerContext;
