using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Errors;
using MontageAI.Testing;

namespace MontageAI.Engine.Tests.Requests;

/// <summary>However a job ends, its report says so.</summary>
public sealed class ReportWriterTests
{
    [Fact]
    public async Task Report_OfAFailureThatNobodyForesaw_IsWrittenAndTheFailureGoesOn()
    {
        using TempFolder folder = new();
        await using MontageEngine engine = Engine(folder);

        Job<RunReport> job = Start(engine, folder, () => throw new InvalidOperationException("Nobody thought of this."));

        await Assert.ThrowsAsync<InvalidOperationException>(() => job.Completion);
        Assert.Equal(JobState.Failed, job.State);
        string report = File.ReadAllText(folder.File("out.report.json"));
        Assert.Contains("\"outcome\": \"failed\"", report, StringComparison.Ordinal);
        Assert.Contains("Nobody thought of this.", report, StringComparison.Ordinal);
        Assert.Equal("Nobody thought of this.", Assert.IsType<JobFinished>(job.Events.ToList()[^1]).Error);
    }

    [Fact]
    public async Task Report_OfAFailureOfTheWorld_IsWrittenAndReturned()
    {
        using TempFolder folder = new();
        await using MontageEngine engine = Engine(folder);

        Job<RunReport> job = Start(
            engine,
            folder,
            () => throw new MediaException(ErrorCode.MediaUnreadable, "a.mp4", "is broken.", "Mend it.")
        );

        Assert.Equal(RunOutcome.Failed, (await job.Completion).Outcome);
        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("is broken.", File.ReadAllText(folder.File("out.report.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfAWrongRequest_IsNotWritten()
    {
        using TempFolder folder = new();
        await using MontageEngine engine = Engine(folder);

        Job<RunReport> job = Start(engine, folder, () => throw new ConfigurationException(ErrorCode.Range, "Wrong."));

        await Assert.ThrowsAsync<ConfigurationException>(() => job.Completion);
        Assert.False(File.Exists(folder.File("out.report.json")));
    }

    private static MontageEngine Engine(TempFolder folder) =>
        new(
            new EngineSettings
            {
                CacheFolder = folder.File("store"),
                Version = "test",
                SearchPath = Environment.GetEnvironmentVariable("PATH"),
            }
        );

    private static Job<RunReport> Start(MontageEngine engine, TempFolder folder, Func<Task> work) =>
        engine.Start(
            "test",
            (context, token) =>
                new ReportWriter(context, "test").GuardAsync(new OutputNames("", "", folder.File("out.report.json"), ""), work, token)
        );
}
