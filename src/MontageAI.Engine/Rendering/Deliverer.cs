using MontageAI.Containers.Joining;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Rendering.Profiles;
using MontageAI.Storage.Files;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>Joins what was made into films, checks them, and only then gives them their names.</summary>
internal sealed class Deliverer(JobContext context, FrameRate rate)
{
    private readonly Joiner _joiner = new();

    /// <summary>Joins, checks, and gives film and plan their names if the film passes.</summary>
    public async Task<CheckSummary> DeliverAsync(
        Timeline timeline,
        IReadOnlyList<JoinPart> parts,
        SoundTrack? sound,
        PendingFile film,
        PendingFile plan,
        RenderProfile profile,
        CancellationToken cancellationToken
    )
    {
        using (context.Recorder.Begin("join"))
        {
            await JoinAsync(parts, sound, film, cancellationToken).ConfigureAwait(false);
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("check");
        CheckSummary check = await FilmCheck
            .RunAsync(context, timeline, parts, sound is not null, film.TemporaryPath, profile, cancellationToken)
            .ConfigureAwait(false);
        if (check.Passed)
        {
            plan.Commit();
            film.Commit();
        }

        return check;
    }

    private Task<JoinedFilm> JoinAsync(
        IReadOnlyList<JoinPart> parts,
        SoundTrack? sound,
        PendingFile file,
        CancellationToken cancellationToken
    ) =>
        _joiner.JoinAsync(
            new JoinRequest
            {
                Rate = rate,
                Parts = parts,
                AudioPath = sound?.Path,
                OutputPath = file.TemporaryPath,
                InPlace = true,
                Overwrite = true,
            },
            cancellationToken
        );
}
