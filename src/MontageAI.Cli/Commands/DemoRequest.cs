using MontageAI.Demo;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Errors;
using MontageAI.Rendering.Profiles;

namespace MontageAI.Cli.Commands;

/// <summary>Makes footage and a song out of nothing, and a montage from them. The folder is the demo's own: what it made before is
/// replaced.</summary>
/// <param name="Folder">Folder to make.</param>
/// <param name="Profile">preview, standard, high or master; null chooses from the length.</param>
internal sealed record DemoRequest(string Folder, ProfileName? Profile) : JobRequest<RunReport>
{
    /// <inheritdoc/>
    public override string Kind => "create";

    /// <inheritdoc/>
    protected override async Task<RunReport> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        Field field = new("folder", "folder");
        OutputGuard guard = new(overwrite: DemoMaker.IsDemo(Folder));
        foreach (string file in DemoMaker.Files(Folder))
        {
            guard.File(file, field, []);
        }

        guard.Film(OutputNames.ForFilm(Path.Combine(Folder, "montage.mp4")), streamed: false, field: field).Check();
        DemoSet set;
        using (context.Recorder.Begin("make footage"))
        {
            set = await DemoMaker
                .MakeAsync(
                    Folder,
                    context.Tools,
                    new Progress<DemoProgress>(p => context.Recorder.Advance("make footage", p.Done, p.Total)),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }

        MontageRequest montage = new()
        {
            Clips = [set.ClipFolder],
            Music = set.SongPath,
            Output = Path.Combine(Folder, "montage.mp4"),
            DurationSeconds = 40,
            Profile = Profile,
            Overwrite = true,
        };
        return await context.DoAsync(new CreateRequest(montage), cancellationToken).ConfigureAwait(false);
    }
}
