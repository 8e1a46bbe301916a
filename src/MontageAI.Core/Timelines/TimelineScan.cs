using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using MontageAI.Errors;

namespace MontageAI.Timelines;

/// <summary>
/// Goes through the text of a timeline once before anything is made of it, within bounds of memory whatever the text is: finds what a
/// reader of JSON lets pass (keys that stand twice, nothing among values, numbers without end, lists without end), and the places where
/// left-out values belong.
/// </summary>
internal sealed class TimelineScan
{
    private const int MostDepth = 32;
    private const int MostProblems = 10;
    private const int MostItems = 200_000;
    private const int MostShots = 50_000;
    private const int LongestNumber = 64;
    private const int LongestText = 100_000;
    private const double LargestNumber = 1e18;

    private readonly Stack<Level> _levels = new();
    private readonly List<(long Offset, string Text)> _problems = [];
    private readonly List<(long Offset, string Text)> _insertions = [];

    private TimelineScan() { }

    // What the object or list that is being read is to the timeline.
    private enum Kind
    {
        Other,
        Root,
        Shots,
        Shot,
        Camera,
        CameraKey,
        Music,
        Sound,
        Transition,
    }

    private sealed class Level(Kind kind, bool isList)
    {
        public Kind Kind => kind;
        public bool IsList => isList;
        public int Items { get; set; }
        public string Key { get; set; } = "";
        public HashSet<string> Keys { get; } = isList ? [] : new(StringComparer.Ordinal);
    }

    /// <summary>A problem and where it stands.</summary>
    /// <param name="Line">Line of the text, counted from 1.</param>
    /// <param name="Text">Field and what is wrong with it.</param>
    public readonly record struct Finding(int Line, string Text);

    /// <summary>Goes through a document.</summary>
    /// <param name="json">The text, UTF-8.</param>
    /// <param name="complete">The text with what was left out, line by line as it was; the text itself where nothing was.</param>
    /// <returns>What is wrong.</returns>
    public static IReadOnlyList<Finding> Of(ReadOnlySpan<byte> json, out ReadOnlySpan<byte> complete)
    {
        TimelineScan scan = new();
        complete = [];
        if (!Utf8.IsValid(json))
        {
            return [new(1, "it is not UTF-8 text.")];
        }

        scan.Read(json);
        List<Finding> findings = [];
        foreach ((long offset, string text) in scan._problems)
        {
            findings.Add(new(LineAt(json, offset), text));
        }

        complete =
            findings.Count > 0 ? []
            : scan._insertions.Count > 0 ? scan.Completed(json)
            : json;
        return findings;
    }

