using MontageAI.Errors;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Shots;

/// <summary>A shot could not be rendered as planned.</summary>
public sealed class ShotRenderException : MontageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="job">The shot.</param>
    /// <param name="reason">What went wrong, a sentence.</param>
    /// <param name="remedy">What to do, a sentence.</param>
    /// <param name="inner">The cause, or null.</param>
    /// <param name="code">What kind of thing went wrong.</param>
    public ShotRenderException(
        ShotRequest job,
        string reason,
        Phrase remedy,
        Exception? inner = null,
        ErrorCode code = ErrorCode.RenderFailed
    )
        : base(
            code,
            $"Shot {job.Index} (timeline frames {job.Shot.Record.Start} to {job.Shot.Record.End}) from '{job.SourcePath}' at "
                + $"{job.Shot.In.Seconds:0.###} s: {reason} {remedy}",
            inner
        )
    {
        Index = job.Index;
        SourcePath = job.SourcePath;
    }

    /// <summary>Position of the shot on its timeline.</summary>
    public int Index { get; }

    /// <summary>Its source.</summary>
    public string SourcePath { get; }
}

/// <summary>Some shots could not be rendered; all the others were.</summary>
public sealed class ShotsFailedException : MontageException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failures">One per shot that failed, in timeline order; at least one.</param>
    /// <param name="rendered">The shots that are done, in timeline order.</param>
    public ShotsFailedException(IReadOnlyList<ShotRenderException> failures, IReadOnlyList<RenderedShot> rendered)
        : base(ErrorCode.RenderFailed, Phrase.Join(Environment.NewLine, failures.Select(f => f.Sentence)), failures[0])
    {
        Failures = failures;
        Rendered = rendered;
    }

    /// <summary>One per shot that failed.</summary>
    public IReadOnlyList<ShotRenderException> Failures { get; }

    /// <summary>The shots that are done; their files stay.</summary>
    public IReadOnlyList<RenderedShot> Rendered { get; }
}
