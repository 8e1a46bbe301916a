using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Mlt;

/// <summary>
/// Writes MLT XML for Shotcut and melt. All places are frames at the profile's rate, and the frame that is named as the last is shown. A
/// dissolve is a small tractor of its own that stands between its two shots.
/// </summary>
internal sealed class MltWriter
{
    private readonly Sequence _sequence;
    private readonly MltSources _sources;
    private readonly MusicBed? _music;
    private readonly List<XElement> _mixes = [];

    private MltWriter(Sequence sequence, MusicBed? music)
    {
        (_sequence, _music) = (sequence, music);
        _sources = new MltSources(sequence);
    }

    /// <summary>Writes a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="music">The song's fades; null for none.</param>
    /// <param name="to">Where it goes.</param>
    public static void Write(Sequence sequence, MusicBed? music, Stream to) =>
        XmlFile.Write(new MltWriter(sequence, music).Document(), null, to);

    /// <summary>The profile: size and exact rate.</summary>
    public static XElement Profile(Sequence sequence) =>
        new(
            "profile",
            new XAttribute("description", "Montage"),
            new XAttribute("width", sequence.Width),
            new XAttribute("height", sequence.Height),
            new XAttribute("progressive", 1),
            new XAttribute("sample_aspect_num", 1),
            new XAttribute("sample_aspect_den", 1),
            new XAttribute("display_aspect_num", sequence.Width),
            new XAttribute("display_aspect_den", sequence.Height),
            new XAttribute("frame_rate_num", sequence.Rate.Fraction.Numerator),
            new XAttribute("frame_rate_den", sequence.Rate.Fraction.Denominator),
            new XAttribute("colorspace", 709)
        );

    /// <summary>A property.</summary>
    public static XElement Property(string name, object value) =>
        new("property", new XAttribute("name", name), Convert.ToString(value, CultureInfo.InvariantCulture));

    /// <summary>A picture that is black for the whole length.</summary>
    public static XElement Black(string id, long frames) =>
        new(
            "producer",
            new XAttribute("id", id),
            new XAttribute("in", 0),
            new XAttribute("out", frames - 1),
            Property("length", frames),
            Property("resource", "0"),
            Property("mlt_service", "color"),
            Property("mlt_image_format", "rgb")
        );

    private XElement Document()
    {
        XElement pictures = Pictures(),
            song = Song();
        long frames = _sequence.Frames;
        XElement root = new(
            "mlt",
            new XAttribute("LC_NUMERIC", "C"),
            new XAttribute("version", "7.0.0"),
            new XAttribute("title", XmlFile.Clean(_sequence.Name)),
            new XAttribute("producer", "main_bin"),
            Profile(_sequence)
        );
        root.Add(_sources.Producers);
        root.Add(
            new XElement(
                "playlist",
                new XAttribute("id", "main_bin"),
                Property("xml_retain", 1),
                _sources.Natural.Select(id => new XElement("entry", new XAttribute("producer", id)))
            ),
            Black("black", frames),
            new XElement("playlist", new XAttribute("id", "background"), Entry("black", 0, frames - 1)),
            _mixes,
            pictures,
            song,
            Main(frames)
        );
        return root;
    }

    private XElement Main(long frames)
    {
        XElement markers = new("properties", new XAttribute("name", "shotcut:markers"));
        for (int i = 0; i < _sequence.Markers.Count; i++)
        {
            SequenceMarker marker = _sequence.Markers[i];
            string text = marker.Comment.Length > 0 ? $"{marker.Name}: {marker.Comment}" : marker.Name;
            string at = Clock(marker.Frame);
            markers.Add(
                new XElement(
                    "properties",
                    new XAttribute("name", i),
                    Property("text", XmlFile.Clean(text)),
                    Property("start", at),
                    Property("end", at),
                    Property("color", MltTimes.Colour(marker.Kind))
                )
            );
        }

        XElement main = new(
            "tractor",
            new XAttribute("id", "tractor0"),
            new XAttribute("title", XmlFile.Clean(_sequence.Name)),
            new XAttribute("in", 0),
            new XAttribute("out", frames - 1),
            Property("shotcut", 1),
            Property("shotcut:projectAudioChannels", 2),
            Property("shotcut:projectFolder", 0)
        );
        if (_sequence.Markers.Count > 0)
        {
            main.Add(markers);
        }

        main.Add(
            new XElement("track", new XAttribute("producer", "background")),
            _sequence.ClipSoundDb is null
                ? new XElement("track", new XAttribute("producer", "playlist0"), new XAttribute("hide", "audio"))
                : new XElement("track", new XAttribute("producer", "playlist0")),
            new XElement("track", new XAttribute("producer", "playlist1"), new XAttribute("hide", "video")),
            Mix("mix", 0, 1, ("always_active", 1), ("sum", 1)),
            Mix("qtblend", 0, 1, ("compositing", 0), ("distort", 0), ("rotate_center", 0)),
            Mix("mix", 0, 2, ("always_active", 1), ("sum", 1))
        );
        return main;
    }

