using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Mlt;

/// <summary>
/// Writes projects of Kdenlive (document 1.04, which 20.12 to 24 open). Each track is a tractor over two playlists; shots alternate between
/// them so that two can overlap, which is what its mixes are.
/// </summary>
internal sealed class KdenliveWriter
{
    // How Kdenlive marks what it put there itself.
    private const int Internal = 237;

    private static readonly MarkerKind[] s_kinds = [MarkerKind.Section, MarkerKind.Downbeat, MarkerKind.Beat, MarkerKind.Lost];

    private readonly Sequence _sequence;
    private readonly MusicBed? _music;
    private readonly KdenliveSources _sources;
    private readonly List<XElement> _elements = [];
    private readonly List<(string Id, bool IsSound)> _tracks = [];
    private int _playlists;

    private KdenliveWriter(Sequence sequence, MusicBed? music) =>
        (_sequence, _music, _sources) = (sequence, music, new KdenliveSources(sequence));

    /// <summary>Writes a sequence.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="music">The song's fades; null for none.</param>
    /// <param name="to">Where it goes.</param>
    public static void Write(Sequence sequence, MusicBed? music, Stream to) =>
        XmlFile.Write(new KdenliveWriter(sequence, music).Document(), null, to);

    private XElement Document()
    {
        // From the bottom up: sounds of clips, the song, pictures.
        if (_sequence.Clips.Any(c => c.Media.Channels > 0))
        {
            Clips(isSound: true);
        }

        if (_sequence.Song.Count > 0)
        {
            Song();
        }

        Clips(isSound: false);
        XElement root = new(
            "mlt",
            new XAttribute("LC_NUMERIC", "C"),
            new XAttribute("version", "7.0.0"),
            new XAttribute("title", XmlFile.Clean(_sequence.Name)),
            new XAttribute("producer", "main_bin"),
            MltWriter.Profile(_sequence),
            _sources.Bin,
            Bin(),
            MltWriter.Black("black_track", _sequence.Frames),
            _sources.OnTracks,
            _elements,
            Main()
        );
        return root;
    }

    private XElement Bin() =>
        new(
            "playlist",
            new XAttribute("id", "main_bin"),
            MltWriter.Property("kdenlive:docproperties.version", "1.04"),
            MltWriter.Property("kdenlive:docproperties.decimalPoint", "."),
            MltWriter.Property("kdenlive:docproperties.guidesCategories", Categories()),
            MltWriter.Property("kdenlive:docproperties.guides", Guides()),
            MltWriter.Property("xml_retain", 1),
            _sequence.Media.Select(m => new XElement("entry", new XAttribute("producer", "bin" + Text(_sources.NumberOf(m)))))
        );

    private void Clips(bool isSound)
    {
        XElement[] rows = [Playlist(isSound), Playlist(isSound)];
        long[] ends = [0, 0];
        List<XElement> mixes = [];
        int row = 0;
        for (int i = 0; i < _sequence.Clips.Count; i++)
        {
            SequenceClip clip = _sequence.Clips[i];
            (long before, _) = Mix(i);
            (_, long after) = Mix(i + 1);
            bool mixed = before + Mix(i).After > 0;
            row = mixed ? 1 - row : row;
            if (mixed)
            {
                mixes.Add(Transition(mixes.Count, clip, before, Mix(i).After, row == 0, isSound));
            }

            if (isSound && clip.Media.Channels == 0)
            {
                continue;
            }

            long from = clip.Record.Start - before,
                place = MltTimes.Place(_sequence, clip, -before);
            if (from > ends[row])
            {
                rows[row].Add(new XElement("blank", new XAttribute("length", from - ends[row])));
            }

            rows[row]
                .Add(
                    Entry(
                        isSound ? _sources.Sound(clip) : _sources.Pictures(clip),
                        clip.Media,
                        place,
                        place + before + clip.Record.Length + after - 1
                    )
                );
            ends[row] = clip.Record.End + after;
        }

        string name = isSound ? "A2" : "V1";
        XElement tractor = Tractor(isSound, name, rows);
        tractor.Add(mixes);
        if (isSound && _sequence.ClipSoundDb is { } gain)
        {
            tractor.Add(Volume("level", gain.ToString("0.##", CultureInfo.InvariantCulture)));
        }

        _elements.AddRange([.. rows, tractor]);
    }

