using Microsoft.Extensions.Logging;
using MontageAI.Errors;

namespace MontageAI.Engine.Reporting;

/// <summary>Writes what happens in a job to the host's log: its begin and end, phases, and everything that was not as asked for. File names
/// are written as they can be shown.</summary>
/// <param name="logger">Where to.</param>
/// <param name="job">Name of the job.</param>
internal sealed partial class JobLog(ILogger logger, string job)
{
    /// <summary>Writes what a host's log should hold of something that happened.</summary>
    public void Write(JobEvent happened)
    {
        switch (happened)
        {
            case PhaseBegun { Subject: { } subject } begun:
                PhaseBegunOf(logger, job, begun.Phase, Printable.Of(subject));
                break;
            case PhaseBegun begun:
                PhaseBegan(logger, job, begun.Phase);
                break;
            case PhaseEnded { Phase: var phase }:
                PhaseEnded(logger, job, phase.Name, phase.Seconds, phase.Items, phase.Unit, phase.FromCache);
                break;
            case Playable playable:
                CanBePlayed(logger, job, playable.Stage, playable.Tier, playable.FilmSeconds);
                break;
            case Degraded { Degradation: var otherwise }:
                DoneOtherwise(logger, job, Printable.Of(otherwise.What), otherwise.Why, otherwise.Effect);
                break;
            case FileSetAside { File: var file }:
                SetAside(logger, job, Printable.Of(file.Path), file.Reason, file.Remedy);
                break;
            case JobFinished { Outcome: RunOutcome.Failed } end:
                Failed(logger, job, end.Seconds, end.Code, end.Error);
                break;
            case JobFinished end:
                Ended(logger, job, end.Seconds, end.Outcome);
                break;
            default:
                break;
        }
    }

    /// <summary>The job has got its turn.</summary>
    /// <param name="kind">What it does.</param>
    public void Begin(string kind) => Begun(logger, job, kind);

    /// <summary>A child process is started.</summary>
    /// <param name="line">Its command line.</param>
    public void Start(IEnumerable<string> line)
    {
        if (logger.IsEnabled(LogLevel.Trace))
        {
            ProcessStarted(logger, job, Printable.Of(string.Join(' ', line)));
        }
    }

    /// <summary>Something that nobody foresaw ended the job.</summary>
    public void Unforeseen(Exception error) => EndedUnforeseen(logger, error, job);

    [LoggerMessage(1, LogLevel.Information, "{Job}: begins ({Kind}).")]
    private static partial void Begun(ILogger logger, string job, string kind);

    [LoggerMessage(2, LogLevel.Debug, "{Job}: phase '{Phase}' begins.")]
    private static partial void PhaseBegan(ILogger logger, string job, string phase);

    [LoggerMessage(3, LogLevel.Debug, "{Job}: phase '{Phase}' begins for '{Subject}'.")]
    private static partial void PhaseBegunOf(ILogger logger, string job, string phase, string subject);

    [LoggerMessage(4, LogLevel.Debug, "{Job}: phase '{Phase}' took {Seconds} s; {Items} {Unit}, {Stored} of them stored.")]
    private static partial void PhaseEnded(
        ILogger logger,
        string job,
        string phase,
        double seconds,
        long? items,
        string? unit,
        long? stored
    );

    [LoggerMessage(5, LogLevel.Information, "{Job}: {Stage} can be played ({Tier}, {FilmSeconds} s of film).")]
    private static partial void CanBePlayed(ILogger logger, string job, PlayableStage stage, PreviewTier tier, double filmSeconds);

    [LoggerMessage(6, LogLevel.Warning, "{Job}: {What}: {Why} {Effect}")]
    private static partial void DoneOtherwise(ILogger logger, string job, string what, Phrase why, Phrase effect);

    [LoggerMessage(7, LogLevel.Warning, "{Job}: '{File}' is set aside: {Reason} {Remedy}")]
    private static partial void SetAside(ILogger logger, string job, string file, string reason, Phrase remedy);

    [LoggerMessage(8, LogLevel.Error, "{Job}: failed after {Seconds} s ({Code}): {Error}")]
    private static partial void Failed(ILogger logger, string job, double seconds, ErrorCode? code, Phrase? error);

    [LoggerMessage(9, LogLevel.Information, "{Job}: ended after {Seconds} s: {Outcome}.")]
    private static partial void Ended(ILogger logger, string job, double seconds, RunOutcome outcome);

    [LoggerMessage(10, LogLevel.Trace, "{Job}: starts {CommandLine}")]
    private static partial void ProcessStarted(ILogger logger, string job, string commandLine);

    [LoggerMessage(11, LogLevel.Critical, "{Job}: ended by something unforeseen.")]
    private static partial void EndedUnforeseen(ILogger logger, Exception error, string job);
}
