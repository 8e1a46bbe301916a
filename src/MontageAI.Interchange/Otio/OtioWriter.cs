using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Otio;

/// <summary>
/// Writes OpenTimelineIO JSON in the schemas that its libraries 0.15 to 0.18 read: nothing newer, since those refuse a file whole for one
/// unknown version.
/// </summary>
internal sealed class OtioWriter : IDisposable
{
    private const int MostPending = 1 << 16;

    private readonly Utf8JsonWriter _json;
    private readonly Sequence _sequence;
    private readonly SequenceOptions _options;

    private OtioWriter(Stream to, Sequence sequence, SequenceOptions options)
    {
        (_sequence, _options) = (sequence, options);
        _json = new Utf8JsonWriter(
            to,
            new JsonWriterOptions
            {
                Indented = true,
                IndentSize = 2,
                NewLine = "\n",
                Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            }
        );
    }

    private bool IsPremiere => _options.Target == TargetProgram.Premiere;

    /// <summary>Writes a sequence.</summary>
    public static void Write(Sequence sequence, SequenceOptions options, Stream to)
    {
        using OtioWriter writer = new(to, sequence, options);
        writer.Timeline();
        writer._json.Flush();
        to.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Timeline()
    {
        _json.Begin("Timeline.1");
        _json.WriteStartObject("metadata");
        _json.WriteStartObject(OtioNames.Ours);
        _json.WriteString("fingerprint", _sequence.Fingerprint);
        _json.WriteString("drop_frame", _sequence.Count.IsDrop ? "yes" : "no");
        _json.WriteNumber("width", _sequence.Width);
        _json.WriteNumber("height", _sequence.Height);
        _json.WriteEndObject();
        if (IsPremiere)
        {
            Premiere("Sequence");
        }

        _json.WriteEndObject();
        _json.WriteString("name", _sequence.Name);
        _json.Time("global_start_time", _sequence.Start, _sequence.Rate.Value);
        _json.WritePropertyName("tracks");
        _json.Begin("Stack.1");
        Item("tracks", enabled: true);
        _json.WriteStartArray("markers");
        foreach (SequenceMarker marker in _sequence.Markers)
        {
            Marker(marker);
        }

        _json.WriteEndArray();
        _json.WriteStartArray("children");
        Pictures();
        if (_sequence.Song.Count > 0)
        {
            Song();
        }

        if (_sequence.Clips.Any(c => c.Media.Channels > 0))
        {
            ClipSound();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void Pictures()
    {
        Track("V1", "Video");
        for (int i = 0; i < _sequence.Clips.Count; i++)
        {
            SequenceClip clip = _sequence.Clips[i];
            if (clip.Entry is { } entry)
            {
                Transition(entry);
            }

            Clip(clip, i, isSound: false);
        }

        End();
    }

    private void ClipSound()
    {
        Track("A2", "Audio");
        long gap = 0;
        for (int i = 0; i < _sequence.Clips.Count; i++)
        {
            SequenceClip clip = _sequence.Clips[i];
            if (clip.Media.Channels == 0)
            {
                gap += clip.Record.Length;
                continue;
            }

            Gap(gap);
            gap = 0;
            Clip(clip, i, isSound: true);
        }

        End();
    }

    private void Song()
    {
        Track("A1", "Audio");
        long at = 0;
        foreach (SequenceSong song in _sequence.Song)
        {
            Gap(song.Record.Start - at);
            at = song.Record.End;
            _json.Begin("Clip.2");
            Metadata("song", null, song.Media, link: null);
            _json.WriteString("name", song.Media.Name);
            _json.Range("source_range", song.InSamples, song.Media.SampleRate, song.Record.Length, _sequence.Rate.Value);
            Rest(enabled: true);
            _json.WriteEmptyArray("markers");
            _json.WriteStartObject("media_references");
            _json.WritePropertyName("DEFAULT_MEDIA");
            long? samples = song.Media.Frames is { } frames
                ? (long)Math.Round(_sequence.Rate.SecondsAt(frames) * song.Media.SampleRate)
                : null;
            _json.Reference(song.Media.Path, song.Media.Name, 0, samples, song.Media.SampleRate);
            _json.WriteEndObject();
            _json.WriteString("active_media_reference_key", "DEFAULT_MEDIA");
            _json.WriteEndObject();
        }

        End();
    }

    private void Clip(SequenceClip clip, int index, bool isSound)
    {
        SequenceMedia media = clip.Media;
        _json.Begin("Clip.2");
        Metadata(isSound ? "sound" : "shot", clip, media, index + 1);
        _json.WriteString("name", media.Name);
        double rate = media.Rate.Value,
            start = media.Start + clip.In,
            length = clip.Record.Length;
        if (_options.Target == TargetProgram.Resolve && rate != _sequence.Rate.Value)
        {
            // Resolve's own files count a clip's start in frames of the timeline.
            Rational seconds = new Rational(1) / media.Rate.Fraction;
            start = Math.Round(
                start
                    * seconds.Numerator
                    * _sequence.Rate.Fraction.Numerator
                    / ((double)seconds.Denominator * _sequence.Rate.Fraction.Denominator)
            );
            rate = _sequence.Rate.Value;
        }

        if (IsPremiere && !clip.IsNatural)
        {
            // Premiere counts the media that is used up.
            length = OtioNames.UsedUp(length, clip.Speed.Value);
        }

        _json.Range("source_range", start, rate, length, _sequence.Rate.Value);
        _json.WriteStartArray("effects");
        if (!clip.IsNatural)
        {
            Speed(clip.Speed);
        }

        _json.WriteEndArray();
        _json.WriteBoolean("enabled", !isSound || _sequence.ClipSoundDb is not null);
        _json.WriteEmptyArray("markers");
        _json.WriteStartObject("media_references");
        _json.WritePropertyName("DEFAULT_MEDIA");
        _json.Reference(media.Path, media.Name, media.Start, media.Frames, media.Rate.Value);
        if (media.Proxy is { } proxy)
        {
            _json.WritePropertyName("proxy");
            _json.Reference(proxy, MediaPaths.NameOf(proxy), media.Start, media.Frames, media.Rate.Value);
        }

        if (clip.Original is { } original)
        {
            _json.WritePropertyName("original");
            _json.Reference(original.Path, original.Name, original.Start, original.Frames, original.Rate.Value);
        }

        _json.WriteEndObject();
        _json.WriteString("active_media_reference_key", "DEFAULT_MEDIA");
        _json.WriteEndObject();
        if (_json.BytesPending > MostPending)
        {
            _json.Flush();
        }
    }

    private void Speed(Rational speed)
    {
        bool frozen = speed.Numerator == 0;
        _json.Begin(frozen ? "FreezeFrame.1" : "LinearTimeWarp.1");
        _json.WriteEmptyObject("metadata");
        _json.WriteString("name", "");
        _json.WriteString("effect_name", frozen ? "FreezeFrame" : "LinearTimeWarp");
        _json.WriteBoolean("enabled", true);
        _json.Number("time_scalar", speed.Value);
        _json.WriteEndObject();
    }

    private void Transition(ShotTransition entry)
    {
        _json.Begin("Transition.1");
        _json.WriteEmptyObject("metadata");
        _json.WriteString("name", ShotLosses.Word(entry.Kind));
        _json.Time("in_offset", entry.Half, _sequence.Rate.Value);
        _json.Time("out_offset", entry.Half, _sequence.Rate.Value);
        _json.WriteString("transition_type", entry.Kind == TransitionKind.Wipe ? OtioNames.Wipe : OtioNames.Dissolve);
        _json.WriteEndObject();
    }

    private void Marker(SequenceMarker marker)
    {
        string note = marker.Comment.Length > 0 ? marker.Comment : marker.Name;
        _json.Begin("Marker.2");
        _json.WriteStartObject("metadata");
        _json.WriteStartObject(OtioNames.Ours);
        _json.WriteString("kind", marker.Kind.ToString());
        _json.WriteEndObject();
        _json.WriteStartObject(OtioNames.Resolve);
        _json.WriteString("Note", note);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.WriteString("name", marker.Name);
        _json.WriteString("color", MarkerColours.Of(marker.Kind));
        _json.Range("marked_range", marker.Frame, _sequence.Rate.Value, 1, _sequence.Rate.Value);
        _json.WriteString("comment", marker.Comment);
        _json.WriteEndObject();
    }

    private void Metadata(string role, SequenceClip? clip, SequenceMedia media, int? link)
    {
        _json.WriteStartObject("metadata");
        _json.WriteStartObject(OtioNames.Ours);
        _json.WriteString("role", role);
        _json.WriteString("fingerprint", media.Fingerprint);
        if (clip is not null)
        {
            _json.WriteString("shot", clip.Shot);
            _json.WriteString("speed", clip.Speed.ToString());
            _json.WriteString("frames", clip.Record.Length.ToString(CultureInfo.InvariantCulture));
            if (role == "shot")
            {
                _json.WriteStartArray("notes");
                foreach (string note in clip.Notes)
                {
                    _json.WriteStringValue(note);
                }

                _json.WriteEndArray();
            }
        }

        if (media.Reel is { } reel)
        {
            _json.WriteString("reel", reel);
        }

        _json.WriteEndObject();
        if (link is { } group)
        {
            _json.WriteStartObject(OtioNames.Resolve);
            _json.WriteNumber("Link Group ID", group);
            _json.WriteEndObject();
        }

        if (IsPremiere)
        {
            Premiere("Clip");
        }

        _json.WriteEndObject();
    }

    private void Premiere(string of)
    {
        _json.WriteStartObject(OtioNames.Premiere);
        _json.WriteString("MetadataType", of);
        _json.WriteEndObject();
    }

    private void Gap(long frames)
    {
        if (frames <= 0)
        {
            return;
        }

        _json.Begin("Gap.1");
        _json.WriteEmptyObject("metadata");
        _json.WriteString("name", "");
        _json.Range("source_range", 0, _sequence.Rate.Value, frames, _sequence.Rate.Value);
        Rest(enabled: true);
        _json.WriteEmptyArray("markers");
        _json.WriteEndObject();
    }

    private void Track(string name, string kind)
    {
        _json.Begin("Track.1");
        Item(name, enabled: true);
        _json.WriteEmptyArray("markers");
        _json.WriteString("kind", kind);
        _json.WriteStartArray("children");
    }

    private void End()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Item(string name, bool enabled)
    {
        _json.WriteEmptyObject("metadata");
        _json.WriteString("name", name);
        _json.WriteNull("source_range");
        Rest(enabled);
    }

    private void Rest(bool enabled)
    {
        _json.WriteEmptyArray("effects");
        _json.WriteBoolean("enabled", enabled);
    }
}
