using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Searching;

/// <summary>Shots to find by words.</summary>
public sealed record FindRequest : JobRequest<FindOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "find";

    /// <summary>What the pictures should show, in plain English.</summary>
    public required string Words { get; init; }

    /// <summary>Files and folders of clips.</summary>
    public required IReadOnlyList<string> Clips { get; init; }

    /// <summary>At most so many shots, 1 or more.</summary>
    public int Top { get; init; } = 10;

    /// <summary>Folder for a picture of each shot that is found; null writes none.</summary>
    public string? Pictures { get; init; }

    /// <summary>Whether pictures that are there may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected internal override Task<FindOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new FindWork(context).RunAsync(this, cancellationToken);
}

/// <summary>Shots that were found by words.</summary>
/// <param name="Words">The words.</param>
/// <param name="Model">The model that saw what the pictures show.</param>
/// <param name="Unknown">Words that the model does not know, which were left out.</param>
/// <param name="Shots">Shots that were searched.</param>
/// <param name="Pictures">Pictures of them.</param>
/// <param name="SearchMilliseconds">What the search took once all pictures were seen.</param>
/// <param name="Found">Those that fit best, best first.</param>
/// <param name="Degradations">Departures from what was asked for.</param>
/// <param name="SetAside">Files that could not be used.</param>
public sealed record FindOutcome(
    string Words,
    string Model,
    IReadOnlyList<string> Unknown,
    int Shots,
    int Pictures,
    double SearchMilliseconds,
    IReadOnlyList<FoundShot> Found,
    IReadOnlyList<Degradation> Degradations,
    IReadOnlyList<SetAsideFile> SetAside
);

/// <summary>A shot that was found.</summary>
/// <param name="Path">Its clip.</param>
/// <param name="StartSeconds">Where it starts on the clip's clock.</param>
/// <param name="EndSeconds">Where it ends, exclusive.</param>
/// <param name="PictureSeconds">Where its picture is that fits best.</param>
/// <param name="Score">How well that fits: for a model of words and pictures the cosine of both, for one of things how sure it is.</param>
/// <param name="Picture">File of that picture; null where none was asked for.</param>
public sealed record FoundShot(string Path, double StartSeconds, double EndSeconds, double PictureSeconds, double Score, string? Picture);
