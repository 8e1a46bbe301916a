using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Bench.Gallery;

/// <summary>Film strips of all transitions, one row each: the frames around the cut.</summary>
internal static class TransitionsGallery
{
    private const int Length = 30;
    private const int Frames = 12;

    /// <summary>Makes the sheets.</summary>
    public static async Task RunAsync(GalleryContext context)
    {
        List<GalleryCell> cells = [];
        foreach (TransitionKind kind in Enum.GetValues<TransitionKind>())
        {
            ShotTransition transition = new(kind, Frames);
            ShotRequest a = await context.ShotAsync(context.Clips[0], 2, Length).ConfigureAwait(false),
                b = await context.ShotAsync(context.Clips[1], 2, Length).ConfigureAwait(false);
            IReadOnlyList<string> files = await context
                .RenderAsync([
                    a with
                    {
                        Exit = transition,
                        After = Beside(b),
                    },
                    b with
                    {
                        Shot = b.Shot with { Entry = transition },
                        Before = Beside(a),
                    },
                ])
                .ConfigureAwait(false);
            cells.AddRange(
                Enumerable
                    .Range(Length - (Frames / 2) - 1, (Frames / 2) + 1)
                    .Select((f, i) => new GalleryCell(files[0], f, i == 0 ? kind.ToString() : ""))
            );
            cells.AddRange(Enumerable.Range(0, (Frames / 2) + 1).Select(f => new GalleryCell(files[1], f, "")));
        }

        await context.SheetAsync("transitions.jpg", Frames + 2, 120, cells).ConfigureAwait(false);
    }

    private static ShotNeighbour Beside(ShotRequest job) => new(job.SourcePath, job.Container, job.SourcePath, job.Video, job.Shot);
}
