using MontageAI.Containers.Mp4;
using MontageAI.Time;

namespace MontageAI.Containers.Joining;

/// <summary>Samples of one track that lie side by side in the film.</summary>
/// <param name="IsVideo">Whether they are picture; else sound.</param>
/// <param name="First">Number of the first sample in its track.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Chunk(bool IsVideo, int First, int Count);

/// <summary>
/// Where everything lies in a film, known before a byte of it is written: sound and picture in turns of a second, so that a player never
/// has to jump, and the tables ("moov") in front, so that it can start at once.
/// </summary>
internal sealed class FilmLayout
{
    private readonly PartList _parts;
    private readonly SoundSamples? _sound;
    private readonly FrameRate _rate;
    private readonly List<Chunk> _chunks = [];
    private readonly int[] _sizes;
    private int _soundCount;
    private readonly bool _trimSound;

    /// <summary>Plans a film.</summary>
    /// <param name="parts">Its parts.</param>
    /// <param name="sound">Its sound, or null.</param>
    /// <param name="rate">Its rate.</param>
    /// <param name="trimSound">Whether sound after the last picture is left out.</param>
    public FilmLayout(PartList parts, SoundSamples? sound, FrameRate rate, bool trimSound)
    {
        _parts = parts;
        _sound = sound;
        _rate = rate;
        _trimSound = trimSound;
        int frames = checked((int)parts.Frames);
        _sizes = new int[frames];
        int next = 0;
        foreach (PartSamples part in parts.Parts)
        {
            for (int i = 0; i < part.Count; i++)
            {
                _sizes[next++] = part.Size(i);
            }
        }

        int turn = (int)Math.Max(1, rate.FrameAt(1));
        for (int at = 0; at < frames; at += turn)
        {
            int count = Math.Min(turn, frames - at);
            _chunks.Add(new(true, at, count));
            AddSound(at + count);
        }

        for (long at = frames; sound is not null && !trimSound && _soundCount < sound.Track.Count; )
        {
            at += turn;
            AddSound(at);
        }

        void AddSound(long until)
        {
            int end = _sound?.EndAt(_soundCount, until, _rate) ?? 0;
            if (end > _soundCount)
            {
                _chunks.Add(new(false, _soundCount, end - _soundCount));
                _soundCount = end;
            }
        }
    }

    /// <summary>Samples in the order in which they are written.</summary>
    public IReadOnlyList<Chunk> Chunks => _chunks;

    /// <summary>Frames.</summary>
    public int Frames => _sizes.Length;

    /// <summary>Everything that comes before the first sample: file type, tables, and the header of the data.</summary>
    /// <param name="size">Size of the whole film.</param>
    public BoxWriter Header(out long size)
    {
        long data = _chunks.Sum(Bytes);
        bool far = data > uint.MaxValue;
        while (true)
        {
            // The tables hold offsets, which depend on the tables' length, which does not depend on the offsets' values.
            int length = Header(0, far, data).Length;
            if (!far && length + data > uint.MaxValue)
            {
                far = true;
                continue;
            }

            size = length + data;
            return Header(length, far, data);
        }
    }

