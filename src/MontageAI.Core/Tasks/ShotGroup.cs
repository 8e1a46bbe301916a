using System.Text.Json.Serialization;
using MontageAI.Timelines;

namespace MontageAI.Tasks;

/// <summary>Up to four shots to render, with what is seen beside them in transitions.</summary>
public sealed record ShotGroup : TaskBody
{
    /// <summary>Most shots of a group.</summary>
    public const int MostShots = 4;

    /// <summary>A piece of a timeline: the shots and their neighbours, moved to the start of the grid. Its sources name the files; a path
    /// says only where one may be found, and its fingerprint what it is.</summary>
    public required Timeline Plan { get; init; }

    /// <summary>Which of its shots are rendered, in order.</summary>
    public required IReadOnlyList<ShotToMake> Shots { get; init; }

    /// <summary>preview, standard, high or master.</summary>
    public required string Profile { get; init; }

    /// <summary>Width of the canvas, pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height of the canvas, pixels.</summary>
    public required int Height { get; init; }

    /// <summary>How pictures of another shape are put on the canvas.</summary>
    public required PictureFit Fit { get; init; }

    /// <summary>Whether that was asked for, and so goes before what the plan says.</summary>
    public required bool FitIsAsked { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<TaskSource> Sources => [.. Plan.Sources.Select(s => new TaskSource(s.Fingerprint, s.Path))];

    /// <inheritdoc/>
    public override TaskBody WithPaths(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return this with { Plan = Plan with { Sources = [.. Plan.Sources.Select((s, i) => s with { Path = paths[i] })] } };
    }
}

/// <summary>A shot to render.</summary>
/// <param name="Shot">Its number in the piece of the timeline, from 0.</param>
/// <param name="Key">What it is kept under: 64 lower-case hex digits.</param>
public sealed record ShotToMake(int Shot, string Key);
