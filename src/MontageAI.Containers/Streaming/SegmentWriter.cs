using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Time;

namespace MontageAI.Containers.Streaming;

/// <summary>
/// Writes headers and segments of a stream. Parameter sets stand in front of every part, so that a decoder follows a change that its player
/// did not see (FFmpeg reads only the first header). The sample entry keeps its name all the same: "avc1" forbids that and every player
/// tried takes it; "avc3" allows it and VLC 3 shows nothing.
/// </summary>
internal sealed class SegmentWriter(StreamFolder folder, FrameRate rate, SoundSamples? sound)
{
    private const int PictureId = 1;
    private const int SoundId = 2;

    private readonly long _scale = rate.Timescale;
    private readonly long _tick = rate.Timescale / rate.Fraction.Numerator * rate.Fraction.Denominator;

    /// <summary>Writes a header for parts with the set-up of a track.</summary>
    /// <param name="name">File.</param>
    /// <param name="track">The set-up.</param>
    /// <param name="lead">Frames by which decoding is ahead of showing in the whole stream.</param>
    public void WriteHeader(string name, Mp4Track track, int lead)
    {
        List<TrackHeader> tracks =
        [
            new()
            {
                Id = PictureId,
                IsVideo = true,
                Timescale = _scale,
                SkippedTicks = lead * _tick,
                SampleEntry = TrackBoxes.Entry(track.SampleEntry, isVideo: true),
                Width = track.Width,
                Height = track.Height,
            },
        ];
        if (sound is not null)
        {
            tracks.Add(
                new()
                {
                    Id = SoundId,
                    IsVideo = false,
                    Timescale = sound.Track.Timescale,
                    SkippedTicks = sound.SkippedTicks,
                    SampleEntry = TrackBoxes.Entry(sound.Track.SampleEntry, isVideo: false),
                }
            );
        }

        BoxWriter to = new();
        FragmentBoxes.Header(to, tracks);
        folder.Replace(name, to.Written);
    }

    /// <summary>Writes a segment.</summary>
    /// <param name="name">File.</param>
    /// <param name="number">Number of the segment, from 0.</param>
    /// <param name="startFrame">First frame in the stream.</param>
    /// <param name="parts">Its picture, or null for sound alone.</param>
    /// <param name="lead">As in the header.</param>
    /// <param name="span">Its sound.</param>
    /// <param name="cancellationToken">Stops it; nothing is left then.</param>
    public void Write(
        string name,
        int number,
        long startFrame,
        PartList? parts,
        int lead,
        SoundSpan span,
        CancellationToken cancellationToken
    )
    {
        byte[] sets = parts is null ? [] : ParameterSets.InBand(parts.Track);
        List<FragmentRun> runs = [];
        if (parts is not null)
        {
            runs.Add(new(PictureId, startFrame * _tick, Pictures(parts, lead, _tick, sets.Length)));
        }

        if (span.Count > 0)
        {
            runs.Add(new(SoundId, span.DecodeTime + sound!.DelayTicks, Packets(sound.Track, span)));
        }

        BoxWriter header = new();
        FragmentBoxes.Fragment(header, number + 1, runs);
        long size = header.Length;
        foreach (FragmentRun run in runs)
        {
            size += run.Bytes;
        }

        string unfinished = folder.File(name + ".part");
        try
        {
            using (SampleWriter file = new(unfinished, size, cancellationToken))
            {
                file.Write(header.Written);
                foreach (PartSamples part in parts?.Parts ?? [])
                {
                    CopyPictures(part, file, sets);
                }

                for (int i = span.First; i < span.First + span.Count; i++)
                {
                    file.Copy(sound!.Source, sound.Track.Offsets[i], sound.Track.Sizes[i]);
                }

                file.Complete();
            }

            File.Move(unfinished, folder.File(name), overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    private static void CopyPictures(PartSamples part, SampleWriter to, byte[] sets)
    {
        for (int i = 0; i < part.Count; i++)
        {
            part.CopyTo(to, i, i == 0 ? sets : []);
        }

        to.Settle();
        part.Source.Dispose();
    }

    private static FragmentSample[] Packets(Mp4Track track, SoundSpan span)
    {
        FragmentSample[] packets = new FragmentSample[span.Count];
        for (int i = 0; i < packets.Length; i++)
        {
            packets[i] = new FragmentSample(track.Sizes[span.First + i], track.DurationTicks[span.First + i], true, 0);
        }

        return packets;
    }

    /// <summary>The pictures of parts as samples of a fragment.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="lead">As in the header.</param>
    /// <param name="tick">Ticks of a frame.</param>
    /// <param name="setBytes">Bytes of the parameter sets that stand in front of every part.</param>
    public static FragmentSample[] Pictures(PartList parts, int lead, long tick, int setBytes)
    {
        FragmentSample[] pictures = new FragmentSample[parts.Frames];
        int next = 0;
        foreach (PartSamples part in parts.Parts)
        {
            for (int i = 0; i < part.Count; i++)
            {
                pictures[next++] = new FragmentSample(
                    part.Size(i) + (i == 0 ? setBytes : 0),
                    tick,
                    part.IsKey(i),
                    (lead + part.Shown(i) - i) * tick
                );
            }
        }

        return pictures;
    }
}
