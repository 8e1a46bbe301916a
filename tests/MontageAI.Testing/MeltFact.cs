using Xunit;

namespace MontageAI.Testing;

/// <summary>A theory that needs melt, MLT's player. On a machine without it the test is skipped and says why; under CI=true it
/// fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MeltTheoryAttribute : TheoryAttribute
{
    private static readonly bool s_isThere = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Any(f => f.Length > 0 && File.Exists(Path.Combine(f, "melt")));

    /// <summary>Marks the test.</summary>
    public MeltTheoryAttribute(
        [System.Runtime.CompilerServices.CallerFilePath] string? file = null,
        [System.Runtime.CompilerServices.CallerLineNumber] int line = 0
    )
        : base(file, line) =>
        Skip =
            s_isThere || Environment.GetEnvironmentVariable("CI") == "true"
                ? null
                : "melt is not installed (eng/ensure-test-tools, or Debian's package 'melt').";
}
