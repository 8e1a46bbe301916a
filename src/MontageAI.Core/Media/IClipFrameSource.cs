namespace MontageAI.Media;

/// <summary>Small frames of one video stream of one file, as analysis needs them.</summary>
public interface IClipFrameSource
{
    /// <summary>Facts of the file.</summary>
    MediaInfo Info { get; }

    /// <summary>The stream that frames are taken from.</summary>
    VideoStreamInfo Stream { get; }

    /// <summary>Starts to deliver frames. The reader must be disposed, also when it was not read to the end.</summary>
    /// <param name="request">Which frames.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    Task<IFrameReader> OpenAsync(FrameRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// The stream's packets in decoding order, where the container lists them in one place so that they cost next to nothing; null
    /// where it does not or where the list is damaged. What this says may be wrong in files made by odd or hostile programs.
    /// </summary>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<PacketInfo>?> ListPacketsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PacketInfo>?>(null);

    /// <summary>
    /// PTS of all packets of the stream, ascending, for containers that do not list them: the whole file is read for it, nothing is
    /// decoded. Null where they cannot be told.
    /// </summary>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<long>?> CollectTimesAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<long>?>(null);

    /// <summary>Sizes of the stream's pictures, in order, the first included; decodes it. Empty where they cannot be told.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<PictureShape>> ListShapesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PictureShape>>([]);
}

/// <summary>
/// Delivers frames one after the other, each with its exact PTS, in ascending order within a window (frames of different
/// windows may come interleaved). The reader's pace bounds the source's: nothing is decoded far ahead. Disposing it ends the
/// decoding at once.
/// </summary>
public interface IFrameReader : IAsyncDisposable
{
    /// <summary>The current frame; its pixels are valid until the next <see cref="ReadAsync"/>.</summary>
    SmallFrame Current { get; }

    /// <summary>
    /// After the last frame: what the decoder complained about, in its own words; null when it had nothing to say. Frames were
    /// then possibly left out or damaged.
    /// </summary>
    string? Problem { get; }

    /// <summary>Moves to the next frame.</summary>
    /// <returns>False after the last frame.</returns>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);
}
