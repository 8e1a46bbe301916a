using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Xmeml;

/// <summary>
/// Writes the XML of Final Cut Pro 7 (xmeml 5), which Premiere and Resolve read: places in the sequence in its frames, places in files in
/// the file's frames, from its first.
/// </summary>
internal sealed class XmemlWriter
{
    /// <summary>Ticks of Premiere per second.</summary>
    public const long TicksPerSecond = 254_016_000_000;

    /// <summary>The word before a shot's name in its comment.</summary>
    public const string Shot = "MONTAGE SHOT: ";

    private readonly Sequence _sequence;
    private readonly XmemlFiles _files;
    private readonly bool _ticks;

    // Where the clip of each shot stands on its track, counted from 1, by channel.
    private readonly int[][] _places;

    private XmemlWriter(Sequence sequence, TargetProgram target)
    {
        (_sequence, _files, _ticks) = (sequence, new XmemlFiles(sequence.Media), target == TargetProgram.Premiere);
        _places = [new int[sequence.Clips.Count], new int[sequence.Clips.Count], new int[sequence.Clips.Count]];
        int[] last = new int[_places.Length];
        for (int i = 0; i < sequence.Clips.Count; i++)
        {
            int channels = sequence.Clips[i].Media.Channels;
            for (int channel = 0; channel < _places.Length; channel++)
            {
                last[channel] += channel == 0 || channels >= channel ? 1 : 0;
                _places[channel][i] = last[channel];
            }
        }
    }

    /// <summary>Writes a sequence.</summary>
    public static void Write(Sequence sequence, TargetProgram target, Stream to) =>
        XmlFile.Write(
            new XStreamingElement("xmeml", new XAttribute("version", "5"), new XmemlWriter(sequence, target).Element()),
            "xmeml",
            to
        );

    /// <summary>A rate.</summary>
    public static XElement Rate(FrameRate rate) =>
        new(
            "rate",
            new XElement("timebase", new TimecodeCount(rate).PerSecond),
            new XElement("ntsc", rate.Fraction.Denominator == 1001 ? "TRUE" : "FALSE")
        );

    /// <summary>A timecode.</summary>
    public static XElement Timecode(TimecodeCount count, long frame) =>
        new(
            "timecode",
            Rate(count.Rate),
            new XElement("string", count.Label(frame)),
            new XElement("frame", frame),
            new XElement("displayformat", count.IsDrop ? "DF" : "NDF")
        );

    private XStreamingElement Element() =>
        new(
            "sequence",
            new XAttribute("id", "sequence-1"),
            new XElement("name", XmlFile.Clean(_sequence.Name)),
            new XElement("duration", _sequence.Frames),
            Rate(_sequence.Rate),
            Timecode(_sequence.Count, _sequence.Start),
            new XStreamingElement(
                "media",
                new XStreamingElement("video", PictureFormat(), new XStreamingElement("track", Pictures())),
                new XStreamingElement("audio", new XElement("numOutputChannels", 2), SoundFormat(), Song(), ClipSound())
            ),
            _sequence.Markers.Select(m => new XElement(
                "marker",
                new XElement("comment", XmlFile.Clean(m.Comment)),
                new XElement("name", XmlFile.Clean(m.Name)),
                new XElement("in", m.Frame),
                new XElement("out", -1)
            ))
        );

    private XElement PictureFormat() =>
        new(
            "format",
            new XElement(
                "samplecharacteristics",
                Rate(_sequence.Rate),
                new XElement("width", _sequence.Width),
                new XElement("height", _sequence.Height),
                new XElement("anamorphic", "FALSE"),
                new XElement("pixelaspectratio", "square"),
                new XElement("fielddominance", "none")
            )
        );

    private static XElement SoundFormat() =>
        new("format", new XElement("samplecharacteristics", new XElement("depth", 16), new XElement("samplerate", 48_000)));

    private IEnumerable<XElement> Pictures()
    {
        for (int i = 0; i < _sequence.Clips.Count; i++)
        {
            SequenceClip clip = _sequence.Clips[i];
            if (clip.Entry is { } entry)
            {
                yield return Transition(entry, clip.Record.Start);
            }

            yield return Clip(clip, i, channel: 0);
        }
    }

    private IEnumerable<XStreamingElement> ClipSound()
    {
        int channels = _sequence.Clips.Select(c => Math.Min(2, c.Media.Channels)).Max();
        return Enumerable.Range(1, channels).Select(c => new XStreamingElement("track", ClipSound(c)));
    }

    private IEnumerable<XElement> ClipSound(int channel) =>
        _sequence.Clips.Index().Where(c => c.Item.Media.Channels >= channel).Select(c => Clip(c.Item, c.Index, channel));

    // Channel 0 is the picture. Beside a transition places in the sequence are -1, and in and out hold the whole transition.
    private XElement Clip(SequenceClip clip, int index, int channel)
    {
        SequenceMedia media = clip.Media;
        bool picture = channel == 0;
        long before = picture ? _sequence.HalfBefore(index) : 0,
            after = picture ? _sequence.HalfBefore(index + 1) : 0;
        long start = In(clip, clip.In) - Own(media, before),
            end = In(clip, clip.In) + Own(media, clip.Record.Length + after);
        XElement element = new(
            "clipitem",
            new XAttribute("id", Id(channel, index)),
            new XElement("name", XmlFile.Clean(media.Name)),
            new XElement("enabled", picture || _sequence.ClipSoundDb is not null ? "TRUE" : "FALSE"),
            new XElement("duration", media.Frames is { } frames ? In(clip, frames) : end),
            Rate(media.Rate),
            new XElement("start", before > 0 ? -1 : clip.Record.Start),
            new XElement("end", after > 0 ? -1 : clip.Record.End),
            new XElement("in", start),
            new XElement("out", end)
        );
        if (_ticks)
        {
            element.Add(new XElement("pproTicksIn", Ticks(start, media.Rate)), new XElement("pproTicksOut", Ticks(end, media.Rate)));
        }

        element.Add(_files.Of(media));
        if (!picture)
        {
            element.Add(Track("audio", channel));
        }

        if (!clip.IsNatural)
        {
            element.Add(Speed(clip.Speed));
        }

        foreach (int linked in Enumerable.Range(0, 1 + Math.Min(2, media.Channels)))
        {
            element.Add(Link(linked, index));
        }

        if (picture)
        {
            element.Add(
                new XElement(
                    "comments",
                    new XElement("mastercomment1", XmlFile.Clean(Shot + clip.Shot)),
                    new XElement("clipcommenta", XmlFile.Clean(string.Join("; ", clip.Notes)))
                )
            );
        }

        return element;
    }

