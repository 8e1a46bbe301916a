using MontageAI.Analysis.Music;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Pipeline.Intake;
using MontageAI.Pipeline.Planning;
using MontageAI.Timelines;

namespace MontageAI.Pipeline.Jobs;

/// <summary>What planning gave.</summary>
/// <param name="Timeline">The plan.</param>
/// <param name="Clips">Usable clips, with everything that was measured.</param>
/// <param name="Music">The song with corrected beats, or null.</param>
internal sealed record PlanResult(Timeline Timeline, IReadOnlyList<ClipMaterial> Clips, MusicMaterial? Music);

/// <summary>From files to a timeline: clips are looked at while the song is listened to, then the plan is made.</summary>
internal sealed class PlanJob(JobContext context)
{
    /// <summary>Plans.</summary>
    /// <exception cref="ConfigurationException">The request is wrong.</exception>
    /// <exception cref="MontageException">Nothing usable is left, or the song cannot be used.</exception>
    public async Task<PlanResult> RunAsync(MontageRequest request, CancellationToken cancellationToken)
    {
        Style style = PlanStage.FindStyle(request.Style);
        if (request.Music is { } song && !File.Exists(song))
        {
            throw new ConfigurationException($"--music: '{song}' does not exist. Check the path.");
        }

        IReadOnlyList<string> files = ClipFinder.Find(request.Clips, request.Music, out int _);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ClipIntake clips = new(context);
        Task<MusicMaterial?> listening = ListenAsync(request, either.Token);
        Task<IReadOnlyList<ClipMaterial>> looking = clips.LookAsync(files, either.Token);
        try
        {
            // A song that cannot be used ends the job at once, not after all clips were looked at.
            Task first = await Task.WhenAny(listening, looking).ConfigureAwait(false);
            await first.ConfigureAwait(false);
            await Task.WhenAll(listening, looking).ConfigureAwait(false);
        }
        catch (MontageException)
        {
            await either.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(listening, looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        MusicMaterial? music = await listening.ConfigureAwait(false);
        IReadOnlyList<ClipMaterial> materials = await looking.ConfigureAwait(false);
        Timeline timeline = await new PlanStage(context, clips).PlanAsync(request, style, materials, music, cancellationToken).ConfigureAwait(false);
        return new PlanResult(timeline, materials, music);
    }

    private async Task<MusicMaterial?> ListenAsync(MontageRequest request, CancellationToken cancellationToken)
    {
        if (request.Music is null)
        {
            return null;
        }

        double? seconds = MusicIntake.SecondsNeeded(request.DurationSeconds ?? Editing.DurationAdvisor.DefaultSeconds);
        MusicMaterial music = await new MusicIntake(context)
            .ListenAsync(request.Music, seconds, new MusicOptions { KnownBpm = request.Beats.Bpm }, cancellationToken)
            .ConfigureAwait(false);
        return request.Beats.IsNone ? music : music with { Analysis = PlanStage.Correct(music.Analysis, request.Beats) };
    }
}