    // Frames of a mix before its cut and after: as many as both files hold.
    private (long Before, long After) Mix(int index)
    {
        if (index < 1 || index >= _sequence.Clips.Count || _sequence.Clips[index].Entry is not { } entry)
        {
            return (0, 0);
        }

        (SequenceClip from, SequenceClip to) = (_sequence.Clips[index - 1], _sequence.Clips[index]);
        long half = entry.Half,
            end = MltTimes.Place(_sequence, from, from.Record.Length),
            begin = MltTimes.Place(_sequence, to, 0);
        long after = MltTimes.Length(_sequence, from.Media, KdenliveSources.SpeedOf(from)) is { } length
                ? Math.Clamp(length - end, 0, half)
                : half,
            before = to.Media.IsStill ? half : Math.Clamp(begin, 0, half);
        return (before, after);
    }

    private static XElement Transition(int number, SequenceClip to, long before, long after, bool reverse, bool isSound)
    {
        long from = to.Record.Start - before,
            end = to.Record.Start + after;
        XElement mix = new(
            "transition",
            new XAttribute("id", (isSound ? "soundmix" : "mix") + Text(number)),
            new XAttribute("in", from),
            new XAttribute("out", end - 1),
            MltWriter.Property("a_track", 0),
            MltWriter.Property("b_track", 1),
            MltWriter.Property("mlt_service", isSound ? "mix" : "luma"),
            MltWriter.Property("kdenlive_id", isSound ? "mix" : "luma"),
            MltWriter.Property("kdenlive:mixcut", before),
            MltWriter.Property("reverse", reverse ? 1 : 0)
        );
        if (isSound)
        {
            mix.Add(MltWriter.Property("start", -1), MltWriter.Property("accepts_blanks", 1));
        }
        else
        {
            mix.Add(MltWriter.Property("factory", "loader"), MltWriter.Property("softness", 0), MltWriter.Property("alpha_over", 1));
            if (to.Entry?.Kind == TransitionKind.Wipe)
            {
                mix.Add(MltWriter.Property("resource", "%luma01.pgm"));
            }
        }

        return mix;
    }

    private void Song()
    {
        XElement[] rows = [Playlist(true), Playlist(true)];
        long at = 0;
        for (int i = 0; i < _sequence.Song.Count; i++)
        {
            SequenceSong song = _sequence.Song[i];
            if (song.Record.Start > at)
            {
                rows[0].Add(new XElement("blank", new XAttribute("length", song.Record.Start - at)));
            }

            long start = song.InFrames(_sequence.Rate.Value);
            XElement entry = Entry(_sources.Song(song.Media), song.Media, start, start + song.Record.Length - 1);
            if (i == 0 && _music is { FadeIn: > 0 } begin)
            {
                entry.Add(Fade("fadein", start, start + Frames(begin.FadeIn, song) - 1, 0, 1));
            }

            if (i == _sequence.Song.Count - 1 && _music is { FadeOut: > 0 } end)
            {
                long last = start + song.Record.Length - 1;
                entry.Add(Fade("fadeout", last - Frames(end.FadeOut, song) + 1, last, 1, 0));
            }

            rows[0].Add(entry);
            at = song.Record.End;
        }

        _elements.AddRange([.. rows, Tractor(true, "A1", rows)]);
    }

    private long Frames(double seconds, SequenceSong song) => Math.Clamp(_sequence.Rate.FrameAt(seconds), 1, song.Record.Length);

    private XElement Playlist(bool isSound)
    {
        XElement playlist = new("playlist", new XAttribute("id", "playlist" + Text(_playlists++)));
        if (isSound)
        {
            playlist.Add(MltWriter.Property("kdenlive:audio_track", 1));
        }

        return playlist;
    }

