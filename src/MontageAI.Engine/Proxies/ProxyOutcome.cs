using MontageAI.Engine.Reporting;
using MontageAI.Time;

namespace MontageAI.Engine.Proxies;

/// <summary>Proxies of clips.</summary>
/// <param name="Rate">Grid of the previews that they fit.</param>
/// <param name="Width">Width of their canvas, pixels.</param>
/// <param name="Height">Height of their canvas, pixels.</param>
/// <param name="Clips">Clips that have a proxy now, in the order of their paths.</param>
/// <param name="SetAside">Files without one, with reason and remedy.</param>
/// <param name="Seconds">Time it took, program start included.</param>
public sealed record ProxyOutcome(
    FrameRate Rate,
    int Width,
    int Height,
    IReadOnlyList<ClipProxy> Clips,
    IReadOnlyList<SetAsideFile> SetAside,
    double Seconds
);

/// <summary>The proxy of one clip.</summary>
/// <param name="Path">The clip.</param>
/// <param name="Frames">Pictures in the proxy, one per frame of the clip.</param>
/// <param name="Bytes">Size of the proxy.</param>
/// <param name="ClipSeconds">Length of the clip.</param>
/// <param name="Seconds">Time that making it took; 0 when it was there.</param>
/// <param name="FromStore">Whether it was there already.</param>
/// <param name="Problem">What the decoder complained about; null when it had nothing to say.</param>
public sealed record ClipProxy(string Path, int Frames, long Bytes, double ClipSeconds, double Seconds, bool FromStore, string? Problem);

/// <summary>A proxy was made that was not there before.</summary>
/// <param name="Proxy">It.</param>
public sealed record ProxyMade(ClipProxy Proxy) : JobEvent;

/// <summary>Sprite sheets of clips.</summary>
/// <param name="Clips">Clips that have sheets, in the order of their paths.</param>
/// <param name="SetAside">Files without, with reason and remedy.</param>
/// <param name="Seconds">Time it took, program start included.</param>
public sealed record SpriteOutcome(IReadOnlyList<ClipSprites> Clips, IReadOnlyList<SetAsideFile> SetAside, double Seconds);

/// <summary>The sprite sheets of one clip.</summary>
/// <param name="Path">The clip.</param>
/// <param name="Index">The WebVTT file.</param>
/// <param name="Sheets">The JPEG files that it names.</param>
/// <param name="Pictures">Pictures on them.</param>
/// <param name="OnlyKeyFrames">Whether only key frames were decoded for them.</param>
public sealed record ClipSprites(string Path, string Index, IReadOnlyList<string> Sheets, int Pictures, bool OnlyKeyFrames);
