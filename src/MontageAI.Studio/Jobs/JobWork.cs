using MontageAI.Demo;
using MontageAI.Engine;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Packaging;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Screening;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Studio.Contracts;
using MontageAI.Studio.Farms;
using MontageAI.Studio.Files;
using MontageAI.Studio.Media;
using MontageAI.Studio.Projects;
using MontageAI.Timelines;

namespace MontageAI.Studio.Jobs;

/// <summary>Does what jobs ask for, by the engine.</summary>
internal sealed class JobWork(
    MontageEngine engine,
    ProjectShelf projects,
    Streams streams,
    Screens screens,
    PermittedMedia media,
    Variants variants,
    EventHub hub,
    Desk desk,
    FarmPlace place
)
{
    private const double DemoSeconds = 40;

    /// <summary>Does the work of a job.</summary>
    public async Task<JobResult> RunAsync(StudioJob job, CancellationToken cancellationToken)
    {
        MontageProject project = await projects.OpenAsync(job.Record.Project, cancellationToken).ConfigureAwait(false);
        return job.Record.Kind switch
        {
            JobKind.Plan => await PlanAsync(job, project, cancellationToken).ConfigureAwait(false),
            JobKind.Preview => await PreviewAsync(job, project, cancellationToken).ConfigureAwait(false),
            JobKind.Render => await RenderAsync(job, project, cancellationToken).ConfigureAwait(false),
            JobKind.Listen => await ListenAsync(job, project, cancellationToken).ConfigureAwait(false),
            JobKind.Intake => await LookAsync(job, project, cancellationToken).ConfigureAwait(false),
            JobKind.Variants => await VaryAsync(job, project, cancellationToken).ConfigureAwait(false),
            JobKind.Export => await ExportAsync(job, project, cancellationToken).ConfigureAwait(false),
            JobKind.Demo => await MakeDemoAsync(job, project, cancellationToken).ConfigureAwait(false),
            _ => throw new ApiException(new ApiProblem(501, $"Jobs of the kind '{job.Record.Kind}' are not there yet.", "unsupported")),
        };
    }

    private async Task<JobResult> PlanAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        ProjectSettings settings = job.Record.Ask.Settings ?? new ProjectSettings();
        await IdentifyAsync(job, project, Urgency.Opening, cancellationToken).ConfigureAwait(false);
        Timeline? from = job.Record.Ask.KeepLocked == true ? await KeptAsync(project, cancellationToken).ConfigureAwait(false) : null;
        MontageRequest request = PlanRequests.Of(project, settings, media.Of(project)) with { From = from };
        ProjectPlan? added = null;
        RunReport report = await WatchAsync(
                job,
                new WatchRequest(request, streams.FolderOf(job.Id)) { OtherStyles = PlanRequests.OtherStyles(settings) },
                Urgency.Opening,
                async happened =>
                {
                    if (happened is PlanSettled settled)
                    {
                        added = await AddAsync(project, settled.Timeline, settings).ConfigureAwait(false);
                    }
                    else if (happened is ShotShown shown && added is not null)
                    {
                        await ShowAsync(project, added, shown.Index).ConfigureAwait(false);
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        added =
            report.Timeline is { } timeline && added?.Timeline != timeline
                ? await AddAsync(project, timeline, settings).ConfigureAwait(false)
                : added;
        JobResult result = ResultOf(report);
        return result with
        {
            Revision = added?.Number,
            Href = StreamOf(job),
            SetAside = [.. media.Missing(project), .. result.SetAside ?? []],
        };
    }

    // The plan that is shown, where something of it stays when it is planned again.
    private static async Task<Timeline?> KeptAsync(MontageProject project, CancellationToken cancellationToken) =>
        await project.PlanAsync(null, cancellationToken).ConfigureAwait(false) is { } head
        && (head.Timeline.Bans.Count > 0 || head.Timeline.Shots.Any(s => s.Locked))
            ? head.Timeline
            : null;

    private async Task<ProjectPlan> AddAsync(MontageProject project, Timeline timeline, ProjectSettings settings)
    {
        ProjectPlan added = await project
            .AddPlanAsync(timeline, settings, $"planned: {timeline.Style}, {timeline.Shots.Count} shots", CancellationToken.None)
            .ConfigureAwait(false);
        await project.ChangeAsync(d => d with { Settings = settings, Head = added.Number }, CancellationToken.None).ConfigureAwait(false);
        hub.Tell("revision", project.Document.Id, $$"""{"project":"{{project.Document.Id}}","revision":{{added.Number}}}""");
        return added;
    }

    private async Task<JobResult> PreviewAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        ProjectPlan plan = await RequirePlanAsync(job, project, cancellationToken).ConfigureAwait(false);
        StreamRequest request = new()
        {
            Timeline = media.Of(plan.Timeline, project),
            Folder = streams.FolderOf(job.Id),
            SourceFolder = project.MediaFolder,
            Overwrite = true,
        };
        RunReport report = await WatchAsync(
                job,
                request,
                Urgency.Opening,
                happened => happened is ShotShown shown ? ShowAsync(project, plan, shown.Index) : Task.CompletedTask,
                cancellationToken
            )
            .ConfigureAwait(false);
        return ResultOf(report) with { Revision = plan.Number, Href = StreamOf(job) };
    }

    private async Task<JobResult> RenderAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        ProjectPlan plan = await RequirePlanAsync(job, project, cancellationToken).ConfigureAwait(false);
        string name = job.Record.Ask.Name ?? "film.mp4";
        Directory.CreateDirectory(project.ExportsFolder);
        RenderRequest request = new()
        {
            TimelineFile = await WriteAsync(job, plan, project, cancellationToken).ConfigureAwait(false),
            Output = Path.Combine(project.ExportsFolder, name),
            Profile = Profiles.Of(job.Record.Ask.Profile),
            // A job that is begun once more finds what it left.
            Overwrite = job.Record.Attempts > 1,
        };
        RunReport report = await WatchAsync(job, request, Urgency.Work, null, cancellationToken).ConfigureAwait(false);
        return ResultOf(report) with
        {
            Revision = plan.Number,
            Output = name,
            Href = $"/api/projects/{project.Document.Id}/outputs/{Uri.EscapeDataString(name)}",
        };
    }

    private async Task<JobResult> ExportAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        ProjectPlan plan = await RequirePlanAsync(job, project, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(project.ExportsFolder);
        string timeline = await WriteAsync(job, plan, project, cancellationToken).ConfigureAwait(false);
        if (job.Record.Ask.Export is { Format: Packages.Format })
        {
            PackageRequest package = Packages.RequestOf(job.Record, timeline, project.ExportsFolder);
            PackageOutcome packed = await WatchAsync(job, package, Urgency.Work, null, cancellationToken).ConfigureAwait(false);
            string name = Packages.NameOf(packed.Output);
            return new JobResult
            {
                Revision = plan.Number,
                Output = name,
                Href = $"/api/projects/{project.Document.Id}/outputs/{Uri.EscapeDataString(name)}",
                Notes = Packages.Notes(packed),
            };
        }

        ExportRequest request = Exports.RequestOf(job.Record, timeline, project.ExportsFolder);
        ExportOutcome outcome = await WatchAsync(job, request, Urgency.Work, null, cancellationToken).ConfigureAwait(false);
        string[] names = [.. outcome.Files.Select(f => Path.GetFileName(f.Path))];
        return new JobResult
        {
            Revision = plan.Number,
            Output = names[0],
            Outputs = names.Length > 1 ? names : null,
            Href = $"/api/projects/{project.Document.Id}/outputs/{Uri.EscapeDataString(names[0])}",
            Notes = [.. outcome.Files.SelectMany(f => f.Losses.Select(l => $"{f.Format}: {l.Sentence}"))],
        };
    }

    // The plan as a file, named as what is made of it.
    private async Task<string> WriteAsync(StudioJob job, ProjectPlan plan, MontageProject project, CancellationToken cancellationToken)
    {
        string name = Path.GetFileNameWithoutExtension(job.Record.Ask.Name ?? "film"),
            timeline = Path.Combine(streams.FolderOf(job.Id), name + ".montage.json");
        await AtomicFile
            .WriteAsync(timeline, to => TimelineJson.Write(media.Of(plan.Timeline, project), to), overwrite: true, cancellationToken)
            .ConfigureAwait(false);
        return timeline;
    }

    // The files are the project's own: they go with it.
    private async Task<JobResult> MakeDemoAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        DemoFootageRequest request = new(Path.Combine(project.MediaFolder, "demo"));
        DemoSet set = await WatchAsync(job, request, Urgency.Work, null, cancellationToken).ConfigureAwait(false);
        ProjectMedia[] clips = [.. set.Clips.Select(Media)];
        ProjectDocument after = await project
            .ChangeAsync(
                d =>
                    d with
                    {
                        Footage = [.. d.Footage, .. clips.Where(c => d.Footage.All(m => m.Path != c.Path))],
                        Song = d.Song ?? Media(set.SongPath),
                    },
                cancellationToken
            )
            .ConfigureAwait(false);
        hub.Tell("project", after.Id, $$"""{"project":"{{after.Id}}","head":{{after.Head}}}""");
        if (after.Head == 0)
        {
            JobAsk ask = new() { Settings = after.Settings with { Seconds = after.Settings.Seconds ?? DemoSeconds } };
            await desk.AddAsync(after.Id, JobKind.Plan, ask, JobKind.Plan).ConfigureAwait(false);
        }

        return new JobResult();

        ProjectMedia Media(string file) => new(project.NameOf(file), null, new FileInfo(file).Length);
    }

    private async Task<JobResult> ListenAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        if (project.Document.Song is not { } song || !media.May(project, song))
        {
            return new JobResult();
        }

        await IdentifyAsync(job, project, Urgency.Ahead, cancellationToken).ConfigureAwait(false);
        await WatchAsync(job, new BeatsRequest(project.PathOf(song), new BeatCorrection()), Urgency.Work, null, cancellationToken)
            .ConfigureAwait(false);
        return new JobResult { Href = $"/api/projects/{project.Document.Id}/song" };
    }

    private async Task<JobResult> LookAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        await IdentifyAsync(job, project, Urgency.Ahead, cancellationToken).ConfigureAwait(false);
        ProbeOutcome outcome = await WatchAsync(job, new ProbeRequest(media.Of(project).Clips), Urgency.Ahead, null, cancellationToken)
            .ConfigureAwait(false);
        return new JobResult { SetAside = [.. outcome.SetAside.Select(Sentence)] };
    }

    // Who the files are, so that they are found again where they are moved to, and their pictures by their content.
    private async Task IdentifyAsync(StudioJob job, MontageProject project, Urgency urgency, CancellationToken cancellationToken)
    {
        ProjectMedia[] unknown =
        [
            .. project
                .Document.Footage.Concat(project.Document.Song is { } song ? [song] : [])
                .Where(m => m.Fingerprint is null && media.May(project, m)),
        ];
        IReadOnlyList<SourceFile?> known = await WatchAsync(
                job,
                new IdentifyRequest([.. unknown.Select(project.PathOf)]),
                urgency,
                null,
                cancellationToken
            )
            .ConfigureAwait(false);
        Dictionary<string, string> found = [];
        for (int i = 0; i < unknown.Length; i++)
        {
            if (known[i] is { } file)
            {
                found[unknown[i].Path] = file.Fingerprint;
            }
        }

        if (found.Count > 0)
        {
            await project
                .ChangeAsync(
                    d => d with { Footage = [.. d.Footage.Select(Known)], Song = d.Song is { } song ? Known(song) : null },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        ProjectMedia Known(ProjectMedia one) =>
            found.GetValueOrDefault(one.Path) is { } fingerprint ? one with { Fingerprint = fingerprint } : one;
    }

    private async Task<JobResult> VaryAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken)
    {
        ProjectSettings settings = job.Record.Ask.Settings ?? new ProjectSettings();
        Timeline? from = await KeptAsync(project, cancellationToken).ConfigureAwait(false);
        List<JobVariant> made = [];
        List<(long Seed, Timeline Plan)> plans = [];
        for (int i = 0; i < (job.Record.Ask.Count ?? 2); i++)
        {
            ProjectSettings other = settings with { Seed = (settings.Seed ?? 1) + i };
            MontageRequest request = PlanRequests.Of(project, other, media.Of(project)) with { From = from };
            RunReport report = await WatchAsync(
                    job,
                    new PlanningRequest(request) { WritesFiles = false },
                    Urgency.Work,
                    null,
                    cancellationToken
                )
                .ConfigureAwait(false);
            if (report is { Plan: { } plan, Timeline: { } timeline })
            {
                await Variants.KeepAsync(project, job.Id, other.Seed.Value, timeline, cancellationToken).ConfigureAwait(false);
                plans.Add((other.Seed.Value, timeline));
                made.Add(new JobVariant(other.Seed.Value, plan.Shots, plan.Seconds, plan.ClipsUsed));
                JobVariant[] far = [.. made];
                desk.Tell(job.Change(r => r with { Result = new JobResult { Variants = far } }));
            }
        }

        // They can be looked at as they are; better pictures follow.
        Variants.KeepOnly(project, job.Id);
        foreach ((long seed, Timeline plan) in plans)
        {
            StreamRequest request = new()
            {
                Timeline = media.Of(plan, project),
                Folder = variants.PicturesOf(job.Id, seed),
                SourceFolder = project.MediaFolder,
                Overwrite = true,
            };
            await WatchAsync(job, request, Urgency.Work, null, cancellationToken).ConfigureAwait(false);
        }

        return new JobResult { Variants = made };
    }

    // Who watches gets the address of the better pictures, and who waits for them the pictures.
    private async Task ShowAsync(MontageProject project, ProjectPlan plan, int shot)
    {
        if (shot >= plan.Timeline.Shots.Count)
        {
            return;
        }

        string id = project.Document.Id;
        ScreenedPlan screened = await screens
            .Of(id)
            .LookAsync(plan.Timeline, [shot], sound: false, project.MediaFolder, CancellationToken.None)
            .ConfigureAwait(false);
        foreach (ScreenedShot seen in screened.Shots.Where(s => s.Shown is not null))
        {
            hub.Tell(
                "shot",
                id,
                $$"""{"project":"{{id}}","revision":{{plan.Number}},"id":"{{seen.Id}}","shown":"""
                    + $$""" "/media/{{id}}/shots/{{seen.Shown!.Key}}.m4s","tier":{{(int)seen.Shown.Tier}}}"""
            );
        }
    }

    // Runs an engine's job as a part of one of ours, and tells of it.
    private async Task<TOutcome> WatchAsync<TOutcome>(
        StudioJob job,
        JobRequest<TOutcome> request,
        Urgency urgency,
        Func<JobEvent, Task>? also,
        CancellationToken cancellationToken
    )
    {
        await using FarmTasks? tasks = place.Farm?.Begin(isInteractive: urgency == Urgency.Opening);
        Job<TOutcome> work = engine.Start(request, new JobOptions { Urgency = urgency, Tasks = tasks });
        await using CancellationTokenRegistration registration = cancellationToken.Register(() => _ = work.CancelAsync());
        JobTeller teller = new(job, hub, desk);
        await foreach (JobEvent happened in work.Events.ConfigureAwait(false))
        {
            teller.Tell(happened);
            if (also is not null)
            {
                await also(happened).ConfigureAwait(false);
            }
        }

        TOutcome outcome = await work.Completion.ConfigureAwait(false);
        return outcome is RunReport { Outcome: RunOutcome.Failed or RunOutcome.Cancelled } undone
            ? throw Problems.Failure(undone)
            : outcome;
    }

    private static async Task<ProjectPlan> RequirePlanAsync(StudioJob job, MontageProject project, CancellationToken cancellationToken) =>
        await project.PlanAsync(job.Record.Ask.Revision, cancellationToken).ConfigureAwait(false)
        ?? throw ApiException.NotFound("revision");

    private static string StreamOf(StudioJob job) => $"/media/{job.Record.Project}/hls/{job.Id}/index.m3u8";

    private static JobResult ResultOf(RunReport report) =>
        new()
        {
            FirstPictureSeconds = report.Playable?.FirstPictureSeconds,
            Notes = [.. report.Degradations.Select(d => Problems.Words($"{d.What}: {d.Why} {d.Effect}").TrimEnd())],
            SetAside = [.. report.SetAside.Select(Sentence)],
        };

    private static string Sentence(SetAsideFile file) => Problems.Words($"'{Printable.Of(file.Path)}': {file.Reason} {file.Remedy}");
}
