namespace MontageAI.Keys;

/// <summary>
/// The one table of versions of everything that is remembered. A version is raised whenever the same input may give another result; only
/// what names the rung in its key is then made again, so a better window measure does not have a library scanned again. Immutable.
/// </summary>
public sealed class RungVersions
{
    private readonly Table _versions;

    private RungVersions(Table versions) => _versions = versions;

    /// <summary>The versions of this program.</summary>
    public static RungVersions Current { get; } =
        new(
            new Table
            {
                [Rung.Probe] = 7,
                [Rung.KeyFrames] = 15,
                [Rung.Boundaries] = 10,
                [Rung.Windows] = 14,
                [Rung.Subjects] = 3,
                [Rung.Shown] = 8,
                [Rung.Music] = 6,
                [Rung.Speech] = 3,
                [Rung.Transcript] = 1,
                [Rung.Loudness] = 2,
                [Rung.Sprites] = 4,
                [Rung.Proxies] = 4,
                [Rung.Shots] = 4,
                [Rung.Sound] = 5,
                [Rung.Mix] = 3,
            }
        );

    /// <summary>Version of a rung.</summary>
    public int this[Rung rung] => _versions[rung];

    /// <summary>The same table with another version of one rung.</summary>
    public RungVersions With(Rung rung, int version) => new(new Table(_versions) { [rung] = version });

    // Every run begins with it, and a dictionary of such keys would first have to be compiled.
    private sealed class Table
    {
        private readonly int[] _values;

        public Table() => _values = new int[(int)Rung.Mix + 1];

        public Table(Table other) => _values = (int[])other._values.Clone();

        public int this[Rung rung]
        {
            get => _values[(int)rung];
            init => _values[(int)rung] = value;
        }
    }
}
