using System.Text;
using MontageAI.Engine.Dispatching;
using MontageAI.Engine.Jobs;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Stores;
using MontageAI.Tasks;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>Turns shots that are to be made into tasks, and back.</summary>
internal static class ShotTaskSpecs
{
    private const string Software = "x264";

    /// <summary>The task of some shots.</summary>
    /// <param name="context">The job.</param>
    /// <param name="group">1 to 4 shots.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The task; null where such shots cannot be told in one: with text or a
    /// table of colours, of two plans, for a graphics card, or too long.</returns>
    public static async Task<TaskSpec?> OfAsync(
        JobContext context,
        IReadOnlyList<ShotOrder> group,
        FilmFormat format,
        CancellationToken cancellationToken
    )
    {
        ShotOrder[] orders = [.. group.OrderBy(o => o.Job.Index)];
        Timeline plan = orders[0].Plan;
        if (
            orders.Length > ShotGroup.MostShots
            || !format.Encoder.IsSoftware
            || format.Steadying != new FilmFormat(format.Rate, format.Canvas, format.Profile).Steadying
            || plan.Look is { Lut: not null }
            || orders.Any(o => !ReferenceEquals(o.Plan, plan) || o.Settled != orders[0].Settled || o.Job.Text is not null)
        )
        {
            return null;
        }

        (Timeline piece, IReadOnlyList<int> shots) = Piece(plan, orders[0].Settled, [.. orders.Select(o => o.Job.Index)]);
        List<TaskInput> inputs = [];
        foreach (TimelineSource source in piece.Sources)
        {
            SourceFile file = await context.Store.Sources.IdentifyAsync(source.Path, cancellationToken).ConfigureAwait(false);
            inputs.Add(new TaskInput(source.Fingerprint, file.SizeBytes));
        }

        long pixels = orders.Sum(o => o.Job.Shot.Record.Length) * format.Canvas.Width * format.Canvas.Height;
        TaskSpec spec = new()
        {
            Version = TaskSpec.SchemaVersion,
            Kind = TaskSpec.RenderKind,
            Key = ContentKey.For("task", "1").With("shots", [.. orders.Select(o => o.Key.Hash)]).Build().Hash,
            Inputs = [.. inputs.Distinct()],
            Body = new ShotGroup
            {
                Plan = piece,
                Shots = [.. orders.Zip(shots, (o, n) => new ShotToMake(n, o.Key.Hash))],
                Profile = format.Profile.Word,
                Width = format.Canvas.Width,
                Height = format.Canvas.Height,
                Fit = format.Fit,
                FitIsAsked = format.FitIsAsked,
            },
            Needs = [Software],
            Cost = pixels / 1e6,
            Footage = FootageOf(orders),
            Build = TaskBuild.Of(context),
        };
        return Encoding.UTF8.GetByteCount(TaskSpecJson.Write(spec)) <= TaskSpec.MostBytes ? spec : null;
    }

    /// <summary>What decides the pixels of a task's shots; null where its profile is none.</summary>
    public static FilmFormat? FormatOf(ShotGroup group) =>
        RenderProfile.ByName(group.Profile) is { } profile
            ? new FilmFormat(group.Plan.Rate, new Canvas(group.Width, group.Height), profile, group.Fit) { FitIsAsked = group.FitIsAsked }
            : null;

    private static string FootageOf(ShotOrder[] orders)
    {
        VideoStreamInfo largest = orders.Select(o => o.Job.Video).MaxBy(v => (long)v.Width * v.Height)!;
        return $"{largest.Codec} {largest.Width}x{largest.Height}";
    }

    // The shots with those beside them, which transitions show, and nothing that does not touch their pictures.
    private static (Timeline Piece, IReadOnlyList<int> Shots) Piece(Timeline plan, int settled, IReadOnlyList<int> wanted)
    {
        SortedSet<int> kept = [.. wanted.SelectMany(i => new[] { i - 1, i, i + 1 }).Where(i => i >= 0 && i < settled)];
        List<TimelineShot> shots = [];
        long at = 0;
        foreach (int number in kept)
        {
            TimelineShot shot = plan.Shots[number];
            FrameRange record = new(at, at + shot.Record.Length);
            shots.Add(
                shot with
                {
                    Record = record,
                    // Nothing stands before the first that it could be entered from.
                    Entry = shots.Count == 0 && !wanted.Contains(number) ? null : shot.Entry,
                    Reasons = [],
                    Alternatives = [],
                }
            );
            at = record.End;
        }

        HashSet<string> used = [.. shots.Select(s => s.Source)];
        Timeline piece = new()
        {
            Rate = plan.Rate,
            Frames = at,
            Aspect = plan.Aspect,
            Fit = plan.Fit,
            Style = plan.Style,
            Seed = plan.Seed,
            ShotsNamed = plan.ShotsNamed,
            Sources = [.. plan.Sources.Where(s => used.Contains(s.Id))],
            Shots = shots,
            Look = plan.Look,
            Ending = kept.Max == plan.Shots.Count - 1 ? plan.Ending : null,
        };
        int[] order = [.. kept];
        return (piece, [.. wanted.Select(i => Array.IndexOf(order, i))]);
    }
}