    private IEnumerable<XElement> Song()
    {
        int channels = _sequence.Song.Count == 0 ? 0 : Math.Min(2, _sequence.Song[0].Media.Channels);
        for (int channel = 1; channel <= channels; channel++)
        {
            XElement track = new("track");
            for (int i = 0; i < _sequence.Song.Count; i++)
            {
                SequenceSong song = _sequence.Song[i];
                long start = song.InFrames(_sequence.Rate.Value);
                XElement element = new(
                    "clipitem",
                    new XAttribute("id", string.Create(CultureInfo.InvariantCulture, $"song-{i + 1}-{channel}")),
                    new XElement("name", XmlFile.Clean(song.Media.Name)),
                    new XElement("enabled", "TRUE"),
                    new XElement("duration", song.Media.Frames ?? start + song.Record.Length),
                    Rate(_sequence.Rate),
                    new XElement("start", song.Record.Start),
                    new XElement("end", song.Record.End),
                    new XElement("in", start),
                    new XElement("out", start + song.Record.Length)
                );
                if (_ticks)
                {
                    long ticks = (long)((Int128)song.InSamples * TicksPerSecond / song.Media.SampleRate);
                    element.Add(
                        new XElement("pproTicksIn", ticks),
                        new XElement("pproTicksOut", ticks + Ticks(song.Record.Length, _sequence.Rate))
                    );
                }

                element.Add(_files.Of(song.Media), Track("audio", channel));
                track.Add(element);
            }

            yield return track;
        }
    }

    private XElement Link(int channel, int index)
    {
        int song = _sequence.Song.Count == 0 ? 0 : Math.Min(2, _sequence.Song[0].Media.Channels);
        XElement link = new(
            "link",
            new XElement("linkclipref", Id(channel, index)),
            new XElement("mediatype", channel == 0 ? "video" : "audio"),
            new XElement("trackindex", channel == 0 ? 1 : song + channel),
            new XElement("clipindex", _places[channel][index])
        );
        if (channel > 0)
        {
            link.Add(new XElement("groupindex", 1));
        }

        return link;
    }

    private XElement Transition(ShotTransition entry, long cut) =>
        new(
            "transitionitem",
            new XElement("start", cut - entry.Half),
            new XElement("end", cut + entry.Half),
            new XElement("alignment", "center"),
            Rate(_sequence.Rate),
            new XElement(
                "effect",
                new XElement("name", entry.Kind == TransitionKind.Wipe ? "Edge Wipe" : "Cross Dissolve"),
                new XElement("effectid", entry.Kind == TransitionKind.Wipe ? "Edge Wipe" : "Cross Dissolve"),
                new XElement("effectcategory", entry.Kind == TransitionKind.Wipe ? "Wipe" : "Dissolve"),
                new XElement("effecttype", "transition"),
                new XElement("mediatype", "video"),
                new XElement("wipecode", entry.Kind == TransitionKind.Wipe ? 1 : 0),
                new XElement("wipeaccuracy", 100),
                new XElement("startratio", 0),
                new XElement("endratio", 1),
                new XElement("reverse", "FALSE")
            )
        );

    private static XElement Speed(Rational speed) =>
        new(
            "filter",
            new XElement(
                "effect",
                new XElement("name", "Time Remap"),
                new XElement("effectid", "timeremap"),
                new XElement("effectcategory", "motion"),
                new XElement("effecttype", "motion"),
                new XElement("mediatype", "video"),
                Parameter("variablespeed", "0"),
                Parameter("speed", (speed.Value * 100).ToString("0.######", CultureInfo.InvariantCulture)),
                Parameter("reverse", "FALSE"),
                Parameter("frameblending", "FALSE")
            )
        );

    private static XElement Parameter(string name, string value) =>
        new("parameter", new XElement("parameterid", name), new XElement("name", name), new XElement("value", value));

    private static XElement Track(string type, int channel) =>
        new("sourcetrack", new XElement("mediatype", type), new XElement("trackindex", channel));

    private static string Id(int channel, int index) => string.Create(CultureInfo.InvariantCulture, $"clipitem-{index + 1}-{channel}");

    // A retimed clip counts its own, retimed frames.
    private static long In(SequenceClip clip, long frame) =>
        clip.IsNatural || clip.Speed.Numerator == 0 ? frame : (long)Math.Round(frame / clip.Speed.Value, MidpointRounding.AwayFromZero);

    // Frames of the sequence in frames of a file.
    private long Own(SequenceMedia media, long frames) =>
        media.Rate == _sequence.Rate
            ? frames
            : (long)Math.Round(frames * media.Rate.Value / _sequence.Rate.Value, MidpointRounding.AwayFromZero);

    private static long Ticks(long frames, FrameRate rate) =>
        (long)((Int128)frames * TicksPerSecond * rate.Fraction.Denominator / rate.Fraction.Numerator);
}
