using MontageAI.Engine.Analysing;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Storage.Files;
using MontageAI.Time;
using static MontageAI.Reports.Pages.SvgBuilder;

namespace MontageAI.Reports.Pages;

/// <summary>An analysis as one HTML page that needs nothing beside itself: style, script and pictures are inside.</summary>
internal sealed class PageMaker(JobContext context)
{
    /// <summary>Pictures of one clip; the longest shots go first.</summary>
    private const int MostPictures = 120;
    private const int ThumbnailSide = 160;

    /// <summary>Makes the page.</summary>
    public async Task<string> MakeAsync(AnalyzeOutcome outcome, CancellationToken cancellationToken)
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("draw the page");
        SvgBuilder html = new();
        html.Add(
            $"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" ",
            $"content=\"width=device-width\"><title>Montage AI: analysis</title><style>{Resource("page.css")}</style></head><body>"
        );
        html.Add(
            $"<header><h1>Analysis</h1><p>{Count(outcome.Tracks.Count, "track")}, ",
            $"{Count(outcome.Clips.Count, "clip")}",
            $"{(outcome.SetAside.Count > 0 ? $", {Count(outcome.SetAside.Count, "file")} set aside" : "")}</p></header><main>"
        );
        if (outcome.Tracks.Count > 0)
        {
            html.Add($"<h2>Sound</h2>");
            foreach (AnalyzedTrack track in outcome.Tracks)
            {
                html.Add(TrackChart.Draw(track));
            }
        }

        if (outcome.Clips.Count > 0)
        {
            html.Add($"<h2>Pictures</h2>");
            await using ScratchSpace scratch = ScratchSpace.Create(context.Scratch);
            foreach (AnalyzedClip clip in outcome.Clips)
            {
                html.Add(ClipChart.Draw(clip, await PicturesAsync(clip, scratch, cancellationToken).ConfigureAwait(false)));
            }
        }

        if (outcome.SetAside.Count > 0)
        {
            html.Add($"<h2>Set aside</h2><table><tr><th>file</th><th>reason</th><th>remedy</th></tr>");
            foreach (SetAsideFile file in outcome.SetAside)
            {
                html.Add($"<tr><td>{Escape(file.Path)}</td><td>{Escape(file.Reason)}</td><td>{Escape(file.Remedy.ToString())}</td></tr>");
            }

            html.Add($"</table>");
        }

        return html.Add($"</main><div id=\"cursor\"></div><script>{Resource("page.js")}</script></body></html>").ToString();
    }

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : FormattableString.Invariant($"{number} {thing}s");

    /// <summary>A style or script that is built in.</summary>
    internal static string Resource(string name)
    {
        using Stream stream =
            typeof(PageMaker).Assembly.GetManifestResourceStream($"MontageAI.Reports.Pages.{name}")
            ?? throw new InvalidOperationException($"The program was built without '{name}'.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    private async Task<IReadOnlyDictionary<MediaTime, byte[]>> PicturesAsync(
        AnalyzedClip clip,
        ScratchSpace scratch,
        CancellationToken cancellationToken
    )
    {
        // Samples of an exact detection are no key frames, but frames of the clip all the same.
        List<MediaTime> seekPoints = clip.Analysis.Work.KeyFrames > 0 ? [.. clip.Analysis.KeyFrames.Select(k => k.Time)] : [];
        try
        {
            using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
            return await new Thumbnails(context.Tools)
                .MakeAsync(
                    new FFmpegClipFrames(context.Tools, clip.Media, clip.Video),
                    ClipChart.Frames(clip.Analysis, MostPictures),
                    seekPoints,
                    ThumbnailSide,
                    Path.GetDirectoryName(scratch.NewFile(".yuv", 8 << 20))!,
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.Degrade($"'{clip.Path}' is shown without thumbnails", e.Sentence, "");
            return new Dictionary<MediaTime, byte[]>();
        }
    }
}