    /// <summary>The line on which a field stands, or what it would lie in.</summary>
    /// <param name="json">A text that was gone through without findings.</param>
    /// <param name="path">A field such as "shots[2].speed"; empty for the whole.</param>
    public static int LineOf(ReadOnlySpan<byte> json, string path)
    {
        TimelineScan scan = new();
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MostDepth });
        (long offset, int length) best = (0, 0);
        while (reader.Read())
        {
            long at = reader.TokenStartIndex;
            scan.Follow(ref reader, json);
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray)
            {
                continue;
            }

            string here = scan.PathOf(reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray);
            bool leads = path.StartsWith(here, StringComparison.Ordinal) && (path.Length == here.Length || path[here.Length] is '.' or '[');
            if (leads && here.Length > best.length)
            {
                best = (at, here.Length);
            }

            if (here == path && path.Length > 0)
            {
                break;
            }
        }

        return LineAt(json, best.offset);
    }

    private static int LineAt(ReadOnlySpan<byte> json, long offset) => 1 + json[..(int)Math.Min(offset, json.Length)].Count((byte)'\n');

    private void Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = MostDepth });
        try
        {
            while (_problems.Count < MostProblems && reader.Read())
            {
                Follow(ref reader, json);
            }
        }
        catch (JsonException e)
        {
            // What the text says there may be another file's content, so it is not told.
            bool deep = _levels.Count >= MostDepth;
            _problems.Add(
                (
                    OffsetOf(json, e),
                    deep
                        ? $"it lies deeper than {MostDepth} levels."
                        : "the text is no JSON there: a comma, quote or bracket is missing or too much, or it is another kind of file."
                )
            );
        }
    }

    // Every token once; keeps the levels.
    private void Follow(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Level level = _levels.Peek();
                level.Key = TextOf(ref reader);
                if (!level.Keys.Add(level.Key))
                {
                    Tell(reader.TokenStartIndex, $"{PathOf(inside: false)} stands there twice. Take one out.");
                }

                return;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Count(reader.TokenStartIndex);
                bool isList = reader.TokenType == JsonTokenType.StartArray;
                _levels.Push(new Level(KindOf(isList), isList));
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Level ended = _levels.Pop();
                foreach ((string key, string value) in ended.IsList ? [] : LeftOut(ended))
                {
                    string comma = ended.Keys.Count > 0 ? "," : "";
                    ended.Keys.Add(key);
                    _insertions.Add((reader.TokenStartIndex, $"{comma}\"{key}\":{value}"));
                }

                return;
            default:
                Count(reader.TokenStartIndex);
                CheckValue(ref reader);
                return;
        }
    }

    private void Count(long offset)
    {
        if (_levels.Count == 0 || !_levels.Peek().IsList)
        {
            return;
        }

        Level list = _levels.Peek();
        list.Items++;
        int most = list.Kind == Kind.Shots ? MostShots : MostItems;
        if (list.Items == most + 1)
        {
            Tell(offset, $"the list has more than {most} items. Split the montage.");
        }
    }

    private void CheckValue(ref Utf8JsonReader reader)
    {
        long at = reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null when _levels.Count > 0 && _levels.Peek().IsList:
                Tell(at, $"{PathOf(inside: false)} is null. Take it out, or write what belongs there.");
                break;
            case JsonTokenType.Number
                when reader.ValueSpan.Length > LongestNumber
                    || !reader.TryGetDouble(out double value)
                    || !double.IsFinite(value)
                    || Math.Abs(value) > LargestNumber:
                Tell(at, $"{PathOf(inside: false)} is a number beyond all bounds. Write a smaller one.");
                break;
            case JsonTokenType.String when reader.ValueSpan.Length > LongestText:
                Tell(at, $"{PathOf(inside: false)} is a text of more than {LongestText} bytes. Shorten it.");
                break;
            case JsonTokenType.String when reader.ValueIsEscaped && TextOf(ref reader).Contains('\0', StringComparison.Ordinal):
                Tell(at, $"{PathOf(inside: false)} holds a character that no text can hold (\\u0000). Take it out.");
                break;
            default:
                break;
        }
    }

    // Half of a character that takes two makes no text.
    private string TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            Tell(reader.TokenStartIndex, "half of a character stands there (an escape between \\ud800 and \\udfff). Take it out.");
            return "";
        }
    }

    private void Tell(long offset, string text) => _problems.Add((offset, text));

    private Kind KindOf(bool isList)
    {
        if (_levels.Count == 0)
        {
            return isList ? Kind.Other : Kind.Root;
        }

        Level around = _levels.Peek();
        return (around.Kind, around.IsList ? "" : around.Key, isList) switch
        {
            (Kind.Root, "shots", true) => Kind.Shots,
            (Kind.Shots, _, false) => Kind.Shot,
            (Kind.Shot, "camera", true) => Kind.Camera,
            (Kind.Camera, _, false) => Kind.CameraKey,
            (Kind.Root, "music", false) => Kind.Music,
            (Kind.Root, "sound", false) => Kind.Sound,
            (Kind.Root, "ending", false) or (Kind.Shot, "entry", false) => Kind.Transition,
            _ => Kind.Other,
        };
    }

    // What a person may leave out. (Source-generated readers give left-out members the type's default, not the initialiser's value.)
    private static (string Key, string Value)[] LeftOut(Level of)
    {
        (string, string)[] values = of.Kind switch
        {
            Kind.Root =>
            [
                ("schema", $"\"{Timeline.SchemaName}\""),
                ("version", Timeline.SchemaVersion.ToString(CultureInfo.InvariantCulture)),
                ("bans", "[]"),
                ("beats", "[]"),
                ("notes", "[]"),
            ],
            Kind.Shot => [("id", "\"\""), ("speed", "\"1\""), ("reasons", "[]"), ("alternatives", "[]")],
            Kind.CameraKey => [("zoom", "1"), ("ease", "\"linear\"")],
            Kind.Music => [("loudnessLufs", MusicBed.DefaultLoudnessLufs.ToString(CultureInfo.InvariantCulture))],
            Kind.Sound => [("speech", "[]"), ("sentences", "[]")],
            Kind.Transition => [("direction", "\"left\"")],
            _ => [],
        };
        return [.. values.Where(v => !of.Keys.Contains(v.Item1))];
    }

    private byte[] Completed(ReadOnlySpan<byte> json)
    {
        byte[] all = new byte[json.Length + _insertions.Sum(i => Encoding.UTF8.GetByteCount(i.Text))];
        (int from, int to) = (0, 0);
        foreach ((long offset, string text) in _insertions)
        {
            ReadOnlySpan<byte> part = json[from..(int)offset];
            part.CopyTo(all.AsSpan(to));
            (from, to) = ((int)offset, to + part.Length);
            to += Encoding.UTF8.GetBytes(text, all.AsSpan(to));
        }

        json[from..].CopyTo(all.AsSpan(to));
        return all;
    }

    // The field that was just named or counted; inside: that whose own level was just begun.
    private string PathOf(bool inside)
    {
        StringBuilder path = new();
        foreach (Level level in _levels.Reverse().Take(_levels.Count - (inside ? 1 : 0)))
        {
            _ = level.IsList
                ? path.Append(CultureInfo.InvariantCulture, $"[{level.Items - 1}]")
                : path.Append(path.Length > 0 ? "." : "").Append(Printable.Of(Shortened(level.Key)));
        }

        return path.ToString();
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";

    private static long OffsetOf(ReadOnlySpan<byte> json, JsonException e)
    {
        long offset = 0;
        for (long line = e.LineNumber ?? 0; line > 0 && json[(int)offset..].IndexOf((byte)'\n') is >= 0 and int next; line--)
        {
            offset += next + 1;
        }

        return offset;
    }
}
