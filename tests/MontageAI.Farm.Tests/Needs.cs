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

    /// <summary>Why tests with a real Slurm are skipped, or null.</summary>
    public static string? SlurmSkipReason { get; } =
        SkipReason
        ?? (
            Environment.UserName == "root" && IsThere("slurmctld") && IsThere("slurmd") && IsThere("munged") && IsThere("sbatch")
                ? File.Exists(Path.Combine(SlurmCluster.Scripts, "start.sh"))
                    ? null
                    : "The scripts that start Slurm are not beside the test media (farm/slurm)."
                : "Slurm is not there, or this is not root (Debian: slurmctld slurmd slurm-client slurm-wlm-basic-plugins munge)."
        );

    /// <summary>Whether a program is on the path.</summary>
    public static bool IsThere(string program) =>
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

/// <summary>A fact that needs a real Slurm, a real Redis and real media.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SlurmFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public SlurmFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line) => Skip = Needs.SlurmSkipReason;
}

/// <summary>A fact that needs to be root, a real Redis and real media.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    /// <summary>Marks the test.</summary>
    public RootFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = 0)
        : base(file, line) => Skip = Needs.SkipReason ?? (Environment.UserName == "root" ? null : "Only root can mount a small disk.");
}
