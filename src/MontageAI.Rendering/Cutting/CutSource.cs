using System.Globalization;
using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Rendering.Cutting;

/// <summary>An MP4 or MOV file whose frames are known one by one.</summary>
internal sealed class CutSource : IDisposable
{
    // Some 40 hours at 30 frames per second.
    private const int LargestTables = 64 << 20;

    private CutSource(MediaInfo info, VideoStreamInfo video, Mp4Track track, int[] positions, byte[] matrix)
    {
        (Info, Video, Track, Positions, Matrix) = (info, video, track, positions, matrix);
        Order = CutPlan.Order(track.PresentationTicks);
        Bytes = new SampleSource(info.Path, "file");
        long begins = (long)Math.Round(track.StartSeconds * track.Timescale);
        long ends = (long)Math.Round(track.EndSeconds * track.Timescale);
        FirstShown = Array.FindIndex(Order, s => track.PresentationTicks[s] >= begins);
        EndShown = Array.FindLastIndex(Order, s => track.PresentationTicks[s] < ends) + 1;
    }

    /// <summary>The probed file.</summary>
    public MediaInfo Info { get; }

    /// <summary>Its main picture.</summary>
    public VideoStreamInfo Video { get; }

    /// <summary>Its tables.</summary>
    public Mp4Track Track { get; }

    /// <summary>See <see cref="CutPlan.Positions"/>.</summary>
    public int[] Positions { get; }

    /// <summary>Samples in the order in which they are shown.</summary>
    public int[] Order { get; }

    /// <summary>The display matrix as stored.</summary>
    public byte[] Matrix { get; }

    /// <summary>For copying samples.</summary>
    public SampleSource Bytes { get; }

    /// <summary>Position of the first frame that a player shows.</summary>
    public int FirstShown { get; }

    /// <summary>Position after the last one.</summary>
    public int EndShown { get; }

    /// <summary>The file that the sound is taken from when it is encoded: this one, or the one that this one was made from.</summary>
    public MediaInfo Original { get; private init; } = null!;

    /// <summary>Whether this file was made by encoding the wanted frames of <see cref="Original"/>, and holds nothing else.</summary>
    public bool IsEncoded { get; init; }

    /// <summary>Reads a file's tables; null when they are not plain enough to name every frame.</summary>
    public static async Task<CutSource?> OpenAsync(
        MediaInfo info,
        VideoStreamInfo video,
        MediaInfo original,
        bool isEncoded,
        CancellationToken cancellationToken
    )
    {
        try
        {
            Mp4File file = await Mp4File
                .ReadTrackWithOffsetsAsync(info.Path, video.Index, LargestTables, cancellationToken)
                .ConfigureAwait(false);
            if (
                file.Video is not { Count: > 0, SampleEntries: 1, HasPlainEdits: true } track
                || track.DataEnd > file.FileSize
                || CutPlan.Positions(track.PresentationTicks) is not { } positions
                || (video.FrameCount is { } count && count != track.Count)
            )
            {
                return null;
            }

            byte[] matrix = new byte[36];
            using SampleSource bytes = new(info.Path, "file");
            bytes.Read(track.MatrixOffset, matrix);
            CutSource source = new(info, video, track, positions, matrix) { Original = original, IsEncoded = isEncoded };
            return source.FirstShown >= 0 && source.EndShown > source.FirstShown ? source : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>The first sound, when it is AAC that can be copied.</summary>
    public async Task<Mp4Track?> SoundAsync(CancellationToken cancellationToken)
    {
        if (Info.MainAudio is not { Codec: "aac" } audio)
        {
            return null;
        }

        try
        {
            Mp4File file = await Mp4File
                .ReadTrackWithOffsetsAsync(Info.Path, audio.Index, LargestTables, cancellationToken)
                .ConfigureAwait(false);
            return file.Audio is { Count: > 0, SampleEntries: 1, HasPlainEdits: true } track && track.DataEnd <= file.FileSize
                ? track
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>Tick at which the frame at a position is shown; after the last one, where that ends.</summary>
    public long TicksAt(int position)
    {
        if (position < Order.Length)
        {
            return Track.PresentationTicks[Order[position]];
        }

        int last = Order[^1];
        return Track.PresentationTicks[last] + Math.Max(1, Track.DurationTicks[last]);
    }

    /// <summary>Seconds of a tick.</summary>
    public double Seconds(long ticks) => (double)ticks / Track.Timescale;

    /// <summary>Position of the first frame at a point or after it.</summary>
    public int At(CutPoint point)
    {
        if (point.Frame is { } frame)
        {
            return (int)Math.Min(FirstShown + frame, EndShown);
        }

        // Times are typed and printed to a millisecond.
        double seconds = point.Seconds!.Value - 0.001;
        int at = FirstShown;
        while (at < EndShown && Seconds(TicksAt(at)) < seconds)
        {
            at++;
        }

        return at;
    }

    /// <summary>The wanted range of positions.</summary>
    /// <exception cref="MediaException">It holds no frame.</exception>
    public (int First, int End) Range(CutRequest request)
    {
        if (IsEncoded)
        {
            return (FirstShown, EndShown);
        }

        int first = At(request.From);
        int end =
            request.To is { } to ? At(to)
            : request.Frames is { } frames ? (int)Math.Min(EndShown, first + frames)
            : EndShown;
        if (first >= EndShown || end <= first)
        {
            throw new MediaException(
                ErrorCode.Range,
                Original.Path,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"no frame lies from {request.From} to {(request.To is { } t ? t.ToString() : "the end")}; its "
                        + $"{EndShown - FirstShown} frames are shown from {Seconds(TicksAt(FirstShown)):0.###} to "
                        + $"{Seconds(TicksAt(EndShown)):0.###} s."
                ),
                "Name a range in which there are some."
            );
        }

        return (first, end);
    }

    /// <summary>Second at which decoding has to begin for the frame at a position.</summary>
    public double DecodeFrom(int position)
    {
        int sample = Order[position];
        int key = CutPlan.Keys(Track)?.LastOrDefault(k => k <= sample && Positions[k] <= position, 0) ?? sample;
        return Seconds(Track.PresentationTicks[key]);
    }

    /// <inheritdoc/>
    public void Dispose() => Bytes.Dispose();
}
