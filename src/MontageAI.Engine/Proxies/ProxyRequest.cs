using MontageAI.Engine.Jobs;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Proxies;

/// <summary>What a user asks for when making proxies ahead.</summary>
public sealed record ProxyRequest : JobRequest<ProxyOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "proxies";

    /// <summary>Clip files and folders of them.</summary>
    public required IReadOnlyList<string> Clips { get; init; }

    /// <summary>Shape of the previews to come; null follows the footage, as planning does.</summary>
    public Rational? Aspect { get; init; }

    /// <summary>Frame rate of the previews to come; null follows the footage, as planning does.</summary>
    public FrameRate? Rate { get; init; }

    /// <summary>How pictures of another shape are put on the canvas; null as planning does.</summary>
    public PictureFit? Fit { get; init; }

    /// <inheritdoc/>
    protected internal override Task<ProxyOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new ProxyRequests(context).MakeProxiesAsync(this, cancellationToken);
}

/// <summary>What a user asks for when making sprite sheets.</summary>
public sealed record SpriteRequest : JobRequest<SpriteOutcome>
{
    /// <inheritdoc/>
    public override string Kind => "sprites";

    /// <summary>Clip files and folders of them.</summary>
    public required IReadOnlyList<string> Clips { get; init; }

    /// <summary>Folder that gets the sheets and their indexes; made when it is missing.</summary>
    public required string Output { get; init; }

    /// <summary>Whether existing files may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    protected internal override Task<SpriteOutcome> RunAsync(JobContext context, CancellationToken cancellationToken) =>
        new ProxyRequests(context).MakeSpritesAsync(this, cancellationToken);
}
