namespace MontageAI.Keys;

/// <summary>
/// Names something by what it was made from: equal keys mean that the making would give the same thing again. Made by
/// <see cref="ContentKeyBuilder"/>.
/// </summary>
/// <param name="Kind">What it names, for example "probe" or "segment"; part of <paramref name="Hash"/> too.</param>
/// <param name="Hash">SHA-256 of all fields, 64 lower-case hex digits; safe as a file name.</param>
public readonly record struct ContentKey(string Kind, string Hash)
{
    /// <summary>Starts a key.</summary>
    /// <param name="kind">What it names: lower-case letters, digits and hyphens.</param>
    /// <param name="version">Name and version of the algorithm that makes it; change it whenever the result may change.</param>
    public static ContentKeyBuilder For(string kind, string version) => new(kind, version);

    /// <summary>Starts the key of something that rungs of the analysis, or the renderer, make.</summary>
    /// <param name="kind">What it names: lower-case letters, digits and hyphens.</param>
    /// <param name="versions">The table of versions.</param>
    /// <param name="madeBy">The rungs that the result depends on, and no others.</param>
    public static ContentKeyBuilder For(string kind, RungVersions versions, params ReadOnlySpan<Rung> madeBy)
    {
        ArgumentNullException.ThrowIfNull(versions);
        if (madeBy.IsEmpty)
        {
            throw new ArgumentException("Nothing is made by no rung.", nameof(madeBy));
        }

        ContentKeyBuilder key = new(kind, "rungs");
        foreach (Rung rung in madeBy)
        {
            key.With(rung.ToString(), versions[rung]);
        }

        return key;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}/{Hash}";
}
