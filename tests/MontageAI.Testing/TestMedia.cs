using Xunit;

namespace MontageAI.Testing;

/// <summary>Real clips and music with ground truth, which lie beside the checkout and are never part of it.</summary>
public static class TestMedia
{
    /// <summary>Why media tests cannot run, or null when they can.</summary>
    public static string? MissingReason { get; } =
        Find() is null
            ? "Real test media not found: put it in ../shared/media beside the checkout, or set MONTAGE_TEST_MEDIA to its folder."
            : null;

    /// <summary>Why media tests are skipped; null where they run, and under CI=true, where they then fail.</summary>
    public static string? SkipReason { get; } = Environment.GetEnvironmentVariable("CI") == "true" ? null : MissingReason;

    /// <summary>The media folder.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Root => Find() ?? throw new InvalidOperationException(MissingReason);

    /// <summary>Full path of a media file, for example "video/sintel_cliff.mp4".</summary>
    public static string File(string relative)
    {
        string path = Path.Combine(Root, relative);
        return System.IO.File.Exists(path) ? path : throw new FileNotFoundException($"Test media lacks '{relative}'.", path);
    }

    private static string? Find()
    {
        string? configured = Environment.GetEnvironmentVariable("MONTAGE_TEST_MEDIA");
        if (!string.IsNullOrEmpty(configured))
        {
            return Directory.Exists(configured) ? configured : null;
        }

        string beside = Path.GetFullPath(Path.Combine(Checkout.Root, "..", "shared", "media"));
        return Directory.Exists(beside) ? beside : null;
    }
}

/// <summary>
/// A fact that needs the real media. On a machine without it the test is skipped and says why; under CI=true it fails instead,
/// since a skipped check there would be a silent hole.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MediaFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public MediaFactAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line) => Skip = TestMedia.SkipReason;
}

/// <summary>A theory that needs the real media; see <see cref="MediaFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MediaTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks the test.</summary>
    public MediaTheoryAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line) => Skip = TestMedia.SkipReason;
}
