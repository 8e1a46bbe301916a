using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Timecodes;
using MontageAI.Time;

namespace MontageAI.Interchange.Edl;

/// <summary>
/// Reads edit decision lists (CMX 3600). They do not say their frame rate, so it must be given, or drop frame must give it away. A
/// dissolve's
/// two lines become two clips that meet in its middle.
/// </summary>
internal sealed partial class EdlReader
{
    private static readonly FrameRate[] s_rates =
    [
        new(24000, 1001),
        new(24),
        new(25),
        new(30000, 1001),
        new(30),
        new(48),
        new(50),
        new(60000, 1001),
        new(60),
    ];

    private readonly string _file;
    private readonly FrameRate _rate;
    private readonly List<Loss> _losses = [];
    private readonly List<EdlEvent> _events = [];
    private EdlEvent? _open;
    private bool _isDrop;
    private string _title = "";

    private EdlReader(string file, FrameRate rate) => (_file, _rate) = (file, rate);

    /// <summary>Whether a text looks like a list: its first events or its title.</summary>
    public static bool IsList(string text)
    {
        string head = text.Length > 4000 ? text[..4000] : text;
        return head.TrimStart().StartsWith("TITLE:", StringComparison.OrdinalIgnoreCase) || EventForm().IsMatch(head);
    }

    /// <summary>Reads a list.</summary>
    /// <param name="text">The list.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="rate">Frames per second; null where nobody said.</param>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static EditedSequence Read(string text, string file, FrameRate? rate)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        FrameRate grid = rate ?? RateOf(text, file);
        EdlReader reader = new(file, grid);
        for (int i = 0; i < lines.Length; i++)
        {
            reader.Line(Plain(lines[i], file, i + 1), i + 1);
        }

