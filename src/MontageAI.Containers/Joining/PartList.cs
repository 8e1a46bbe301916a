using MontageAI.Containers.Mp4;
using MontageAI.Errors;

namespace MontageAI.Containers.Joining;

/// <summary>Parts that fit each other.</summary>
internal sealed class PartList : IDisposable
{
    private PartList(List<PartSamples> parts)
    {
        Parts = parts;
        foreach (PartSamples part in parts)
        {
            Frames += part.Count;
            Lead = Math.Max(Lead, part.Lead);
        }
    }

    /// <summary>The parts in order, at least one.</summary>
    public IReadOnlyList<PartSamples> Parts { get; }

    /// <summary>The first part's track, whose decoder set-up is that of all.</summary>
    public Mp4Track Track => Parts[0].Track;

    /// <summary>Frames of all parts.</summary>
    public long Frames { get; }

    /// <summary>Frames by which decoding is ahead of showing in the part where that is most.</summary>
    public int Lead { get; }

    /// <summary>Reads the tables of all parts; a file that several parts show is read once.</summary>
    /// <exception cref="MontageException">A part is missing, damaged, or does not fit the others.</exception>
    public static PartList Read(IReadOnlyList<JoinPart> parts, CancellationToken cancellationToken)
    {
        Dictionary<string, Mp4File> files = [];
        List<PartSamples> samples = new(parts.Count);
        foreach (JoinPart part in parts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                bool isNew = !files.TryGetValue(part.Path, out Mp4File? file);
                if (file is null)
                {
                    file = Mp4File.Read(part.Path);
                    files.Add(part.Path, file);
                }

                samples.Add(new PartSamples(part, file));
                if (isNew)
                {
                    TrackCheck.Refuse(samples[^1].Track);
                }
            }
            catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
            {
                throw new MontageException(
                    ErrorCode.JoinFailed,
                    $"The rendered shot '{part.Path}' cannot be joined: {e.Message} Render it again.",
                    e
                );
            }

            // Parts made by another encoder version or with another look would join into a film that breaks in the middle.
            if (!samples[^1].Track.CodecConfiguration.AsSpan().SequenceEqual(samples[0].Track.CodecConfiguration))
            {
                throw new MontageException(
                    ErrorCode.JoinFailed,
                    $"The rendered shot '{part.Path}' was encoded differently from '{parts[0].Path}'. Render both again."
                );
            }
        }

        return new PartList(samples);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PartSamples part in Parts)
        {
            part.Dispose();
        }
    }
}
