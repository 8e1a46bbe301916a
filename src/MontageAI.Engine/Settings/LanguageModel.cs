using System.Text;

namespace MontageAI.Engine.Settings;

/// <summary>A language model behind an OpenAI-compatible endpoint, on this machine or elsewhere. It is sent the wish and the table of
/// parameters; no file, no name, no picture.</summary>
public sealed record LanguageModel
{
    /// <summary>Longest time for an answer unless the host says otherwise.</summary>
    public static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>Base address, for example http://localhost:11434/v1.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Name of the model at the endpoint.</summary>
    public required string Model { get; init; }

    /// <summary>Key for the endpoint; null where it wants none.</summary>
    public string? Key { get; init; }

    /// <summary>Longest time for an answer, a repetition included; after it, fixed rules read the wish.</summary>
    public TimeSpan TimeLimit { get; init; } = DefaultTimeLimit;

    /// <summary>What sends the request, for example a client from the host's IHttpClientFactory, which stays the host's; null makes one
    /// that follows no redirect.</summary>
    public HttpMessageInvoker? Client { get; init; }

    /// <summary>Where the model is, as messages may say it: without user name, password and query.</summary>
    internal string Place => Endpoint.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    // What a record prints by itself would hold the key.
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Model).Append(" at ").Append(Place);
        return true;
    }
}
