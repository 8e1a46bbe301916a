using System.Globalization;
using System.Xml.Linq;
using MontageAI.Interchange.Documents;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Mlt;

/// <summary>Producers of an MLT document: one for each file, and one more for each speed that it is shown at.</summary>
internal sealed class MltSources
{
    // Longest place in a retimed source that is ever named; producers must say how long they are.
    private readonly Dictionary<string, string> _ids = [];
    private readonly Sequence _sequence;
    private readonly List<XElement> _producers = [];
    private readonly List<string> _natural = [];

    /// <summary>Makes those of a sequence.</summary>
    public MltSources(Sequence sequence)
    {
        _sequence = sequence;
        foreach (SequenceMedia media in sequence.Media)
        {
            _natural.Add(Of(media));
        }
    }

    /// <summary>All producers.</summary>
    public IReadOnlyList<XElement> Producers => _producers;

    /// <summary>Names of those at natural speed.</summary>
    public IReadOnlyList<string> Natural => _natural;

    /// <summary>The producer of a shot.</summary>
    public string Of(SequenceClip clip)
    {
        if (clip.IsNatural || clip.Media.IsStill || clip.Speed.Numerator == 0)
        {
            return Of(clip.Media);
        }

        string speed = clip.Speed.Value.ToString("0.######", CultureInfo.InvariantCulture);
        string path = XmlFile.Clean(clip.Media.Path);
        long? frames = Frames(clip.Media) is { } natural ? (long)Math.Ceiling(natural / clip.Speed.Value) : null;
        return Producer(
            $"{clip.Media.Id} {speed}",
            frames,
            MltWriter.Property("resource", $"{speed}:{path}"),
            MltWriter.Property("warp_speed", speed),
            MltWriter.Property("warp_resource", path),
            MltWriter.Property("mlt_service", "timewarp"),
            MltWriter.Property("shotcut:caption", XmlFile.Clean(clip.Media.Name))
        );
    }

    /// <summary>The producer of a file at natural speed.</summary>
    public string Of(SequenceMedia media) =>
        Producer(
            media.Id,
            media.IsStill ? _sequence.Frames : Frames(media),
            MltWriter.Property("resource", XmlFile.Clean(media.Path)),
            MltWriter.Property("mlt_service", media.IsStill ? "qimage" : "avformat"),
            MltWriter.Property("seekable", 1),
            MltWriter.Property("shotcut:caption", XmlFile.Clean(media.Name))
        );

    private long? Frames(SequenceMedia media) =>
        media.Frames is { } frames ? Math.Max(1, (long)Math.Floor((media.Rate.SecondsAt(frames) * _sequence.Rate.Value) + 1e-6)) : null;

    private string Producer(string key, long? frames, params XElement[] properties)
    {
        if (!_ids.TryGetValue(key, out string? id))
        {
            id = _ids[key] = string.Create(CultureInfo.InvariantCulture, $"producer{_ids.Count}");
            XElement producer = new("producer", new XAttribute("id", id));
            if (frames is { } known)
            {
                producer.Add(new XAttribute("in", 0), new XAttribute("out", known - 1), MltWriter.Property("length", known));
            }

            producer.Add(properties);
            _producers.Add(producer);
        }

        return id;
    }
}
