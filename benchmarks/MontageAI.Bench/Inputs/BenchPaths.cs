namespace MontageAI.Bench.Inputs;

/// <summary>Where the benchmark finds media and keeps what it makes: MONTAGE_TEST_MEDIA, MONTAGE_BENCH_DATA, else beside the checkout and
/// in the user's cache folder.</summary>
internal static class BenchPaths
{
    /// <summary>The root of the checkout.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Real media with ground truth.</summary>
    public static string Media { get; } =
        Environment.GetEnvironmentVariable("MONTAGE_TEST_MEDIA") is { Length: > 0 } set
            ? set
            : Path.GetFullPath(Path.Combine(Root, "..", "shared", "media"));

    /// <summary>Made footage, outside the tree.</summary>
    public static string Data { get; } =
        Environment.GetEnvironmentVariable("MONTAGE_BENCH_DATA") is { Length: > 0 } set
            ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "montage-ai-bench");

    private static string FindRoot()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "MontageAI.slnx")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException("The benchmark runs inside a checkout of Montage AI.");
    }
}
