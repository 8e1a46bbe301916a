using MontageAI.Containers.Joining;
using MontageAI.Engine.Reporting;
using MontageAI.Time;

namespace MontageAI.Engine.Screening;

/// <summary>What can be seen and heard of a plan now.</summary>
/// <param name="Shots">The shots that were asked for.</param>
/// <param name="Sound">Its sound; null while it is not made, or where it was not asked for.</param>
public sealed record ScreenedPlan(IReadOnlyList<ScreenedShot> Shots, SoundPart? Sound);

/// <summary>A shot, and the pictures that there are of it.</summary>
/// <param name="Index">Its place in the timeline, from 0.</param>
/// <param name="Id">Its name.</param>
/// <param name="FinalKey">Names its pictures as a preview shows them at last, whether they are made or not: by what they are made from,
/// which leaves out the shot's place.</param>
/// <param name="Shown">The best pictures that there are; null while there are none.</param>
public sealed record ScreenedShot(int Index, string Id, string FinalKey, ShotPart? Shown);

/// <summary>Pictures of a shot, which <see cref="PartShelf"/> makes a file of when they are asked for.</summary>
public sealed record ShotPart
{
    internal ShotPart(string key, PreviewTier tier, JoinPart source, FrameRate rate) =>
        (Key, Tier, Source, Rate) = (key, tier, source, rate);

    /// <summary>Names them; equal keys are equal pictures.</summary>
    public string Key { get; }

    /// <summary>How good they are.</summary>
    public PreviewTier Tier { get; }

    /// <summary>The grid.</summary>
    public FrameRate Rate { get; }

    internal JoinPart Source { get; }
}

/// <summary>The sound of a plan, which <see cref="PartShelf"/> makes pieces of when they are asked for.</summary>
public sealed record SoundPart
{
    internal SoundPart(string key, int pieces, string path) => (Key, Pieces, Path) = (key, pieces, path);

    /// <summary>Names it; plans of one key sound alike.</summary>
    public string Key { get; }

    /// <summary>Pieces of four seconds.</summary>
    public int Pieces { get; }

    internal string Path { get; }
}
