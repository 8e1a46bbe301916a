using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;

namespace MontageAI.Rendering.Cutting;

/// <summary>Writes a piece: tables first, then picture and sound in turns of a second. Frames keep the distances that they have in the
/// source, whatever these are.</summary>
internal sealed class CutFile
{
    /// <summary>Pictures in decoding order.</summary>
    public required IReadOnlyList<CutSample> Pictures { get; init; }

    /// <summary>Tick after the last picture.</summary>
    public required long EndTicks { get; init; }

    /// <summary>The track that the pictures come from: scale, size and turn.</summary>
    public required Mp4Track Track { get; init; }

    /// <summary>Box that tells how pictures are decoded.</summary>
    public required byte[] SampleEntry { get; init; }

    /// <summary>The display matrix as stored, 36 bytes.</summary>
    public required byte[] Matrix { get; init; }

    /// <summary>The sound, or null.</summary>
    public CutSound? Sound { get; init; }

    /// <summary>Whether to write a QuickTime file.</summary>
    public bool QuickTime { get; init; }

    /// <summary>Writes it.</summary>
    /// <returns>The file's size.</returns>
    public long Write(string path, CancellationToken cancellationToken)
    {
        List<(bool IsVideo, int First, int Count)> chunks = Chunks();
        long data = chunks.Sum(Bytes);
        bool far = data > uint.MaxValue - (64 << 20);
        BoxWriter header = Header(chunks, 0, far, data);
        header = Header(chunks, header.Length, far, data);
        using SampleWriter file = new(path, header.Length + data, cancellationToken);
        file.Write(header.Written);
        foreach ((bool isVideo, int first, int count) in chunks)
        {
            for (int i = first; i < first + count; i++)
            {
                if (isVideo)
                {
                    CutSample picture = Pictures[i];
                    file.Write(picture.Before);
                    file.Copy(picture.Source, picture.Offset, picture.Size);
                    file.Write(picture.After);
                }
                else
                {
                    file.Copy(Sound!.Source, Sound.Track.Offsets[i], Sound.Track.Sizes[i]);
                }
            }
        }

        return file.Complete();
    }

    // The moments of showing, sorted, are the moments of decoding, moved so far back that no picture is shown before it is decoded.
    private (long[] Durations, long[] Offsets, long Lead) Times()
    {
        long[] sorted = [.. Pictures.Select(p => p.Ticks).Order()];
        long lead = Enumerable.Range(0, sorted.Length).Max(i => sorted[i] - Pictures[i].Ticks);
        long[] durations =
        [
            .. Enumerable.Range(0, sorted.Length).Select(i => (i + 1 < sorted.Length ? sorted[i + 1] : EndTicks) - sorted[i]),
        ];
        return (durations, [.. Enumerable.Range(0, sorted.Length).Select(i => Pictures[i].Ticks - sorted[i] + lead)], lead);
    }

    private List<(bool IsVideo, int First, int Count)> Chunks()
    {
        List<(bool, int, int)> chunks = [];
        long start = Pictures.Min(p => p.Ticks);
        int sound = Sound?.First ?? 0;
        int soundEnd = sound + (Sound?.Count ?? 0);
        long soundStart = Sound is null ? 0 : Sound.Track.PresentationTicks[Sound.First];
        for (int at = 0, second = 1; at < Pictures.Count; second++)
        {
            int next = at;
            while (next < Pictures.Count && (next == at || Pictures[next].Ticks - start < second * Track.Timescale))
            {
                next++;
            }

            chunks.Add((true, at, next - at));
            at = next;
            int until = sound;
            while (
                until < soundEnd
                && (at == Pictures.Count || Sound!.Track.PresentationTicks[until] - soundStart < second * Sound.Track.Timescale)
            )
            {
                until++;
            }

            if (until > sound)
            {
                chunks.Add((false, sound, until - sound));
                sound = until;
            }
        }

        return chunks;
    }

    private long Bytes((bool IsVideo, int First, int Count) chunk) =>
        chunk.IsVideo
            ? Pictures.Skip(chunk.First).Take(chunk.Count).Sum(p => (long)p.Total)
            : Sound!.Track.Sizes.Skip(chunk.First).Take(chunk.Count).Sum(s => (long)s);

