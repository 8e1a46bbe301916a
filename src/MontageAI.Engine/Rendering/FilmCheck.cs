using MontageAI.Containers.Joining;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Rendering.Checking;
using MontageAI.Rendering.Profiles;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>Checks a rendered file against its plan, and says in the report what was looked at.</summary>
internal static class FilmCheck
{
    /// <summary>Checks: a preview by its key frames, which costs little; everything else by every picture.</summary>
    public static async Task<CheckSummary> RunAsync(
        JobContext context,
        Timeline timeline,
        IReadOnlyList<JoinPart> parts,
        bool hasSound,
        string path,
        RenderProfile profile,
        CancellationToken cancellationToken
    )
    {
        FrameRange[] single = [.. timeline.Shots.Zip(parts).Where(p => p.Second.Samples is not null).Select(p => p.First.Record)];
        CheckDepth depth = profile == RenderProfile.Preview ? CheckDepth.KeyFrames : CheckDepth.Full;
        CheckResult result = await new OutputCheck(context.Tools)
            .CheckAsync(path, OutputExpectation.For(timeline, hasSound) with { Single = single }, depth, cancellationToken)
            .ConfigureAwait(false);
        return new CheckSummary(
            result.Passed,
            result.Done,
            [.. result.Findings.Select(f => (f.IsFault ? "fault: " : "note: ") + f.Message)]
        );
    }
}
