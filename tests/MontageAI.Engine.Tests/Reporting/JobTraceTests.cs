using System.Text;
using System.Text.Json;
using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Tests.Reporting;

public sealed class JobTraceTests
{
    [Fact]
    public void Rows_SpansThatOverlap_GetRowsOfTheirOwn_AndThoseWithinStand()
    {
        TraceSpan[] spans = [Phase("a", 0, 10), Phase("b", 1, 5), Phase("c", 4, 8), Phase("d", 5, 7)];

        IReadOnlyList<(TraceSpan Span, int Row)> rows = TraceFile.Rows(spans, encloses: true);

        Assert.Equal([("a", 0), ("b", 0), ("c", 1), ("d", 0)], rows.Select(r => (r.Span.Name, r.Row)));
        Assert.Equal([0, 1, 2, 1], TraceFile.Rows(spans, encloses: false).Select(r => r.Row));
    }

    [Fact]
    public void Spans_BeyondTheLimit_AreCountedAndNotKept()
    {
        JobTrace trace = new();
        for (int i = 0; i < JobTrace.MostSpans + 10; i++)
        {
            trace.Waited("a core", null, i, i + 0.5);
        }

        trace.Ended(RunOutcome.Done, null, JobTrace.MostSpans + 20);

        Assert.Equal(JobTrace.MostSpans + 1, trace.Spans.Count);
        Assert.Equal(10, trace.Left);
    }

    [Fact]
    public void Phase_ThatGoesOnWhenTheJobEnds_EndsWithIt_AndLaterOnesAreNotOfTheJob()
    {
        JobTrace trace = new();
        trace.Begun("create-1", "create", 0, 0.1);
        int open = trace.PhaseBegun("plan", 1);
        trace.Ended(RunOutcome.Failed, "why \"so\"", 2);
        trace.PhaseEnded(open, 3, null, null, null);
        trace.PhaseBegun("later", 4);

        using MemoryStream written = new();
        TraceFile.Write(written, [trace]);
        string text = Encoding.UTF8.GetString(written.ToArray());

        Assert.StartsWith(TraceFile.Mark, text, StringComparison.Ordinal);
        JsonElement[] spans =
        [
            .. JsonDocument
                .Parse(text)
                .RootElement.GetProperty("traceEvents")
                .EnumerateArray()
                .Where(e => e.GetProperty("ph").GetString() == "X"),
        ];
        Assert.Equal(["create", "plan", "waits for its turn among jobs"], spans.Select(s => s.GetProperty("name").GetString()));
        Assert.All(spans, s => Assert.InRange(s.GetProperty("ts").GetInt64() + s.GetProperty("dur").GetInt64(), 0, 2_000_000));
        Assert.Equal("why \"so\"", spans[0].GetProperty("args").GetProperty("error").GetString());
    }

    private static TraceSpan Phase(string name, double begin, double end) => new(TraceKind.Phase, name, begin, end);
}