    private BoxWriter Header(List<(bool IsVideo, int First, int Count)> chunks, long dataStart, bool far, long data)
    {
        BoxWriter to = new();
        to.Begin("ftyp");
        to.Text(QuickTime ? "qt  " : "isom");
        to.U32(0x200);
        to.Text(QuickTime ? "qt  " : "isomiso2mp41");
        to.End();
        Movie(to, chunks, dataStart, far);
        if (far)
        {
            to.U32(1);
            to.Text("mdat");
            to.U64(data + 16);
        }
        else
        {
            to.U32(data + 8);
            to.Text("mdat");
        }

        return to;
    }

    private void Movie(BoxWriter to, List<(bool IsVideo, int First, int Count)> chunks, long dataStart, bool far)
    {
        (long[] durations, long[] offsets, long lead) = Times();
        long scale = Track.Timescale;
        long movieScale = MovieScale(scale, Sound?.Track.Timescale ?? 1);
        long length = durations.Sum();
        TrackHeader picture = new()
        {
            Id = 1,
            IsVideo = true,
            Timescale = scale,
            MediaTicks = length,
            ShownMovieTicks = (long)((Int128)length * movieScale / scale),
            SkippedTicks = lead,
            SampleEntry = SampleEntry,
            Width = Track.Width,
            Height = Track.Height,
        };
        TrackHeader? sound = Sound is null
            ? null
            : new TrackHeader
            {
                Id = 2,
                IsVideo = false,
                Timescale = Sound.Track.Timescale,
                MediaTicks = Sound.Track.DurationTicks.Skip(Sound.First).Take(Sound.Count).Sum(),
                ShownMovieTicks = (long)((Int128)Sound.Shown * movieScale / Sound.Track.Timescale),
                DelayMovieTicks = (long)((Int128)Sound.Delay * movieScale / Sound.Track.Timescale),
                SkippedTicks = Sound.Skipped,
                // QuickTime's longer entries are taken as they are.
                SampleEntry =
                    Sound.Track.SampleEntry[17] == 0
                        ? TrackBoxes.Entry(Sound.Track.SampleEntry, isVideo: false, inBand: false)
                        : Sound.Track.SampleEntry,
            };
        to.Begin("moov");
        TrackBoxes.Movie(
            to,
            movieScale,
            Math.Max(picture.ShownMovieTicks, (sound?.DelayMovieTicks + sound?.ShownMovieTicks) ?? 0),
            sound is null ? 1 : 2
        );
        int start = to.Length;
        TrackBoxes.Track(
            to,
            picture,
            tables =>
            {
                SampleTables.Times(tables, SampleTables.Runs(durations));
                SampleTables.Offsets(tables, offsets.Select(o => checked((int)o)), 1);
                SampleTables.KeyFrames(tables, Enumerable.Range(0, Pictures.Count).Where(i => Pictures[i].IsKey), Pictures.Count);
                Places(tables, chunks, isVideo: true, dataStart, far);
                SampleTables.Sizes(tables, [.. Pictures.Select(p => p.Total)]);
            }
        );
        Turn(to, start);
        if (sound is not null)
        {
            TrackBoxes.Track(
                to,
                sound,
                tables =>
                {
                    SampleTables.Times(tables, SampleTables.Runs(Sound!.Track.DurationTicks.Skip(Sound.First).Take(Sound.Count)));
                    Places(tables, chunks, isVideo: false, dataStart, far);
                    SampleTables.Sizes(tables, Sound.Track.Sizes.AsSpan(Sound.First, Sound.Count));
                }
            );
        }

        to.End();
    }

    // The track header is the first box of the track; its matrix lies 40 bytes into its content, or 52 with long times.
    private void Turn(BoxWriter to, int track)
    {
        int content = track + 16;
        int at = content + (to.Written[content] == 1 ? 52 : 40);
        for (int i = 0; i < 36; i += 4)
        {
            to.SetI32(at + i, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(Matrix.AsSpan(i)));
        }
    }

    private void Places(BoxWriter to, List<(bool IsVideo, int First, int Count)> chunks, bool isVideo, long dataStart, bool far)
    {
        List<long> places = [];
        List<int> counts = [];
        long at = dataStart;
        foreach ((bool IsVideo, int First, int Count) chunk in chunks)
        {
            if (chunk.IsVideo == isVideo)
            {
                places.Add(at);
                counts.Add(chunk.Count);
            }

            at += Bytes(chunk);
        }

        SampleTables.Chunks(to, places, counts, far);
    }

    private static long MovieScale(long picture, long sound)
    {
        long both = picture / (long)System.Numerics.BigInteger.GreatestCommonDivisor(picture, sound) * sound;
        return both <= 10_000_000 ? both : picture;
    }
}
