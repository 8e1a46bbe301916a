using System.Runtime.CompilerServices;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>What tests with a real Redis need. Under CI=true nothing is skipped.</summary>
internal static class Needs
{
    /// <summary>Why they are skipped, or null.</summary>
    public static string? SkipReason { get; } =
        TestMedia.SkipReason
        ?? (
            Environment.GetEnvironmentVariable("CI") == "true" || IsThere("redis-server")
                ? null
                : "redis-server is not there (Debian: sudo apt install redis-server)."
        );

    private static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(f => f.Length > 0 && File.Exists(Path.Combine(f, program)));
}

/// <summary>A fact that needs a real Redis and real media.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public RedisFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line) => Skip = Needs.SkipReason;
}

/// <summary>A theory that needs a real Redis and real media.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks the test.</summary>
    public RedisTheoryAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line) => Skip = Needs.SkipReason;
}
