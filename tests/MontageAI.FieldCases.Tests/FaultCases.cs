using MontageAI.Testing;

namespace MontageAI.FieldCases.Tests;

/// <summary>What nobody foresaw, on threads and in tasks that nobody waits for: one sentence and a file with the details, no stack
/// trace.</summary>
public sealed class FaultCases
{
    [TableTheory]
    [InlineData("thread")]
    [InlineData("pool")]
    [InlineData("timer")]
    public void Failure_OfAnotherThread_EndsInASentence(string fault)
    {
        using FieldFolder folder = new();

        ProgramRun run = Run(folder, fault);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("Something went wrong that nobody foresaw: bad luck.", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error + run.Output, StringComparison.Ordinal);
        Assert.Contains("   at ", File.ReadAllText(Assert.Single(Details(folder))), StringComparison.Ordinal);
    }

    [TableTheory]
    [InlineData("task", true)]
    [InlineData("cancelled task", false)]
    [InlineData(null, false)]
    public void Failure_OfATaskThatNobodyWaitsFor_IsWrittenDownAndTheWorkGoesOn(string? fault, bool isWritten)
    {
        using FieldFolder folder = new();

        ProgramRun run = Run(folder, fault);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("", run.Error);
        Assert.Equal(isWritten, Details(folder).Any(f => File.ReadAllText(f).Contains("bad luck", StringComparison.Ordinal)));
    }

    private static ProgramRun Run(FieldFolder folder, string? fault)
    {
        Directory.CreateDirectory(folder.File("tmp"));
        Dictionary<string, string> environment = new()
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
            ["TMPDIR"] = folder.File("tmp"),
            ["TMP"] = folder.File("tmp"),
        };
        if (fault is not null)
        {
            environment["FIELD_FAULT"] = fault;
        }

        return ProgramRun.Of(environment, "cache", "stats", "--cache-dir", folder.File("store"));
    }

    private static string[] Details(FieldFolder folder) =>
        [.. Directory.GetDirectories(folder.File("tmp"), "montage-ai-fault-*").SelectMany(Directory.GetFiles)];
}
