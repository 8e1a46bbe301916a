using System.Collections.Immutable;

namespace MontageAI.Keys;

/// <summary>
/// The one table of versions of everything that is remembered. A version is raised whenever the same input may give another result; only
/// what names the rung in its key is then made again, so a better window measure does not have a library scanned again. Immutable.
/// </summary>
public sealed class RungVersions
{
    private readonly ImmutableDictionary<Rung, int> _versions;

    private RungVersions(ImmutableDictionary<Rung, int> versions) => _versions = versions;

    /// <summary>The versions of this program.</summary>
    public static RungVersions Current { get; } =
        new(
            new Dictionary<Rung, int>
            {
                [Rung.Probe] = 6,
                [Rung.KeyFrames] = 8,
                [Rung.Boundaries] = 8,
                [Rung.Windows] = 8,
                [Rung.Subjects] = 3,
                [Rung.Shown] = 2,
                [Rung.Music] = 5,
                [Rung.Speech] = 3,
                [Rung.Transcript] = 1,
                [Rung.Loudness] = 2,
                [Rung.Sprites] = 4,
                [Rung.Proxies] = 4,
                [Rung.Shots] = 4,
                [Rung.Sound] = 5,
                [Rung.Mix] = 2,
            }.ToImmutableDictionary()
        );

    /// <summary>Version of a rung.</summary>
    public int this[Rung rung] => _versions[rung];

    /// <summary>The same table with another version of one rung.</summary>
    public RungVersions With(Rung rung, int version) => new(_versions.SetItem(rung, version));
}
