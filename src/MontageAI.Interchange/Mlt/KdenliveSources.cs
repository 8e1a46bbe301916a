using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Mlt;

/// <summary>
/// Clips of a Kdenlive project: one in the bin for each file, with its number, and copies for what stands on tracks: one for pictures, one
/// for sound, one more for each speed. All copies name the clip of the bin that they belong to.
/// </summary>
internal sealed class KdenliveSources
{
    // Kdenlive keeps the first numbers for itself.
    private const int FirstNumber = 3;

    private readonly Sequence _sequence;
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<XElement> _bin = [];
    private readonly List<XElement> _tracks = [];

    /// <summary>Makes those of a sequence.</summary>
    public KdenliveSources(Sequence sequence)
    {
        _sequence = sequence;
        foreach (SequenceMedia media in sequence.Media)
        {
            int number = _numbers[media.Id] = FirstNumber + _numbers.Count;
            _bin.Add(Producer("bin" + Text(number), media, 1, number));
        }
    }

    /// <summary>Clips of the bin.</summary>
    public IReadOnlyList<XElement> Bin => _bin;

    /// <summary>Their copies for tracks, those that were asked for so far.</summary>
    public IReadOnlyList<XElement> OnTracks => _tracks;

    /// <summary>The number of a file in the bin.</summary>
    public int NumberOf(SequenceMedia media) => _numbers[media.Id];

    /// <summary>The copy that shows the pictures of a shot.</summary>
    public string Pictures(SequenceClip clip) => Copy(clip.Media, SpeedOf(clip), "v");

    /// <summary>The copy that plays the sound of a shot.</summary>
    public string Sound(SequenceClip clip) => Copy(clip.Media, SpeedOf(clip), "a");

    /// <summary>The copy that plays the song.</summary>
    public string Song(SequenceMedia media) => Copy(media, 1, "a");

    /// <summary>The speed that a copy runs at; photographs and frozen pictures need none.</summary>
    public static double SpeedOf(SequenceClip clip) =>
        clip.IsNatural || clip.Media.IsStill || clip.Speed.Numerator == 0 ? 1 : clip.Speed.Value;

    private string Copy(SequenceMedia media, double speed, string role)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{media.Id} {speed:0.######} {role}");
        if (!_ids.TryGetValue(key, out string? id))
        {
            id = _ids[key] = "producer" + Text(_ids.Count);
            XElement copy = Producer(id, media, speed, _numbers[media.Id]);
            copy.Add(MltWriter.Property("set.test_audio", role == "a" ? 0 : 1), MltWriter.Property("set.test_image", role == "a" ? 1 : 0));
            _tracks.Add(copy);
        }

        return id;
    }

    private XElement Producer(string id, SequenceMedia media, double speed, int number)
    {
        long length = MltTimes.Length(_sequence, media, speed) ?? _sequence.Frames;
        string path = XmlFile.Clean(media.Path),
            warp = speed.ToString("0.######", CultureInfo.InvariantCulture);
        XElement producer = new(
            "producer",
            new XAttribute("id", id),
            new XAttribute("in", 0),
            new XAttribute("out", length - 1),
            MltWriter.Property("length", length),
            MltWriter.Property("eof", "pause"),
            MltWriter.Property("resource", speed == 1 ? path : $"{warp}:{path}")
        );
        if (speed != 1)
        {
            producer.Add(MltWriter.Property("warp_speed", warp), MltWriter.Property("warp_resource", path));
        }

        producer.Add(
            MltWriter.Property(
                "mlt_service",
                speed != 1 ? "timewarp"
                    : media.IsStill ? "qimage"
                    : "avformat"
            ),
            MltWriter.Property("seekable", 1),
            MltWriter.Property("kdenlive:id", number),
            MltWriter.Property("kdenlive:folderid", -1),
            MltWriter.Property("kdenlive:clipname", XmlFile.Clean(media.Name)),
            MltWriter.Property(
                "kdenlive:clip_type",
                media.IsStill ? 2
                    : !media.HasPicture ? 1
                    : media.Channels > 0 ? 0
                    : 3
            )
        );
        return producer;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
