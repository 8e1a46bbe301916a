using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>
/// Why a shot stands where it stands, or is as it is: a code that programs can rely on, and the values that its sentence names. Equal codes
/// and values are equal reasons.
/// </summary>
/// <param name="Code">One of <see cref="ReasonCodes"/>; codes of later versions are kept as they are.</param>
/// <param name="Args">Values in the order of the sentence, as a person reads them.</param>
[JsonConverter(typeof(ShotReasonJsonConverter))]
public sealed record ShotReason(string Code, IReadOnlyList<string> Args)
{
    /// <summary>Creates a reason.</summary>
    /// <param name="code">One of <see cref="ReasonCodes"/>.</param>
    /// <param name="args">Values in the order of the sentence.</param>
    public static ShotReason Of(string code, params string[] args) => new(code, args);

    /// <summary>A reason in words of somebody's own.</summary>
    public static ShotReason Words(string sentence) => new(ReasonCodes.Words, [sentence]);

    /// <summary>The reason in English.</summary>
    [JsonIgnore]
    public string Sentence => ReasonSentences.Of(this);

    /// <inheritdoc/>
    public bool Equals(ShotReason? other) => other is not null && Code == other.Code && Args.SequenceEqual(other.Args);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Code);
        foreach (string arg in Args)
        {
            hash.Add(arg);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Sentence;
}
