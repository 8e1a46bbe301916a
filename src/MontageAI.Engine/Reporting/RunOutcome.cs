using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Engine.Reporting;

/// <summary>How a run ended. As text it is written in camel case ("done").</summary>
[JsonConverter(typeof(RunOutcomeJsonConverter))]
public enum RunOutcome
{
    /// <summary>Everything that was asked for is there.</summary>
    Done,

    /// <summary>It is not; the error says why.</summary>
    Failed,

    /// <summary>It was ended from outside.</summary>
    Cancelled,
}

/// <summary>Writes an outcome in camel case.</summary>
public sealed class RunOutcomeJsonConverter() : JsonStringEnumConverter<RunOutcome>(JsonNamingPolicy.CamelCase);
