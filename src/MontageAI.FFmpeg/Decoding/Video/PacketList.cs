using MontageAI.Containers.Matroska;
using MontageAI.Containers.Mp4;
using MontageAI.Media;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>Lists the packets of a stream from the sample tables of MP4 and MOV files or the block headers of Matroska and WebM, in-process
/// and without reading pictures.</summary>
public static class PacketList
{
    // 16 MiB hold the tables of some 10 hours at 30 frames per second.
    private const int LargestTables = 16 << 20;

    /// <summary>Reads the list.</summary>
    /// <returns>Packets in decoding order; null for other containers, fragmented files, damaged tables, and tables that do not agree with
    /// the probe.</returns>
    public static async Task<IReadOnlyList<PacketInfo>?> ReadAsync(
        MediaInfo info,
        VideoStreamInfo stream,
        CancellationToken cancellationToken
    )
    {
        bool matroska = info.Container.Contains("matroska", StringComparison.Ordinal);
        if (
            !matroska
            && !info.Container.Contains("mp4", StringComparison.Ordinal)
            && !info.Container.Contains("mov", StringComparison.Ordinal)
        )
        {
            return null;
        }

        try
        {
            if (matroska)
            {
                MatroskaPackets blocks = await MatroskaPackets.ReadAsync(info.Path, stream.Index, cancellationToken).ConfigureAwait(false);
                return
                    blocks.Packets.Count > 0
                    && new Rational((int)Math.Min(int.MaxValue, blocks.TimestampScale), 1_000_000_000) == stream.TimeBase
                    ? [.. blocks.Packets.Select(p => new PacketInfo(new MediaTime(p.Ticks, stream.TimeBase), p.Size, p.Key))]
                    : null;
            }

            Mp4File file = await Mp4File.ReadTrackAsync(info.Path, stream.Index, LargestTables, cancellationToken).ConfigureAwait(false);
            return file.Video is { Count: > 0 } track && IsThatStream(track, stream) ? List(track, stream.TimeBase) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            // The list is only ever additional evidence.
            return null;
        }
    }

    private static bool IsThatStream(Mp4Track track, VideoStreamInfo stream) =>
        track.Timescale > 0
        && new Rational(1, track.Timescale) == stream.TimeBase
        && (stream.FrameCount is not { } count || count == track.Count);

    private static PacketInfo[] List(Mp4Track track, Rational timeBase)
    {
        PacketInfo[] packets = new PacketInfo[track.Count];
        HashSet<int>? keys = track.SyncSamples is null ? null : [.. track.SyncSamples];
        for (int i = 0; i < packets.Length; i++)
        {
            packets[i] = new PacketInfo(new MediaTime(track.PresentationTicks[i], timeBase), track.Sizes[i], keys?.Contains(i) ?? true);
        }

        return packets;
    }
}