    private BoxWriter Header(long dataStart, bool far, long data)
    {
        BoxWriter to = new();
        to.Begin("ftyp");
        to.Text("isom");
        to.U32(0x200);
        to.Text("isomiso2" + (ParameterSets.IsAvc(_parts.Track) ? "avc1" : "") + "mp41");
        to.End();
        WriteMovie(to, dataStart, far);
        if (data + 8 > uint.MaxValue)
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

    private void WriteMovie(BoxWriter to, long dataStart, bool far)
    {
        long scale = _rate.Timescale;
        long tick = scale / _rate.Fraction.Numerator * _rate.Fraction.Denominator;
        long movieScale = MovieScale(scale, _sound?.Track.Timescale ?? 1);
        long shown = (long)((Int128)Frames * tick * movieScale / scale);
        TrackHeader? sound = _sound is null ? null : SoundHeader(_sound, movieScale);
        to.Begin("moov");
        TrackBoxes.Movie(to, movieScale, Math.Max(shown, (sound?.DelayMovieTicks + sound?.ShownMovieTicks) ?? 0), sound is null ? 1 : 2);
        FilmMark.Write(to);
        TrackHeader picture = new()
        {
            Id = 1,
            IsVideo = true,
            Timescale = scale,
            MediaTicks = Frames * tick,
            ShownMovieTicks = shown,
            SkippedTicks = _parts.Lead * tick,
            SampleEntry = TrackBoxes.Entry(_parts.Track.SampleEntry, isVideo: true),
            Width = _parts.Track.Width,
            Height = _parts.Track.Height,
        };
        TrackBoxes.Track(
            to,
            picture,
            tables =>
            {
                SampleTables.Times(tables, [(Frames, tick)]);
                SampleTables.Offsets(tables, Leads(), tick);
                SampleTables.KeyFrames(tables, Keys(), Frames);
                WriteChunks(tables, isVideo: true, dataStart, far);
                SampleTables.Sizes(tables, _sizes);
            }
        );
        if (sound is not null)
        {
            TrackBoxes.Track(
                to,
                sound,
                tables =>
                {
                    SampleTables.Times(tables, SampleTables.Runs(_sound!.Track.DurationTicks.Take(_soundCount)));
                    WriteChunks(tables, isVideo: false, dataStart, far);
                    SampleTables.Sizes(tables, _sound.Track.Sizes.AsSpan(0, _soundCount));
                }
            );
        }

        to.End();
    }

    private TrackHeader SoundHeader(SoundSamples sound, long movieScale)
    {
        double end = _trimSound ? Math.Min(sound.Track.EndSeconds, _rate.SecondsAt(Frames)) : sound.Track.EndSeconds;
        long delay = (long)((Int128)sound.DelayTicks * movieScale / sound.Track.Timescale);
        return new TrackHeader
        {
            Id = 2,
            IsVideo = false,
            Timescale = sound.Track.Timescale,
            MediaTicks = sound.Track.DurationTicks.Take(_soundCount).Sum(),
            DelayMovieTicks = delay,
            ShownMovieTicks = Math.Max(0, (long)Math.Round(end * movieScale) - delay),
            SkippedTicks = sound.SkippedTicks,
            SampleEntry = TrackBoxes.Entry(sound.Track.SampleEntry, isVideo: false),
        };
    }

    private void WriteChunks(BoxWriter to, bool isVideo, long dataStart, bool far)
    {
        List<long> places = [];
        List<int> counts = [];
        long at = dataStart;
        foreach (Chunk chunk in _chunks)
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

    private long Bytes(Chunk chunk)
    {
        ReadOnlySpan<int> sizes = chunk.IsVideo ? _sizes : _sound!.Track.Sizes;
        long bytes = 0;
        foreach (int size in sizes.Slice(chunk.First, chunk.Count))
        {
            bytes += size;
        }

        return bytes;
    }

    private IEnumerable<int> Leads() =>
        _parts.Parts.SelectMany(p => Enumerable.Range(0, p.Count).Select(i => _parts.Lead + p.Shown(i) - i));

    private IEnumerable<int> Keys()
    {
        int start = 0;
        foreach (PartSamples part in _parts.Parts)
        {
            for (int i = 0; i < part.Count; i++)
            {
                if (part.IsKey(i))
                {
                    yield return start + i;
                }
            }

            start += part.Count;
        }
    }

    // One scale in which ends of picture and of sound are whole numbers, where there is a reasonable one.
    private static long MovieScale(long picture, long sound)
    {
        long both = picture / (long)System.Numerics.BigInteger.GreatestCommonDivisor(picture, sound) * sound;
        return both <= 10_000_000 ? both : picture;
    }
}
