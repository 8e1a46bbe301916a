using MontageAI.Containers.Mp4;
using MontageAI.Errors;

namespace MontageAI.Containers.Joining;

/// <summary>
/// The coded pictures of one part in decoding order, as they go into a film: where they lie, and which frame of the part each one shows. A
/// part is shown one picture per frame of the timeline, whatever its own times; only their order counts.
/// </summary>
internal sealed class PartSamples : IDisposable
{
    private readonly IReadOnlyList<int>? _picked;
    private readonly int[]? _shown;

    /// <summary>Takes the samples of a part and checks them.</summary>
    /// <exception cref="MontageException">The part is not what it is said to be.</exception>
    public PartSamples(JoinPart part, Mp4File file)
    {
        Path = part.Path;
        Source = new SampleSource(part.Path, "rendered shot");
        if (file.Video is not { } video || (part.Samples is null && video.Count != part.Frames))
        {
            throw Bad($"has {file.Video?.Count ?? 0} frames instead of {part.Frames}");
        }

        Track = video;
        _picked = part.Samples;
        Count = checked((int)part.Frames);
        if (Count == 0 || (_picked is not null && _picked.Count != part.Frames))
        {
            throw new ArgumentException(
                $"A part of {part.Frames} frames must show as many pictures, and at least one; '{part.Path}' shows {_picked?.Count ?? 0}.",
                nameof(part)
            );
        }

        if (video.DataEnd > file.FileSize)
        {
            throw Bad($"is cut off: its tables point to {video.DataEnd} bytes, and it has {file.FileSize}");
        }

        if (video.SampleEntries != 1)
        {
            throw Bad("changes its encoding half-way");
        }

        if (_picked is not null)
        {
            CheckPicked(video, _picked);
        }
        else
        {
            _shown = Order(video);
            if (!IsKey(0) || HasHidden(video))
            {
                throw Bad("does not start with a key frame, or has frames that are not shown");
            }
        }

        Mark = _picked is not null && ParameterSets.IsAvc(video) ? ParameterSets.PictureMark.Length : 0;
        for (int i = 0; i < _shown?.Length; i++)
        {
            Lead = Math.Max(Lead, i - _shown[i]);
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The same for reading.</summary>
    public SampleSource Source { get; }

    /// <summary>The track that the samples are of.</summary>
    public Mp4Track Track { get; }

    /// <summary>Samples, which is also frames.</summary>
    public int Count { get; }

    /// <summary>Frames by which decoding must be ahead of showing; 0 where pictures are stored in the order in which they are
    /// shown.</summary>
    public int Lead { get; }

    /// <summary>
    /// Bytes of <see cref="ParameterSets.PictureMark"/> in front of every sample, or 0. Pictures picked out of a row of key frames may
    /// follow one with the same number, which a decoder may take for a continuation of it; the mark says that it is not.
    /// </summary>
    public int Mark { get; }

    /// <summary>Where a sample lies in the file.</summary>
    public long Offset(int sample) => Track.Offsets[Stored(sample)];

    /// <summary>Bytes of a sample in the film, the mark included.</summary>
    public int Size(int sample) => Mark + Track.Sizes[Stored(sample)];

    /// <summary>Whether a sample is a key frame.</summary>
    public bool IsKey(int sample) => Track.SyncSamples is not { } keys || Array.BinarySearch(keys, Stored(sample)) >= 0;

    /// <summary>The frame of the part that a sample shows.</summary>
    public int Shown(int sample) => _shown is null ? sample : _shown[sample];

    /// <summary>Appends a sample to a file.</summary>
    /// <param name="to">The file.</param>
    /// <param name="sample">Number of the sample.</param>
    /// <param name="sets">Parameter sets to be put in front of the picture.</param>
    public void CopyTo(SampleWriter to, int sample, ReadOnlySpan<byte> sets)
    {
        if (Mark > 0)
        {
            to.Write(ParameterSets.PictureMark);
        }

        to.Write(sets);
        to.Copy(Source, Offset(sample), Track.Sizes[Stored(sample)]);
    }

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();

    private int Stored(int sample) => _picked is null ? sample : _picked[sample];

    private void CheckPicked(Mp4Track video, IReadOnlyList<int> picked)
    {
        if (video.SyncSamples is { } keys && keys.Length != video.Count)
        {
            throw Bad($"has {video.Count - keys.Length} frames that are no key frames, so that single pictures cannot be taken out of it");
        }

        foreach (int index in picked)
        {
            if (index < 0 || index >= video.Count)
            {
                throw Bad($"has {video.Count} pictures, and picture {index} of it is asked for");
            }
        }
    }

    private static bool HasHidden(Mp4Track video)
    {
        foreach (long time in video.PresentationTicks)
        {
            if (time < 0)
            {
                return true;
            }
        }

        return false;
    }

    // Null where every sample shows the frame of its own number.
    private static int[]? Order(Mp4Track video)
    {
        long[] times = video.PresentationTicks;
        bool inOrder = true;
        for (int i = 1; i < times.Length && inOrder; i++)
        {
            inOrder = times[i] > times[i - 1];
        }

        if (inOrder)
        {
            return null;
        }

        int[] samples = [.. Enumerable.Range(0, times.Length).OrderBy(i => times[i])];
        int[] shown = new int[samples.Length];
        for (int frame = 0; frame < samples.Length; frame++)
        {
            shown[samples[frame]] = frame;
        }

        return shown;
    }

    private MontageException Bad(string why) => new(ErrorCode.JoinFailed, $"The rendered shot '{Path}' {why}. Render it again.");
}