    private XElement Tractor(bool isSound, string name, XElement[] rows)
    {
        string id = "tractor" + Text(_tracks.Count);
        _tracks.Add((id, isSound));
        XElement tractor = new(
            "tractor",
            new XAttribute("id", id),
            new XAttribute("in", 0),
            new XAttribute("out", _sequence.Frames - 1),
            MltWriter.Property("kdenlive:track_name", name),
            MltWriter.Property("kdenlive:timeline_active", 1)
        );
        if (isSound)
        {
            tractor.Add(MltWriter.Property("kdenlive:audio_track", 1));
        }

        tractor.Add(
            rows.Select(r => new XElement(
                "track",
                new XAttribute("hide", isSound ? "video" : "audio"),
                new XAttribute("producer", r.Attribute("id")!.Value)
            ))
        );
        return tractor;
    }

    private XElement Main()
    {
        XElement main = new(
            "tractor",
            new XAttribute("id", "tractorMain"),
            new XAttribute("global_feed", 1),
            new XAttribute("in", 0),
            new XAttribute("out", _sequence.Frames - 1),
            new XElement("track", new XAttribute("producer", "black_track")),
            _tracks.Select(Shown)
        );
        for (int i = 0; i < _tracks.Count; i++)
        {
            bool isSound = _tracks[i].IsSound;
            XElement mix = new(
                "transition",
                MltWriter.Property("a_track", 0),
                MltWriter.Property("b_track", i + 1),
                MltWriter.Property("mlt_service", isSound ? "mix" : "qtblend"),
                MltWriter.Property("kdenlive_id", isSound ? "mix" : "qtblend"),
                MltWriter.Property("internal_added", Internal),
                MltWriter.Property("always_active", 1)
            );
            mix.Add(isSound ? MltWriter.Property("sum", 1) : MltWriter.Property("compositing", 0));
            main.Add(mix);
        }

        return main;
    }

    // The clips' own sound is there, and switched off where the montage does not play it.
    private XElement Shown((string Id, bool IsSound) track, int index)
    {
        XElement shown = new("track", new XAttribute("producer", track.Id));
        if (track.IsSound && index == 0 && _sequence.ClipSoundDb is null && _sequence.Clips.Any(c => c.Media.Channels > 0))
        {
            shown.Add(new XAttribute("hide", "both"));
        }

        return shown;
    }

    private XElement Entry(string producer, SequenceMedia media, long first, long last) =>
        new(
            "entry",
            new XAttribute("producer", producer),
            new XAttribute("in", first),
            new XAttribute("out", last),
            MltWriter.Property("kdenlive:id", _sources.NumberOf(media))
        );

    private static XElement Fade(string name, long first, long last, double from, double to) =>
        new(
            "filter",
            new XAttribute("in", first),
            new XAttribute("out", last),
            MltWriter.Property("mlt_service", "volume"),
            MltWriter.Property("kdenlive_id", name),
            MltWriter.Property("window", 75),
            MltWriter.Property("max_gain", "20dB"),
            MltWriter.Property("gain", from),
            MltWriter.Property("end", to)
        );

    private static XElement Volume(string property, string value) =>
        new(
            "filter",
            MltWriter.Property("mlt_service", "volume"),
            MltWriter.Property("kdenlive_id", "volume"),
            MltWriter.Property("window", 75),
            MltWriter.Property(property, value)
        );

    private string Guides() =>
        Json(json =>
        {
            foreach (SequenceMarker marker in _sequence.Markers)
            {
                json.WriteStartObject();
                json.WriteString("comment", marker.Comment.Length > 0 ? $"{marker.Name}: {marker.Comment}" : marker.Name);
                json.WriteNumber("pos", marker.Frame);
                json.WriteNumber("type", Array.IndexOf(s_kinds, marker.Kind));
                json.WriteEndObject();
            }
        });

    private static string Categories() =>
        Json(json =>
        {
            for (int i = 0; i < s_kinds.Length; i++)
            {
                json.WriteStartObject();
                json.WriteString("color", MltTimes.Colour(s_kinds[i]));
                json.WriteString("comment", s_kinds[i] == MarkerKind.Lost ? "Not carried over" : s_kinds[i].ToString());
                json.WriteNumber("index", i);
                json.WriteEndObject();
            }
        });

    private static string Json(Action<Utf8JsonWriter> items)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            items(json);
            json.WriteEndArray();
        }

        return XmlFile.Clean(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
