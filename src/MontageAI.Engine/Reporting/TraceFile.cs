using System.Text.Json;
using MontageAI.Engine.Outputs;
using MontageAI.Errors;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Reporting;

/// <summary>
/// Writes traces of jobs as Chrome's trace event format, which Perfetto shows: every job is a process in it, its phases, child processes
/// and waits are rows; spans of one row follow or enclose each other.
/// </summary>
public static class TraceFile
{
    /// <summary>How such a file begins.</summary>
    internal const string Mark = "{\"montageTrace\":1,";

    /// <summary>Refuses a file that must not be written; an earlier trace is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ConfigurationException">It is there already and is no trace, or cannot be written there.</exception>
    public static void Check(string path)
    {
        bool isTrace = IsTrace(path);
        if (!isTrace && File.Exists(path))
        {
            throw new ConfigurationException(
                ErrorCode.FileExists,
                $"'{Printable.Of(path)}' is there already and is no trace, so it is not replaced. Choose another name.",
                Field.Trace
            );
        }

        new OutputGuard(overwrite: false).File(path, Field.Trace, [".json"], isTrace).Check();
    }

    /// <summary>Writes jobs that have ended.</summary>
    /// <param name="path">The file.</param>
    /// <param name="jobs">The jobs, in their order.</param>
    /// <param name="cancellationToken">Ends it before it begins.</param>
    /// <exception cref="MontageException">It cannot be written.</exception>
    public static Task WriteAsync(string path, IReadOnlyList<JobTrace> jobs, CancellationToken cancellationToken) =>
        AtomicFile.WriteAsync(path, to => Write(to, jobs), IsTrace(path), cancellationToken);

    /// <summary>Writes jobs that have ended.</summary>
    internal static void Write(Stream to, IReadOnlyList<JobTrace> jobs)
    {
        using Utf8JsonWriter json = new(to);
        json.WriteStartObject();
        json.WriteNumber("montageTrace", 1);
        json.WriteString("displayTimeUnit", "ms");
        json.WriteNumber("spansLeftOut", jobs.Sum(j => j.Left));
        json.WriteStartArray("traceEvents");
        for (int i = 0; i < jobs.Count; i++)
        {
            WriteJob(json, i + 1, jobs[i]);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Rows for spans, so that of two in one row one encloses the other or ends before it.</summary>
    /// <param name="spans">Spans that have ended.</param>
    /// <param name="encloses">Whether spans may stand within others of their row.</param>
    internal static IReadOnlyList<(TraceSpan Span, int Row)> Rows(IEnumerable<TraceSpan> spans, bool encloses)
    {
        List<(TraceSpan, int)> placed = [];
        List<Stack<double>> open = [];
        foreach (TraceSpan span in spans.OrderBy(s => Ticks(s.Begin)).ThenByDescending(s => Ticks(s.End!.Value)))
        {
            int row = 0;
            while (row < open.Count && !Fits(open[row], span))
            {
                row++;
            }

            if (row == open.Count)
            {
                open.Add(new Stack<double>());
            }

            open[row].Push(Ticks(span.End!.Value));
            placed.Add((span, row));
        }

        return placed;

        bool Fits(Stack<double> ends, TraceSpan span)
        {
            while (ends.Count > 0 && ends.Peek() <= Ticks(span.Begin))
            {
                ends.Pop();
            }

            return ends.Count == 0 || (encloses && ends.Peek() >= Ticks(span.End!.Value));
        }
    }

    private static bool IsTrace(string path) => OwnFiles.IsTrace(path);

    // Microseconds.
    private static long Ticks(double seconds) => (long)Math.Round(seconds * 1e6);

    private static void WriteJob(Utf8JsonWriter json, int number, JobTrace job)
    {
        WriteName(json, number, 0, "process_name", job.Job);
        int first = 0;
        foreach (
            (string name, bool encloses, TraceKind[] kinds) in new (string, bool, TraceKind[])[]
            {
                ("phases", true, [TraceKind.Job, TraceKind.Phase]),
                ("processes", false, [TraceKind.Process]),
                ("waits", false, [TraceKind.Wait]),
            }
        )
        {
            IReadOnlyList<(TraceSpan Span, int Row)> rows = Rows(job.Spans.Where(s => kinds.Contains(s.Kind)), encloses);
            int count = rows.Select(r => r.Row + 1).DefaultIfEmpty(0).Max();
            for (int row = 0; row < count; row++)
            {
                WriteName(json, number, first + row + 1, "thread_name", name);
            }

            foreach ((TraceSpan span, int row) in rows)
            {
                WriteSpan(json, number, first + row + 1, span);
            }

            first += count;
        }
    }

    private static void WriteName(Utf8JsonWriter json, int process, int row, string what, string name)
    {
        json.WriteStartObject();
        json.WriteString("ph", "M");
        json.WriteString("name", what);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", row);
        json.WriteStartObject("args");
        json.WriteString("name", name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteSpan(Utf8JsonWriter json, int process, int row, TraceSpan span)
    {
        json.WriteStartObject();
        json.WriteString("ph", "X");
        json.WriteString("cat", span.Kind.ToString().ToLowerInvariant());
        json.WriteString("name", span.Name);
        json.WriteNumber("pid", process);
        json.WriteNumber("tid", row);
        json.WriteNumber("ts", Ticks(span.Begin));
        json.WriteNumber("dur", Ticks(span.End!.Value) - Ticks(span.Begin));
        json.WriteStartObject("args");
        foreach ((string name, object value) in span.Facts)
        {
            switch (value)
            {
                case string text:
                    json.WriteString(name, text);
                    break;
                case double number:
                    json.WriteNumber(name, number);
                    break;
                default:
                    json.WriteNumber(name, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
