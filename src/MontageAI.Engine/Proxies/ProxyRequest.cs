using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Proxies;

/// <summary>What a user asks for when making proxies ahead.</summary>
public sealed record ProxyRequest
{
    /// <summary>Clip files and folders of them.</summary>
    public required IReadOnlyList<string> Clips { get; init; }

    /// <summary>Shape of the previews to come; null follows the footage, as planning does.</summary>
    public Rational? Aspect { get; init; }

    /// <summary>Frame rate of the previews to come; null follows the footage, as planning does.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>How pictures of another shape are put on the canvas; null as planning does.</summary>
    public PictureFit? Fit { get; init; }
}

/// <summary>What a user asks for when making sprite sheets.</summary>
public sealed record SpriteRequest
{
    /// <summary>Clip files and folders of them.</summary>
    public required IReadOnlyList<string> Clips { get; init; }

    /// <summary>Folder that gets the sheets and their indexes; made when it is missing.</summary>
    public required string Output { get; init; }

    /// <summary>Whether existing files may be replaced.</summary>
    public bool Overwrite { get; init; }
}
