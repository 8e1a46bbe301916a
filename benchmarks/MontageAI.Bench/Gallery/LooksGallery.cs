using MontageAI.Editing.Finishing;
using MontageAI.Editing.Looks;
using MontageAI.Rendering.Requests;
using MontageAI.Timelines;

namespace MontageAI.Bench.Gallery;

/// <summary>Every amount of a look, down and up, on one picture each.</summary>
internal static class LooksGallery
{
    private static readonly (string Name, PictureLook Look)[] s_looks =
    [
        ("as it is", new()),
        ("exposure -1", new() { Exposure = -1 }),
        ("exposure +1", new() { Exposure = 1 }),
        ("contrast -0.5", new() { Contrast = -0.5 }),
        ("contrast +0.5", new() { Contrast = 0.5 }),
        ("saturation -1", new() { Saturation = -1 }),
        ("saturation +0.6", new() { Saturation = 0.6 }),
        ("temperature -0.7", new() { Temperature = -0.7 }),
        ("temperature +0.7", new() { Temperature = 0.7 }),
        ("tint -0.7", new() { Tint = -0.7 }),
        ("tint +0.7", new() { Tint = 0.7 }),
        ("shadows -0.8", new() { Shadows = -0.8 }),
        ("shadows +0.8", new() { Shadows = 0.8 }),
        ("highlights -0.8", new() { Highlights = -0.8 }),
        ("highlights +0.8", new() { Highlights = 0.8 }),
        ("split tone -0.8", new() { SplitTone = -0.8 }),
        ("split tone +0.8", new() { SplitTone = 0.8 }),
        ("vignette 0.6", new() { Vignette = 0.6 }),
        ("grain 0.6", new() { Grain = 0.6 }),
        ("sharpen 0.8", new() { Sharpen = 0.8 }),
    ];

    /// <summary>Makes the sheets.</summary>
    public static async Task RunAsync(GalleryContext context)
    {
        await SheetAsync(context, "amounts.jpg", s_looks).ConfigureAwait(false);
        await SheetAsync(
                context,
                "looks.jpg",
                [("as it is", new PictureLook()), .. LookLibrary.All.Select(l => (l.Name, LookPass.Of(l.Look)))]
            )
            .ConfigureAwait(false);
    }

    private static async Task SheetAsync(GalleryContext context, string name, (string Name, PictureLook Look)[] looks)
    {
        string clip = context.IsOwn ? context.Clips[^1] : await context.ChartAsync().ConfigureAwait(false);
        List<ShotRequest> jobs = [];
        foreach ((int i, PictureLook look) in looks.Select((l, i) => (i, l.Look)))
        {
            jobs.Add(await context.ShotAsync(clip, 2, 4).ConfigureAwait(false) with { Look = look, Index = i });
        }

        IReadOnlyList<string> files = await context.RenderAsync(jobs).ConfigureAwait(false);
        await context.SheetAsync(name, 5, 240, [.. files.Select((f, i) => new GalleryCell(f, 2, looks[i].Name))]).ConfigureAwait(false);
    }
}
