using System.Buffers.Binary;
using System.Globalization;

namespace MontageAI.Containers.Probing;

/// <summary>
/// The time code track of a QuickTime file (Apple, QuickTime File Format, "Timecode media"): its sample entry says how frames are counted,
/// its first sample which number the first frame has.
/// </summary>
/// <param name="Sample">Where the number lies.</param>
/// <param name="FramesPerSecond">Whole frames that a second counts.</param>
/// <param name="IsDropFrame">Whether numbers are left out, so that the count keeps up with the clock at 30000/1001 and 60000/1001.</param>
internal sealed record TimecodeTrack(Mp4Tables Sample, int FramesPerSecond, bool IsDropFrame)
{
    private const int Entry = 8;
    private const int Shortest = Entry + 18;
    private const int DropFrame = 1;
    private const int MayBeNegative = 4;

    /// <summary>Bytes of the number.</summary>
    public const int SampleBytes = 4;

    /// <summary>Reads a sample entry; null where it says more than how to count (a reel's name, for example), or nothing
    /// sensible.</summary>
    /// <param name="data">The tables.</param>
    /// <param name="track">A track of format "tmcd".</param>
    public static TimecodeTrack? Of(byte[] data, Mp4TrackFacts track)
    {
        ReadOnlySpan<byte> entry = data.AsSpan(track.Entry.Start, track.Entry.Length);
        if (entry.Length is < Shortest or > Shortest + 2 || track.Tables.FirstSize < SampleBytes)
        {
            return null;
        }

        uint flags = BinaryPrimitives.ReadUInt32BigEndian(entry[(Entry + 4)..]);
        long scale = BinaryPrimitives.ReadUInt32BigEndian(entry[(Entry + 8)..]);
        long duration = BinaryPrimitives.ReadUInt32BigEndian(entry[(Entry + 12)..]);
        if (duration == 0 || scale / duration is < 1 or > 960 || (flags & MayBeNegative) != 0)
        {
            return null;
        }

        int frames = (int)((scale + (duration / 2)) / duration);
        bool drops = (flags & DropFrame) != 0;
        return drops && frames % 30 != 0 ? null : new TimecodeTrack(track.Tables, frames, drops);
    }

    /// <summary>The time code of a frame, as FFmpeg writes it.</summary>
    /// <param name="frame">The first sample's number.</param>
    public string At(uint frame)
    {
        long number = frame;
        if (IsDropFrame)
        {
            // Two numbers in 30 are left out every minute but every tenth (SMPTE ST 12-1).
            long drop = FramesPerSecond / 30 * 2;
            long perMinute = (FramesPerSecond * 60) - drop;
            long perTenMinutes = (FramesPerSecond * 600) - (9 * drop);
            (long tens, long rest) = Math.DivRem(number, perTenMinutes);
            number += (9 * drop * tens) + (rest >= drop ? drop * ((rest - drop) / perMinute) : 0);
        }

        (long seconds, long part) = Math.DivRem(number, FramesPerSecond);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seconds / 3600 % 24:00}:{seconds / 60 % 60:00}:{seconds % 60:00}{(IsDropFrame ? ';' : ':')}{part:00}"
        );
    }
}
