using System.Buffers.Binary;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Time;

namespace MontageAI.Containers.Streaming;

/// <summary>
/// The pictures of one shot as a file that a browser appends by itself: a header and one fragment whose times begin at 0. Where they are
/// shown is the player's affair, or is put in by <see cref="MoveTo"/>. The same part gives the same bytes.
/// </summary>
public static class ShotSegment
{
    private const int PictureId = 1;

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="part">The shot's pictures.</param>
    /// <param name="rate">The grid.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.MontageException">The part is missing or damaged.</exception>
    public static void Write(string path, JoinPart part, FrameRate rate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        using PartList parts = PartList.Read([part], cancellationToken);
        Mp4Track track = parts.Track;
        long tick = rate.Timescale / rate.Fraction.Numerator * rate.Fraction.Denominator;
        BoxWriter head = new();
        FragmentBoxes.Header(
            head,
            [
                new()
                {
                    Id = PictureId,
                    IsVideo = true,
                    Timescale = rate.Timescale,
                    SkippedTicks = parts.Lead * tick,
                    SampleEntry = TrackBoxes.Entry(track.SampleEntry, isVideo: true),
                    Width = track.Width,
                    Height = track.Height,
                },
            ]
        );
        byte[] sets = ParameterSets.InBand(track);
        FragmentRun run = new(PictureId, 0, SegmentWriter.Pictures(parts, parts.Lead, tick, sets.Length));
        BoxWriter fragment = new();
        FragmentBoxes.Fragment(fragment, 1, [run]);
        using SampleWriter file = new(path, head.Length + fragment.Length + run.Bytes, cancellationToken);
        file.Write(head.Written);
        file.Write(fragment.Written);
        for (int i = 0; i < parts.Parts[0].Count; i++)
        {
            parts.Parts[0].CopyTo(file, i, i == 0 ? sets : []);
        }

        file.Complete();
    }

    /// <summary>Bytes of the header at the start of such a file; what follows is the fragment.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static int HeaderBytes(ReadOnlySpan<byte> file)
    {
        int at = 0;
        while (at + 8 <= file.Length)
        {
            int size = checked((int)BinaryPrimitives.ReadUInt32BigEndian(file[at..]));
            if (file.Slice(at + 4, 4).SequenceEqual("styp"u8))
            {
                return at;
            }

            at = size >= 8 ? checked(at + size) : file.Length;
        }

        throw new InvalidDataException("The file has no fragment.");
    }

    /// <summary>Moves a fragment to a frame of the timeline.</summary>
    /// <param name="fragment">What follows the header; is changed.</param>
    /// <param name="frame">Where it begins.</param>
    /// <param name="rate">The grid.</param>
    /// <exception cref="InvalidDataException">It is no fragment of such a file.</exception>
    public static void MoveTo(Span<byte> fragment, long frame, FrameRate rate)
    {
        int mark = fragment[..Math.Min(fragment.Length, 256)].IndexOf("tfdt"u8);
        if (mark < 0 || mark + 16 > fragment.Length || fragment[mark + 4] != 1)
        {
            throw new InvalidDataException("The fragment has no time.");
        }

        long tick = rate.Timescale / rate.Fraction.Numerator * rate.Fraction.Denominator;
        BinaryPrimitives.WriteInt64BigEndian(fragment[(mark + 8)..], checked(frame * tick));
    }
}
