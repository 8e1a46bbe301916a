using MontageAI.Containers.Joining;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>Joins what was made into a film, checks it, and only then gives it its name.</summary>
/// <param name="context">What stages work with.</param>
/// <param name="names">The film's name, and that of the plan beside it.</param>
/// <param name="overwrite">Whether an existing film may be replaced.</param>
internal sealed class Deliverer(JobContext context, OutputNames names, bool overwrite)
{
    private readonly Joiner _joiner = new();

    /// <summary>What lay where the plan goes when the work began, and afterwards what was put there; null where nothing did.</summary>
    public FileFacts? PlanBefore { get; set; }

    /// <summary>Joins, checks, and gives film and plan their names if the film passes.</summary>
    /// <exception cref="MontageException">There is no room for it, or it cannot be written.</exception>
    public async Task<CheckSummary> DeliverAsync(
        Timeline timeline,
        IReadOnlyList<JoinPart> parts,
        SoundTrack? sound,
        RenderProfile profile,
        CancellationToken cancellationToken
    )
    {
        OutputRoom.Require(
            names.Film,
            parts.Where(p => p.Samples is null).Sum(p => SizeOf(p.Path)) + (sound is null ? 0 : SizeOf(sound.Path))
        );
        using PendingFile film = PendingFile.Create(names.Film, overwrite);
        using (context.Recorder.Begin("join"))
        {
            await JoinAsync(timeline, parts, sound, film, cancellationToken).ConfigureAwait(false);
        }

        CheckSummary check;
        using (context.Recorder.Begin("check"))
        {
            check = await FilmCheck
                .RunAsync(context, timeline, parts, sound is not null, film.TemporaryPath, profile, cancellationToken)
                .ConfigureAwait(false);
        }

        if (check.Passed)
        {
            await WritePlanAsync(timeline, cancellationToken).ConfigureAwait(false);
            film.Commit();
        }

        return check;
    }

    // Whoever changed the plan beside the film by hand while the film was made wants it to stay.
    private async Task WritePlanAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        if (FileFacts.Of(names.Timeline) != PlanBefore)
        {
            context.Recorder.Degrade(
                $"the plan of this film was not written to '{names.Timeline}'",
                "that file was changed while the film was made.",
                "It was left as it is; the film shows the plan as it was before, which the run report holds."
            );
            return;
        }

        await TimelineFile.WriteAsync(names.Timeline, timeline, overwrite: true, cancellationToken).ConfigureAwait(false);
        PlanBefore = FileFacts.Of(names.Timeline);
    }

    private static long SizeOf(string path) => FileFacts.Of(path)?.Size ?? 0;

    private Task<JoinedFilm> JoinAsync(
        Timeline timeline,
        IReadOnlyList<JoinPart> parts,
        SoundTrack? sound,
        PendingFile file,
        CancellationToken cancellationToken
    ) =>
        _joiner.JoinAsync(
            new JoinRequest
            {
                Rate = timeline.Rate,
                Parts = parts,
                AudioPath = sound?.Path,
                OutputPath = file.TemporaryPath,
                InPlace = true,
                Overwrite = true,
            },
            cancellationToken
        );
}
