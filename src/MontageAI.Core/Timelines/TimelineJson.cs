using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using MontageAI.Errors;

namespace MontageAI.Timelines;

/// <summary>
/// Reads and writes timelines as JSON. The same timeline gives the same bytes on every machine. Timelines are meant to be edited, so
/// whatever a text says, it is read within bounds or refused with line, field and remedy.
/// </summary>
public static partial class TimelineJson
{
    /// <summary>Longest text that is read, in bytes: a montage of four hours with a cut every second takes about half of it.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Writes a timeline as indented UTF-8 JSON text, ending in a line feed.</summary>
    public static string Write(Timeline timeline) => JsonSerializer.Serialize(timeline, TimelineJsonContext.Default.Timeline) + "\n";

    /// <summary>Writes the same text piece by piece, so that a long one is never in memory as a whole.</summary>
    /// <param name="timeline">The timeline.</param>
    /// <param name="to">Where the UTF-8 text goes.</param>
    public static void Write(Timeline timeline, Stream to)
    {
        ArgumentNullException.ThrowIfNull(to);
        JsonSerializer.Serialize(to, timeline, TimelineJsonContext.Default.Timeline);
        to.WriteByte((byte)'\n');
    }

    /// <summary>Reads a timeline and checks that it holds together.</summary>
    /// <param name="json">The document.</param>
    /// <param name="origin">File name for messages.</param>
    /// <exception cref="ConfigurationException">The text is no timeline, or it contradicts itself; every problem is listed.</exception>
    public static Timeline Read(string json, string origin) => Read(Encoding.UTF8.GetBytes(json), origin);

    /// <summary>Reads a timeline and checks that it holds together.</summary>
    /// <param name="json">The document, UTF-8 with or without a mark of it.</param>
    /// <param name="origin">File name for messages.</param>
    /// <exception cref="ConfigurationException">The text is no timeline, or it contradicts itself; every problem is listed.</exception>
    public static Timeline Read(ReadOnlySpan<byte> json, string origin)
    {
        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            json = json[Encoding.UTF8.Preamble.Length..];
        }

        if (json.Length > MostBytes)
        {
            throw Wrong(origin, [(null, $"it is larger than {MostBytes >> 20} MiB, which no montage needs")]);
        }

        IReadOnlyList<TimelineScan.Finding> findings = TimelineScan.Of(json, out ReadOnlySpan<byte> complete);
        if (findings.Count > 0)
        {
            throw Wrong(origin, findings.Select(f => ((int?)f.Line, f.Text.TrimEnd('.'))));
        }

        Timeline timeline = Parse(complete, origin);
        timeline = ShotIds.Complete(timeline with { Version = Math.Max(timeline.Version, Timeline.SchemaVersion) });
        IReadOnlyList<(string Path, string Text)> problems = TimelineRules.Find(timeline);
        if (problems.Count == 0)
        {
            return timeline;
        }

        List<string> told = [];
        foreach ((string path, string text) in problems.Take(TimelineRules.MostProblems))
        {
            told.Add($"'{Printable.Of(origin)}', line {TimelineScan.LineOf(json, path)}: {text}");
        }

        throw new ConfigurationException(Problem.Of(ErrorCode.TimelineInvalid, told, origin));
    }

    private static Timeline Parse(ReadOnlySpan<byte> complete, string origin)
    {
        try
        {
            Timeline? timeline = JsonSerializer.Deserialize(complete, TimelineJsonContext.Default.Timeline);
            return timeline is { Schema: Timeline.SchemaName }
                ? timeline
                : throw Wrong(origin, [(null, $"its \"schema\" is not \"{Timeline.SchemaName}\"")]);
        }
        catch (JsonException e)
        {
            string path = (e.Path ?? "$").TrimStart('$').TrimStart('.');
            string where = path.Length > 0 ? $"{Printable.Of(Shortened(path))}: " : "";
            throw Wrong(origin, [((int?)e.LineNumber + 1, where + Words(e.Message))]);
        }
    }

    private static ConfigurationException Wrong(string origin, IEnumerable<(int? Line, string Text)> problems) =>
        new([
            .. problems.Select(p => new Problem(
                ErrorCode.TimelineInvalid,
                $"'{Printable.Of(origin)}' is not a timeline that can be read{(p.Line is { } line ? $", line {line}" : "")}: {p.Text}. "
                    + $"Mend it, or {Remedy.PlanTimeline}."
            )
            {
                File = origin,
            }),
        ]);

    // What the reader of JSON says, in words for whoever wrote the text.
    private static string Words(string message)
    {
        if (MissingForm().Match(message) is { Success: true } missing)
        {
            return $"{missing.Groups["names"].Value} must stand there";
        }

        if (UnknownForm().Match(message) is { Success: true } unknown)
        {
            return $"there is no '{Printable.Of(Shortened(unknown.Groups["name"].Value))}'; check its spelling, or take it out";
        }

        if (message.Contains("null values", StringComparison.Ordinal))
        {
            return "it must not be null; write a value, or leave it out where that is allowed";
        }

        return ConvertForm().Match(message) is not { Success: true } convert
            ? Printable.Of(Shortened(EndForm().Replace(message, "").TrimEnd('.', ' ')))
            : convert.Groups["type"].Value switch
            {
                "System.Int32" or "System.Int64" => "a whole number belongs there",
                "System.Double" => "a number belongs there",
                "System.String" => "a text belongs there",
                "System.Boolean" => "true or false belongs there",
                var type when type.Contains("IReadOnlyList", StringComparison.Ordinal) => "a list belongs there",
                _ => "something else belongs there; see docs/timeline.md",
            };
    }

    private static string Shortened(string text) => text.Length <= 200 ? text : text[..200] + "...";

    [GeneratedRegex("missing required properties including: (?<names>.*?)\\.?$", RegexOptions.Singleline)]
    private static partial Regex MissingForm();

    [GeneratedRegex("JSON property '(?<name>.*?)' could not be mapped", RegexOptions.Singleline)]
    private static partial Regex UnknownForm();

    [GeneratedRegex(@"could not be converted to (?<type>[^ ]+?)\.( |$)")]
    private static partial Regex ConvertForm();

    [GeneratedRegex(@" (Path: \$.*|LineNumber: .*)$", RegexOptions.Singleline)]
    private static partial Regex EndForm();
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(Timeline))]
internal sealed partial class TimelineJsonContext : JsonSerializerContext;