    private XElement Pictures()
    {
        XElement track = new("playlist", new XAttribute("id", "playlist0"), Property("shotcut:video", 1), Property("shotcut:name", "V1"));
        if (_sequence.ClipSoundDb is { } gain)
        {
            track.Add(Volume("level", gain.ToString("0.##", CultureInfo.InvariantCulture)));
        }

        for (int i = 0; i < _sequence.Clips.Count; i++)
        {
            SequenceClip clip = _sequence.Clips[i];
            long before = _sequence.HalfBefore(i),
                after = _sequence.HalfBefore(i + 1);
            if (clip.Entry is { } entry)
            {
                track.Add(Entry(Between(i, entry), 0, (2L * entry.Half) - 1));
            }

            if (clip.Record.Length > before + after)
            {
                track.Add(
                    Entry(
                        _sources.Of(clip),
                        MltTimes.Place(_sequence, clip, before),
                        MltTimes.Place(_sequence, clip, clip.Record.Length - after) - 1
                    )
                );
            }
        }

        return track;
    }

    private string Between(int index, ShotTransition entry)
    {
        (SequenceClip from, SequenceClip to) = (_sequence.Clips[index - 1], _sequence.Clips[index]);
        string id = string.Create(CultureInfo.InvariantCulture, $"mix{_mixes.Count}");
        long frames = 2L * entry.Half,
            fromAt = MltTimes.Place(_sequence, from, from.Record.Length - entry.Half),
            toAt = MltTimes.Place(_sequence, to, -entry.Half);
        // A source that begins later holds its first picture; MLT has none before it.
        long missing = Math.Max(0, -toAt);
        XElement luma = Mix("luma", 0, 1, ("factory", "loader"), ("softness", 0));
        if (entry.Kind == TransitionKind.Wipe)
        {
            luma.Add(Property("resource", "%luma01.pgm"));
        }

        luma.Add(new XAttribute("in", 0), new XAttribute("out", frames - 1));
        XElement sound = Mix("mix", 0, 1, ("start", -1));
        sound.Add(new XAttribute("in", 0), new XAttribute("out", frames - 1));
        _mixes.Add(
            new XElement(
                "tractor",
                new XAttribute("id", id),
                new XAttribute("in", 0),
                new XAttribute("out", frames - 1),
                Property("shotcut:transition", "lumaMix"),
                Cut(_sources.Of(from), fromAt, fromAt + frames - 1),
                Cut(_sources.Of(to), toAt + missing, toAt + missing + frames - 1),
                luma,
                sound
            )
        );
        return id;
    }

    private XElement Song()
    {
        XElement track = new("playlist", new XAttribute("id", "playlist1"), Property("shotcut:audio", 1), Property("shotcut:name", "A1"));
        long at = 0;
        for (int i = 0; i < _sequence.Song.Count; i++)
        {
            SequenceSong song = _sequence.Song[i];
            if (song.Record.Start > at)
            {
                track.Add(new XElement("blank", new XAttribute("length", song.Record.Start - at)));
            }

            long start = song.InFrames(_sequence.Rate.Value);
            XElement entry = Entry(_sources.Of(song.Media), start, start + song.Record.Length - 1);
            if (i == _sequence.Song.Count - 1 && _music is { FadeOut: > 0 } music)
            {
                long fade = Math.Min(song.Record.Length, _sequence.Rate.FrameAt(music.FadeOut));
                entry.Add(Fade("fadeOutVolume", song.Record.Length - fade, 0, song.Record.Length - 1, -60));
            }

            track.Add(entry);
            at = song.Record.End;
        }

        return track;
    }

    private static XElement Fade(string name, long from, double first, long to, double last)
    {
        XElement fade = Volume("level", string.Create(CultureInfo.InvariantCulture, $"{from}={first};{to}={last}"));
        fade.Add(Property("shotcut:filter", name));
        return fade;
    }

    private static XElement Volume(string property, string value) =>
        new("filter", Property("mlt_service", "volume"), Property("window", 75), Property(property, value));

    private static XElement Entry(string producer, long first, long last) =>
        new("entry", new XAttribute("producer", producer), new XAttribute("in", first), new XAttribute("out", last));

    private static XElement Cut(string producer, long first, long last) =>
        new("track", new XAttribute("producer", producer), new XAttribute("in", first), new XAttribute("out", last));

    private static XElement Mix(string service, int below, int above, params (string Name, object Value)[] more) =>
        new(
            "transition",
            Property("a_track", below),
            Property("b_track", above),
            Property("mlt_service", service),
            more.Select(p => Property(p.Name, p.Value))
        );

    private string Clock(long frame)
    {
        double seconds = _sequence.Rate.SecondsAt(frame);
        long milliseconds = (long)Math.Round(seconds * 1000);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{milliseconds / 3_600_000:00}:{milliseconds / 60_000 % 60:00}:{milliseconds / 1000 % 60:00}.{milliseconds % 1000:000}"
        );
    }
}