        return reader.Sequence(rate is null);
    }

    // Runs of blanks in events are one, so that no line takes long to be understood.
    private static string Plain(string line, string file, int number)
    {
        string plain = line.Trim();
        bool counts = plain.Length > 0 && (char.IsAsciiDigit(plain[0]) || plain.StartsWith("M2", StringComparison.Ordinal));
        return line.Length <= Bounds.MostLine
            ? counts
                ? BlankForm().Replace(plain, " ")
                : plain
            : throw DocumentFault.Of(
                file,
                string.Create(CultureInfo.InvariantCulture, $"line {number}"),
                $"it is longer than {Bounds.MostLine} characters, which no line of a list is. Check that the file is what its name says."
            );
    }

    // Drop frame gives the rate away; else those are told that fit all labels.
    private static FrameRate RateOf(string text, string file)
    {
        int most = LabelForm()
            .Matches(text)
            .Select(m => int.Parse(m.Groups["frames"].Value, CultureInfo.InvariantCulture))
            .DefaultIfEmpty()
            .Max();
        bool drop = DropForm().IsMatch(text) || LabelForm().Matches(text).Any(m => m.Value.Contains(';'));
        return drop
            ? most < 30
                ? new FrameRate(30000, 1001)
                : new FrameRate(60000, 1001)
            : throw new ConfigurationException(
                ErrorCode.Range,
                $"'{Printable.Of(file)}' does not say its frame rate, as no list of this kind does. Its timecodes fit "
                    + $"{string.Join(", ", s_rates.Where(r => Math.Round(r.Value) > most).Select(r => r.ToString()))}; give "
                    + $"the right one, or the "
                    + $"timeline that it came from.",
                Field.Rate,
                file
            );
    }

    private void Line(string line, int number)
    {
        if (line.Length == 0)
        {
            return;
        }

        if (line.StartsWith("TITLE:", StringComparison.OrdinalIgnoreCase))
        {
            _title = line[6..].Trim();
        }
        else if (line.StartsWith("FCM:", StringComparison.OrdinalIgnoreCase))
        {
            _isDrop = DropForm().IsMatch(line);
        }
        else if (EventForm().Match(line) is { Success: true } match)
        {
            Event(match, number);
        }
        else if (char.IsAsciiDigit(line[0]) && LabelForm().Count(line) > 0)
        {
            throw Fault(number, $"'{Shown(line)}' is no event: number, reel, track, kind and four timecodes belong there. Mend the line.");
        }
        else if (line.StartsWith("M2", StringComparison.Ordinal))
        {
            Speed(line, number);
        }
        else
        {
            // Some programs leave out the star.
            Comment(line.TrimStart('*').Trim(), number);
        }
    }

    private void Event(Match match, int line)
    {
        if (_events.Count >= Bounds.MostItems)
        {
            throw Fault(line, $"it has more than {Bounds.MostItems} events, which no montage needs. Export a shorter sequence.");
        }

        string kind = match.Groups["kind"].Value;
        EdlEvent made = new()
        {
            Number = match.Groups["number"].Value,
            Reel = match.Groups["reel"].Value,
            Channel = match.Groups["channel"].Value,
            Kind = kind,
            Frames = match.Groups["length"].Success ? int.Parse(match.Groups["length"].Value, CultureInfo.InvariantCulture) : 0,
            SourceIn = Frame(match.Groups["sin"].Value, line, true),
            SourceOut = Frame(match.Groups["sout"].Value, line, true),
            RecordIn = Frame(match.Groups["rin"].Value, line, false),
            RecordOut = Frame(match.Groups["rout"].Value, line, false),
            Line = line,
            Day = Count(match.Groups["sin"].Value, true).PerDay,
        };
        if (made.RecordOut < made.RecordIn)
        {
            // A sequence may pass midnight.
            long day = Count("", false).PerDay;
            if (made.RecordIn - made.RecordOut < day / 2)
            {
                throw Fault(
                    line,
                    $"event {made.Number} ends at {match.Groups["rout"].Value}, before it begins. Mend its record timecodes."
                );
            }

            made.RecordOut += day;
        }

        bool isTransition = kind[0] is 'D' or 'W' or 'K';
        if (isTransition && (_open is null || _open.Number != made.Number || _open.RecordIn != _open.RecordOut))
        {
            throw Fault(
                line,
                $"event {made.Number} is a transition without a line of the same number before it that says what it comes "
                    + $"from. Mend its number."
            );
        }

        if (isTransition)
        {
            made.From = _open;
            _events.RemoveAt(_events.Count - 1);
        }

        _events.Add(made);
        _open = made;
    }

    private void Speed(string line, int number)
    {
        Match match = SpeedForm().Match(line);
        if (
            !match.Success
            || !double.TryParse(match.Groups["speed"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double perSecond)
        )
        {
            throw Fault(number, $"'{Shown(line)}' is no speed: M2, reel, frames per second and a timecode belong there. Mend the line.");
        }

        // It may belong to the first line of a transition.
        EdlEvent? of = _open is { From: { } from } && from.Reel == match.Groups["reel"].Value && _open.Reel != from.Reel ? from : _open;
        if (of is not null)
        {
            of.PerSecond = perSecond;
        }
    }

    private void Comment(string text, int line)
    {
        if (_open is null)
        {
            return;
        }

        if (After(text, "FROM CLIP NAME:") is { } from)
        {
            _open.FromName ??= from;
        }
        else if (After(text, "TO CLIP NAME:") is { } to)
        {
            _open.ToName = to;
        }
        else if ((After(text, "SOURCE FILE:") ?? After(text, "FROM CLIP:") ?? After(text, "FROM FILE:")) is { } path)
        {
            _open.Path = path;
        }
        else if (After(text, EdlText.Shot.Trim()) is { } shot)
        {
            _open.Shot = shot;
        }
        else if (MarkerForm().Match(text) is { Success: true } marker)
        {
            long frame = Frame(marker.Groups["at"].Value, line, false);
            EditedTime at = new(frame, _rate.Value);
            _open.Markers.Add(
                new EditedMarker(
                    marker.Groups["text"].Value.Trim(),
                    marker.Groups["colour"].Value.ToUpperInvariant(),
                    new EditedRange(at, new EditedTime(0, _rate.Value))
                )
            );
        }
    }

    private EditedSequence Sequence(bool guessed)
    {
        if (_events.Count == 0)
        {
            throw DocumentFault.Of(_file, "", "it has no events. Check that the file is what its name says.");
        }

        if (guessed)
        {
            _losses.Add(new Loss(LossCodes.Assumed, null, $"the list is read at {_rate} frames per second, as its drop frame says."));
        }

        long start = _events.Min(e => e.RecordIn);
        List<EditedTrack> tracks = [];
        foreach (
            IGrouping<string, EdlEvent> channel in _events.GroupBy(e => e.IsPicture ? "V" : e.Channel).OrderBy(g => g.Key == "V" ? 0 : 1)
        )
        {
            bool picture = channel.Key == "V";
            tracks.Add(new EdlTrack(_file, _rate, start).Of(channel.Key, picture, [.. channel]));
        }

        return new EditedSequence
        {
            Name = _title,
            Rate = _rate.Value,
            Start = new EditedTime(start, _rate.Value),
            Tracks = tracks,
            Losses = _losses,
            SpeedPrecision = (0.05 / Math.Round(_rate.Value)) + 1e-6,
            SourcePrecision = 1,
        };
    }

    private long Frame(string label, int line, bool isSource)
    {
        TimecodeCount count = Count(label, isSource);
        return count.TryFrame(label, out long frame, out string problem)
            ? frame
            : throw Fault(line, $"{label} {problem}. Mend it, or give the list's own frame rate.");
    }

    // A source counts as its label says, the sequence as the list says; a ';' says it everywhere.
    private TimecodeCount Count(string label, bool isSource) =>
        new(_rate, TimecodeCount.CanDrop(_rate) && (label.Contains(';') || (!isSource && _isDrop)));

    private ConfigurationException Fault(int line, Phrase what) =>
        DocumentFault.Of(_file, string.Create(CultureInfo.InvariantCulture, $"line {line}"), what);

    private static string? After(string text, string word) =>
        text.StartsWith(word, StringComparison.OrdinalIgnoreCase) ? text[word.Length..].Trim() : null;

    private static string Shown(string line) => Printable.Of(line.Length > 100 ? line[..100] + "..." : line);

    [GeneratedRegex(
        @"^\s*(?<number>\d{1,6})\s+(?<reel>\S.*?)\s+(?<channel>(AA/V|B|V\d*|AA|A\d*|NONE|VA|V/A\S*|A\d*/V|AA/V\d*))\s+"
            + @"(?<kind>C|D|W\d{1,3}|KB?|KO?)\s+((?<length>\d{1,4})\s+)?"
            + @"(?<sin>[\d:;.,]{11,12})\s+(?<sout>[\d:;.,]{11,12})\s+(?<rin>[\d:;.,]{11,12})\s+(?<rout>[\d:;.,]{11,12})",
        RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex EventForm();

    [GeneratedRegex(@"\b\d\d[:;]\d\d[:;]\d\d[:;.,](?<frames>\d{2,3})\b", RegexOptions.CultureInvariant)]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"^\s*FCM:\s*DROP", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DropForm();

    [GeneratedRegex(@"[ \t]{2,}", RegexOptions.CultureInvariant)]
    private static partial Regex BlankForm();

    [GeneratedRegex(@"^M2\s+(?<reel>\S.*?)\s+(?<speed>-?\d{1,4}(\.\d{1,4})?)\s+[\d:;]{11,12}", RegexOptions.CultureInvariant)]
    private static partial Regex SpeedForm();

    [GeneratedRegex(@"^LOC:\s*(?<at>\d\d[:;]\d\d[:;]\d\d[:;]\d\d)\s+(?<colour>\S+)\s*(?<text>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex MarkerForm();
}
