using MontageAI.Media;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Sprites;

namespace MontageAI.Rendering.Proxies;

/// <summary>One proxy to make.</summary>
public sealed record ProxyFileRequest
{
    /// <summary>The probed source.</summary>
    public required MediaInfo Source { get; init; }

    /// <summary>Its video stream to draw.</summary>
    public required VideoStreamInfo Video { get; init; }

    /// <summary>The look of the preview that the proxy stands in for; of a profile that leaves out deblocking, as the proxy's decoding
    /// does.</summary>
    public required FilmFormat Format { get; init; }

    /// <summary>Where the proxy goes (MP4). Appears whole; replaced when it exists.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Sprite sheets to make from the same decode; null makes none.</summary>
    public SpriteSheetRequest? Sprites { get; init; }

    /// <summary>Threads of the decoder, 1 or more. Does not change the result.</summary>
    public int DecoderThreads { get; init; } = 1;
}

/// <summary>A finished proxy.</summary>
/// <param name="Path">The MP4 file: one IDR picture per source frame.</param>
/// <param name="Frames">Pictures in it.</param>
/// <param name="SizeBytes">Size of the file.</param>
/// <param name="Problem">What the decoder complained about, in its own words; null when it had nothing to say.</param>
public sealed record ProxyFile(string Path, int Frames, long SizeBytes, string? Problem)
{
    /// <summary>The sprite sheets, where they were asked for.</summary>
    public SpriteSheets? Sprites { get; init; }
}

/// <summary>Sprite sheets to make beside a proxy.</summary>
/// <param name="Layout">What goes onto them; not of key frames only.</param>
/// <param name="OutputPath">File of JPEG pictures one after the other. Appears whole; replaced when it exists.</param>
public sealed record SpriteSheetRequest(SpriteLayout Layout, string OutputPath);
