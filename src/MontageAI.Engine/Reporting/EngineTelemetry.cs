using System.Diagnostics;
using System.Diagnostics.Metrics;
using MontageAI.Engine.Tasks;

namespace MontageAI.Engine.Reporting;

/// <summary>
/// What the engine measures of itself while it works, for whoever listens by <see cref="MeterListener"/>, <see cref="ActivityListener"/>
/// or OpenTelemetry; docs/telemetry.md lists it. Names are stable, and nothing here holds a file name. Without a listener it costs
/// nothing worth measuring.
/// </summary>
public static class EngineTelemetry
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = "MontageAI.Engine";

    private static readonly Meter s_meter = new(Name);
    private static readonly ActivitySource s_source = new(Name);

    private static readonly Histogram<double> s_phases = s_meter.CreateHistogram<double>(
        "montage.phase.duration",
        "s",
        "Duration of a phase of a job."
    );
    private static readonly Counter<long> s_items = s_meter.CreateCounter<long>(
        "montage.phase.items",
        description: "Units of work that phases have done or found."
    );
    private static readonly Counter<long> s_stored = s_meter.CreateCounter<long>(
        "montage.phase.items.stored",
        description: "Those of them that were found in the store and not done again."
    );
    private static readonly Counter<long> s_setAside = s_meter.CreateCounter<long>(
        "montage.files.set_aside",
        description: "Files that could not be used."
    );
    private static readonly Counter<long> s_degradations = s_meter.CreateCounter<long>(
        "montage.degradations",
        description: "Departures from what was asked for."
    );

    private static readonly Counter<long> s_routes = s_meter.CreateCounter<long>(
        "montage.tasks.routed",
        description: "Tasks for which a place was chosen by what they cost."
    );

    private static readonly UpDownCounter<long> s_running = s_meter.CreateUpDownCounter<long>(
        "montage.jobs.running",
        description: "Jobs that are being done."
    );
    private static readonly Histogram<double> s_jobs = s_meter.CreateHistogram<double>("montage.job.duration", "s", "Duration of a job.");
    private static readonly Histogram<double> s_playable = s_meter.CreateHistogram<double>(
        "montage.playable.delay",
        "s",
        "Time from the start of a job until something can be played."
    );
    private static readonly Counter<long> s_processes = s_meter.CreateCounter<long>(
        "montage.processes",
        description: "Child processes started."
    );

    /// <summary>Begins to measure a job.</summary>
    internal static JobMeasure BeginJob(string kind)
    {
        s_running.Add(1, new KeyValuePair<string, object?>("kind", kind));
        return new JobMeasure(kind, s_source.StartActivity("montage.job")?.SetTag("kind", kind));
    }

    /// <summary>Counts a job that has ended.</summary>
    internal static void Ended(string kind, RunOutcome outcome, TimeSpan duration)
    {
        s_running.Add(-1, new KeyValuePair<string, object?>("kind", kind));
        s_jobs.Record(duration.TotalSeconds, new TagList { { "kind", kind }, { "outcome", outcome.ToString().ToLowerInvariant() } });
    }

    /// <summary>Measures how long somebody waited for something to play.</summary>
    internal static void Played(Playable playable, double seconds) =>
        s_playable.Record(
            seconds,
            new TagList
            {
                { "stage", playable.Stage.ToString().ToLowerInvariant() },
                { "tier", playable.Tier.ToString().ToLowerInvariant() },
            }
        );

    /// <summary>Counts a child process.</summary>
    internal static void Started(string program) =>
        s_processes.Add(1, new KeyValuePair<string, object?>("program", Path.GetFileNameWithoutExtension(program)));

    /// <summary>Begins the activity of a phase; null where nobody listens.</summary>
    internal static Activity? Begin(string phase) => s_source.StartActivity("montage.phase")?.SetTag("phase", phase);

    /// <summary>Counts a phase that has ended.</summary>
    internal static void Ended(PhaseSummary phase)
    {
        TagList tags = new() { { "phase", phase.Name } };
        s_phases.Record(phase.Seconds, tags);
        if (phase is { Items: { } items, Unit: { } unit })
        {
            tags.Add("unit", unit);
            s_items.Add(items, tags);
            s_stored.Add(phase.FromCache ?? 0, tags);
        }
    }

    /// <summary>Counts a file that cannot be used.</summary>
    internal static void SetAside() => s_setAside.Add(1);

    /// <summary>Counts a task for which a place was chosen.</summary>
    internal static void Routed(TaskRoute route)
    {
        string place = route.Place switch
        {
            TaskRoute.Own => "own",
            "" => "any",
            _ => "other",
        };
        s_routes.Add(1, new KeyValuePair<string, object?>("place", place));
    }

    /// <summary>Counts a departure from what was asked for.</summary>
    internal static void Degraded() => s_degradations.Add(1);
}
