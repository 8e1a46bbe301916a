using MontageAI.Rendering.Captions;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Bench.Gallery;

/// <summary>Every caption style in wide and tall pictures, in Latin and Arabic letters and with emoji; and the titles.</summary>
internal static class CaptionsGallery
{
    private const int Length = 60;

    // Just past the middle, where words are lit and bars half filled.
    private const int Shown = 34;

    private static readonly string[] s_texts =
    [
        "Nobody knew how far the road would take us before the night came",
        "لا أحد يعرف إلى أين يأخذنا الطريق",
        "We made it \U0001F600 \u2764 \U0001F984",
    ];

    private static readonly TitleCard[] s_titles =
    [
        new(new FrameRange(0, Length), TitleKind.Title, "Iceland in Summer", "Seven days on the ring road"),
        new(new FrameRange(0, Length), TitleKind.LowerThird, "Anna Jónsdóttir", "Guide"),
        new(new FrameRange(0, Length), TitleKind.EndCard, "Thanks for watching"),
    ];

    /// <summary>Makes the sheets.</summary>
    public static async Task RunAsync(GalleryContext context)
    {
        FontCoverage? fonts = await FontCoverage
            .ReadAsync(Environment.GetEnvironmentVariable("PATH"), CancellationToken.None)
            .ConfigureAwait(false);
        foreach (
            (string name, Canvas canvas, int width) in new[] { ("wide", new Canvas(640, 360), 320), ("tall", new Canvas(360, 640), 180) }
        )
        {
            FilmFormat format = context.Format with { Canvas = canvas, Fit = PictureFit.Fill };
            List<ShotRequest> jobs = [];
            List<string> labels = [];
            foreach (string style in CaptionDesign.Names)
            {
                foreach (string text in s_texts)
                {
                    await AddAsync(
                            new CaptionTrack { Style = style, Cues = [new CaptionCue(new FrameRange(0, Length), text)] },
                            null,
                            text == s_texts[0] ? style : ""
                        )
                        .ConfigureAwait(false);
                }
            }

            foreach (TitleCard title in s_titles)
            {
                await AddAsync(null, title, title.Kind.ToString()).ConfigureAwait(false);
            }

            IReadOnlyList<string> files = await context.RenderAsync(jobs, format).ConfigureAwait(false);
            await context
                .SheetAsync(
                    $"captions-{name}.jpg",
                    s_texts.Length,
                    width,
                    [.. files.Select((f, i) => new GalleryCell(f, Shown, labels[i]))]
                )
                .ConfigureAwait(false);

            async Task AddAsync(CaptionTrack? track, TitleCard? title, string label)
            {
                ShotRequest job = await context.ShotAsync(context.Clips[jobs.Count % context.Clips.Count], 1, Length).ConfigureAwait(false);
                Timeline timeline = new()
                {
                    Rate = format.Rate,
                    Frames = Length,
                    Aspect = new Rational(canvas.Width, canvas.Height),
                    Style = "gallery",
                    Seed = 1,
                    Sources = [],
                    Shots = [],
                    Captions = track,
                    Titles = title is null ? null : [title],
                };
                jobs.Add(job with { Text = CaptionScript.For(timeline, job.Shot.Record, fonts is null ? null : fonts.Readable) });
                labels.Add(label);
            }
        }
    }
}
