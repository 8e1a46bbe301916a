using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Bench.Gallery;

/// <summary>Camera moves and changes of speed as film strips: seven frames evenly over a shot of 49.</summary>
internal static class MotionGallery
{
    private const int Length = 49;

    private static readonly (string Name, CameraKey[]? Camera, SpeedPoint[]? Ramp)[] s_moves =
    [
        ("as it is", null, null),
        ("slow push", [new(0, 0.5, 0.5), new(48, 0.5, 0.5, 1.15)], null),
        ("punch-in", [new(0, 0.5, 0.5, 1, CameraEase.Hold), new(24, 0.5, 0.5, 1.4)], null),
        ("Ken Burns", [new(0, 0.3, 0.35, 1.5, CameraEase.Smooth), new(48, 0.7, 0.6, 1.2)], null),
        ("speed 2 to 0.25", null, [new(0, 2), new(24, 0.25)]),
        ("freeze", null, [new(0, 1), new(16, 1), new(16, 0), new(40, 0), new(40, 1)]),
    ];

    /// <summary>Makes the sheets.</summary>
    public static async Task RunAsync(GalleryContext context)
    {
        List<ShotRequest> jobs = [];
        foreach ((string _, CameraKey[]? camera, SpeedPoint[]? ramp) in s_moves)
        {
            ShotRequest job = await context.ShotAsync(context.Clips[^2], 2, Length).ConfigureAwait(false);
            jobs.Add(job with { Shot = job.Shot with { Camera = camera, Ramp = ramp } });
        }

        IReadOnlyList<string> files = await context.RenderAsync(jobs).ConfigureAwait(false);
        await context
            .SheetAsync(
                "motion.jpg",
                7,
                160,
                [
                    .. files.SelectMany(
                        (f, i) => Enumerable.Range(0, 7).Select(k => new GalleryCell(f, k * 8, k == 0 ? s_moves[i].Name : ""))
                    ),
                ]
            )
            .ConfigureAwait(false);

        ShotRequest tall = await context.ShotAsync(context.Clips[^2], 2, Length).ConfigureAwait(false);
        IReadOnlyList<string> reframed = await context
            .RenderAsync(
                [
                    tall with
                    {
                        Shot = tall.Shot with
                        {
                            Camera = [new(0, 0.25, 0.5, 1, CameraEase.Smooth), new(24, 0.6, 0.5, 1, CameraEase.Smooth), new(48, 0.75, 0.5)],
                        },
                    },
                ],
                context.Format with
                {
                    Canvas = new Canvas(360, 640),
                }
            )
            .ConfigureAwait(false);
        await context
            .SheetAsync("vertical.jpg", 7, 120, [.. Enumerable.Range(0, 7).Select(k => new GalleryCell(reframed[0], k * 8, ""))])
            .ConfigureAwait(false);
    }
}
