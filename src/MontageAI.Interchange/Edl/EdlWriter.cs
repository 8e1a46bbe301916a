using System.Globalization;
using System.Text;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Edl;

/// <summary>
/// Writes edit decision lists (CMX 3600): one picture track and the song. Record columns count as the sequence does, source columns as the
/// source does; where their rates differ, sources are converted by seconds.
/// </summary>
internal sealed class EdlWriter
{
    /// <summary>Events that a list holds; three digits number them.</summary>
    public const int MostEvents = 999;

    private readonly Sequence _sequence;
    private readonly Dictionary<string, string> _reels;
    private readonly StringBuilder _text = new();
    private int _event;

    private EdlWriter(Sequence sequence, TargetProgram target) => (_sequence, _reels) = (sequence, EdlText.Reels(sequence.Media, target));

    /// <summary>How many lists a sequence takes.</summary>
    public static int Lists(Sequence sequence) => Math.Max(1, (sequence.Clips.Count + sequence.Song.Count + MostEvents - 1) / MostEvents);

    /// <summary>Writes one of the lists.</summary>
    /// <param name="sequence">The sequence.</param>
    /// <param name="target">Who will read it.</param>
    /// <param name="list">Which, from 0.</param>
    /// <param name="to">Where it goes.</param>
    public static void Write(Sequence sequence, TargetProgram target, int list, Stream to) =>
        to.Write(Encoding.ASCII.GetBytes(new EdlWriter(sequence, target).List(list)));

    private string List(int list)
    {
        string title = EdlText.Ascii(_sequence.Name).Trim();
        string part = Lists(_sequence) > 1 ? string.Create(CultureInfo.InvariantCulture, $" {list + 1}") : "";
        Line($"TITLE: {(title.Length > 64 ? title[..64] : title)}{part}");
        Line($"FCM: {(_sequence.Count.IsDrop ? "DROP FRAME" : "NON-DROP FRAME")}");
        Line("");
        int from = list * MostEvents,
            to = from + MostEvents,
            shots = _sequence.Clips.Count;
        for (int i = from; i < Math.Min(to, shots); i++)
        {
            Shot(i);
        }

        for (int i = Math.Max(from, shots); i < Math.Min(to, shots + _sequence.Song.Count); i++)
        {
            Song(_sequence.Song[i - shots]);
        }

        return _text.ToString();
    }

    private void Shot(int index)
    {
        SequenceClip clip = _sequence.Clips[index];
        long half = _sequence.HalfBefore(index),
            start = clip.Record.Start - half,
            end = clip.Record.End - _sequence.HalfBefore(index + 1);
        TimecodeCount count = SourceCount(clip.Media);
        long sourceIn = SourceFrame(clip, -half),
            sourceOut = sourceIn + Used(end - start, clip.Speed);
        string number = Number(),
            reel = Reel(clip.Media),
            record = $"{Label(start)} {Label(end)}";
        if (clip.Entry is { } entry)
        {
            SequenceClip before = _sequence.Clips[index - 1];
            string still = SourceCount(before.Media).Label(SourceFrame(before, before.Record.Length - half));
            Line($"{number}  {Reel(before.Media)} V     C        {still} {still} {Label(start)} {Label(start)}");
            string kind = entry.Kind == TransitionKind.Wipe ? "W001" : "D   ";
            Line($"{number}  {reel} V     {kind} {entry.Frames:000} {count.Label(sourceIn)} {count.Label(sourceOut)} {record}");
        }
        else
        {
            Line($"{number}  {reel} V     C        {count.Label(sourceIn)} {count.Label(sourceOut)} {record}");
        }

        if (!clip.IsNatural)
        {
            double perSecond = clip.Speed.Value * _sequence.Count.PerSecond;
            Line($"M2   {reel}       {perSecond:000.0}                {count.Label(sourceIn)}");
        }

        if (clip.Entry is not null)
        {
            Line($"* FROM CLIP NAME: {EdlText.Ascii(_sequence.Clips[index - 1].Media.Name)}");
            Line($"* TO CLIP NAME: {EdlText.Ascii(clip.Media.Name)}");
        }
        else
        {
            Line($"* FROM CLIP NAME: {EdlText.Ascii(clip.Media.Name)}");
        }

        Line($"* SOURCE FILE: {EdlText.Place(clip.Media.Path)}");
        Line($"* {EdlText.Shot}{EdlText.Ascii(clip.Shot)}");
        foreach (string note in clip.Notes)
        {
            Line($"* COMMENT: {EdlText.Ascii(note)}");
        }

        foreach (SequenceMarker marker in Markers(clip.Record))
        {
            string text = marker.Comment.Length > 0 ? $"{marker.Name}: {marker.Comment}" : marker.Name;
            Line($"* LOC: {Label(marker.Frame)} {MarkerColours.Of(marker.Kind), -7} {EdlText.Ascii(text)}");
        }

        Line("");
    }

    // Markers are in order, and so are shots.
    private int _marker;

    private IEnumerable<SequenceMarker> Markers(FrameRange record)
    {
        while (_marker < _sequence.Markers.Count && _sequence.Markers[_marker].Frame < record.Start)
        {
            _marker++;
        }

        for (; _marker < _sequence.Markers.Count && _sequence.Markers[_marker].Frame < record.End; _marker++)
        {
            yield return _sequence.Markers[_marker];
        }
    }

    private void Song(SequenceSong song)
    {
        long start = song.InFrames(_sequence.Rate.Value);
        TimecodeCount count = new(_sequence.Rate);
        string reel = Reel(song.Media),
            source = $"{count.Label(start)} {count.Label(start + song.Record.Length)}";
        Line($"{Number()}  {reel} AA    C        {source} {Label(song.Record.Start)} {Label(song.Record.End)}");
        Line($"* FROM CLIP NAME: {EdlText.Ascii(song.Media.Name)}");
        Line($"* SOURCE FILE: {EdlText.Place(song.Media.Path)}");
        Line("");
    }

    // The source's own numbers where its frames are those of the sequence; else the same second in frames of the sequence.
    private TimecodeCount SourceCount(SequenceMedia media) =>
        media.Rate == _sequence.Rate
            ? media.Count
            : new TimecodeCount(_sequence.Rate, media.Count.IsDrop && TimecodeCount.CanDrop(_sequence.Rate));

    private long SourceFrame(SequenceClip clip, long frame)
    {
        long at = clip.Media.Start + clip.In;
        Rational own = clip.Media.Rate.Fraction,
            grid = _sequence.Rate.Fraction;
        long start =
            own == grid ? at : (long)Math.Round(at * (double)own.Denominator * grid.Numerator / ((double)own.Numerator * grid.Denominator));
        return start + Used(frame, clip.Speed);
    }

    private static long Used(long frames, Rational speed) => (long)Math.Round(frames * speed.Value, MidpointRounding.AwayFromZero);

    private string Label(long frame) => _sequence.Count.Label(_sequence.Start + frame);

    private string Reel(SequenceMedia media) => _reels[media.Id].PadRight(8);

    private string Number() => (++_event).ToString("000", CultureInfo.InvariantCulture);

    private void Line(FormattableString line) => Line(line.ToString(CultureInfo.InvariantCulture));

    private void Line(string line) => _text.Append(line.TrimEnd()).Append("\r\n");
}
