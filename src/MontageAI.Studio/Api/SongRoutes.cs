using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Screening;
using MontageAI.Results;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Files;
using MontageAI.Studio.Jobs;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;

namespace MontageAI.Studio.Api;

/// <summary>The song and its beats.</summary>
internal static class SongRoutes
{
    private const int MostBeats = 20_000;

    /// <summary>Adds them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/projects/{project}/song", GetAsync)
            .WithName("getSong")
            .WithSummary("The song as it was heard: beats, sections.");
        routes
            .MapPatch("/api/projects/{project}/song/beats", RebeatAsync)
            .WithName("correctBeats")
            .WithSummary("Corrects the beats of the plan that is shown; cuts move with them.");
        routes
            .MapGet("/media/{project}/curves/{file}", CurveAsync)
            .WithName("curve")
            .WithSummary("The curve of a file's sound, FINGERPRINT.bin: least and largest samples in three densities.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
    }

    private static async Task<Ok<SongView>> GetAsync(
        string project,
        ProjectShelf projects,
        Roots roots,
        MontageEngine engine,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectMedia song = open.Document.Song ?? throw ApiException.NotFound("song");
        string path = open.PathOf(song);
        if (!roots.May(path, open.MediaFolder))
        {
            throw ApiException.NotFound("song");
        }

        MusicAnalysis heard = await engine
            .Start(new BeatsRequest(path, new BeatCorrection()))
            .Completion.WaitAsync(cancellationToken)
            .ConfigureAwait(false);
        return TypedResults.Ok(
            new SongView
            {
                Path = song.Path,
                Tempo = heard.TempoBpm,
                Confidence = Math.Round(heard.Confidence, 3),
                Reason = heard.Reason,
                Beats = [.. heard.Beats.Select(b => new BeatView(Math.Round(b.Time, 4), b.BarPosition))],
                Sections =
                [
                    .. heard.Sections.Select(s => new SectionView(
                        Math.Round(s.Start, 3),
                        Math.Round(s.End, 3),
                        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(s.Kind.ToString()),
                        Math.Round(s.Energy, 3)
                    )),
                ],
                OtherTempi = [.. heard.Alternatives.Select(a => Math.Round(a.Bpm, 2))],
                Curve = song.Fingerprint is { } fingerprint ? $"/media/{project}/curves/{fingerprint}.bin" : null,
            }
        );
    }

    private static async Task<Ok<EditView>> RebeatAsync(
        string project,
        BeatsChange change,
        HttpContext context,
        ProjectShelf projects,
        Desk desk,
        Screens screens,
        EventHub hub,
        CancellationToken cancellationToken
    )
    {
        string[] words = [.. Words(change)];
        if (words.Length != 1)
        {
            throw ApiException.Wrong("", "Exactly one of scale, half, barShift, nudgeMs, bpm and beats must be given.");
        }

        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectEdit edit = await open.EditAsync(words, Revisions.Expected(context.Request), "beats: " + words[0][7..], cancellationToken)
            .ConfigureAwait(false);
        return await PlanRoutes.AnswerAsync(open, edit, context, desk, screens, hub).ConfigureAwait(false);
    }

    private static async Task<PhysicalFileHttpResult> CurveAsync(
        string project,
        string file,
        HttpContext context,
        ProjectShelf projects,
        Roots roots,
        Screens screens,
        CancellationToken cancellationToken
    )
    {
        MontageProject open = await projects.OpenAsync(project, cancellationToken).ConfigureAwait(false);
        ProjectMedia? media = open
            .Document.Footage.Concat(open.Document.Song is { } song ? [song] : [])
            .FirstOrDefault(m => m.Fingerprint is { } fingerprint && file == fingerprint + ".bin");
        if (media is null || !roots.May(open.PathOf(media), open.MediaFolder))
        {
            throw ApiException.NotFound("curve");
        }

        string curve = await screens.Of(project).CurveAsync(open.PathOf(media), cancellationToken).ConfigureAwait(false);
        context.Response.Headers.CacheControl = MediaRoutes.Forever;
        return TypedResults.PhysicalFile(
            curve,
            "application/octet-stream",
            entityTag: new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{media.Fingerprint}\""),
            enableRangeProcessing: true
        );
    }

    private static IEnumerable<string> Words(BeatsChange change)
    {
        if (change.Scale is { } scale)
        {
            yield return scale switch
            {
                2 => "rebeat=x2",
                0.5 => "rebeat=/2",
                _ => throw ApiException.Wrong("scale", "It must be 2 or 0.5."),
            };
        }

        if (change.Half is { } half)
        {
            yield return half ? "rebeat=half" : throw ApiException.Wrong("half", "It must be true.");
        }

        if (change.BarShift is { } bars)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"rebeat=bar{bars:+0;-0;+0}");
        }

        if (change.NudgeMs is { } nudge)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"rebeat={nudge:+0.###;-0.###;+0}ms");
        }

        if (change.Bpm is { } bpm)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"rebeat={bpm:0.####}bpm");
        }

        if (change.Beats is { } beats)
        {
            if (beats.Count is < 2 or > MostBeats)
            {
                throw ApiException.Wrong("beats", "It must be 2 to 20,000 times.");
            }

            HashSet<int> downbeats = [.. change.Downbeats ?? []];
            yield return "rebeat="
                + string.Join(
                    ',',
                    beats.Select((b, i) => string.Create(CultureInfo.InvariantCulture, $"{b:0.######}{(downbeats.Contains(i) ? "*" : "")}"))
                );
        }
    }
}
