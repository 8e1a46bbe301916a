using MontageAI.Analysis.Music;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Prompting;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Engine.Searching;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>
/// From files to a timeline. The song is listened to while a few clips, spread over all of them, are looked at; from these the opening is
/// planned, and whoever wants to render it may begin. Then all other clips are looked at, and the rest is planned with everything that is
/// known. The plan is the same whether anyone follows it or not.
/// </summary>
internal sealed class PlanWork(JobContext context)
{
    /// <summary>Seconds of the montage that are settled first.</summary>
    public const double OpeningSeconds = 10;

    /// <summary>Plans.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="follower">Who begins with the film meanwhile; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ConfigurationException">The request is wrong.</exception>
    /// <exception cref="MontageException">Nothing usable is left, or the song cannot be used.</exception>
    public async Task<PlanResult> RunAsync(MontageRequest request, IPlanFollower? follower, CancellationToken cancellationToken)
    {
        (Style style, IReadOnlyList<string> wished) = StyleFinder.Choose(request.Style, request.StyleChoice, request.Reading);
        if (request.Music is { } song && ClipFinder.WhyMissing(song) is { } missing)
        {
            throw new ConfigurationException(ErrorCode.FileMissing, missing, Field.Music);
        }

        if (request.From is { } from)
        {
            request = request with
            {
                Rate = request.Rate ?? from.Rate,
                Aspect = request.Aspect ?? from.Aspect,
                DurationSeconds = request.DurationSeconds ?? from.Rate.SecondsAt(from.Frames),
            };
        }

        TextPlan text = TextPlan.Read(request.Text);
        using CaptionStage? captions = CaptionStage.Open(context, request);
        IReadOnlyList<string> files = ClipFinder.Find(request.Clips, request.Music).Tell(context.Recorder);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // What another machine finds comes by the results that all share; without them it would be looked at in vain.
        ClipTasks? elsewhere =
            context.Settings.Tasks is { } tasks && context.Store.Results.Shared is not null ? new ClipTasks(context, tasks) : null;
        ClipIntake clips = new(context) { Elsewhere = elsewhere, BeginsHere = request.IsPreview };
        Footage footage = new(context, clips, files, request.From);
        Task<MusicMaterial?> listening = ListenAsync(request, either.Token);
        // The model is loaded while files are probed.
        Task looking = Task.WhenAll(Task.Run(() => context.Models.Faces, either.Token), footage.BeginAsync(either.Token));
        try
        {
            // A song that cannot be used ends the job at once, not after clips were looked at. Where neither can be used, the song is what
            // the error speaks of, whoever was faster.
            await listening.ConfigureAwait(false);
            await looking.ConfigureAwait(false);
        }
        catch (MontageException)
        {
            await either.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(listening, looking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        MusicMaterial? music = await listening.ConfigureAwait(false);
        PlanBasis basis = PlanStage.Settle(request, style, footage, music);
        WishStage wishes = WishStage.Read(context, request.Reading);
        basis = request.Reading is { } reading
            ? basis with
            {
                Notes = [.. basis.Notes, .. PromptStage.Notes(reading, wished, wishes)],
            }
            : basis;
        basis = basis with { Request = Recollection.Apply(context, request, basis.Request) };
        basis = basis with { Request = basis.Request with { Wishes = wishes.Wishes } };
        await wishes.LearnAsync(footage, Urgency.Opening, cancellationToken).ConfigureAwait(false);
        PlanStage stage = new(context, clips);
        PlanOutline outline = stage.Outline(basis, footage);
        context.Recorder.Tell(new MontageOutlined(outline.Timeline.Rate, outline.Timeline.Aspect, outline.Timeline.Frames));
        if (follower is not null)
        {
            await follower.OutlinedAsync(outline).ConfigureAwait(false);
        }

        (Timeline begun, int settled) = await stage.BeginAsync(basis, footage, OpeningSeconds, cancellationToken).ConfigureAwait(false);
        begun = text.Apply(begun, footage.Clips);
        if (follower is not null && captions is null)
        {
            // What is said is written into the pictures, and known only when all shots are.
            await follower.BegunAsync(new PlanResult(begun, footage.Clips, music), settled).ConfigureAwait(false);
        }

        await footage.FinishAsync(cancellationToken).ConfigureAwait(false);
        elsewhere?.Tell();
        await wishes.LearnAsync(footage, Urgency.Work, cancellationToken).ConfigureAwait(false);
        Timeline timeline = await stage.FinishAsync(basis, footage, begun, settled, cancellationToken).ConfigureAwait(false);
        timeline = await new SoundTrackStage(context, request.SoundTrack)
            .ChooseAsync(timeline, footage.Clips, cancellationToken)
            .ConfigureAwait(false);
        timeline = wishes.Report(timeline, footage.Clips);
        timeline = text.Apply(timeline, footage.Clips);
        timeline = captions is null ? timeline : await captions.WriteAsync(timeline, cancellationToken).ConfigureAwait(false);
        timeline = await new SpeechStage(context, request.Speech).ListenAsync(timeline, cancellationToken).ConfigureAwait(false);
        return new PlanResult(timeline, footage.Clips, music);
    }

    private async Task<MusicMaterial?> ListenAsync(MontageRequest request, CancellationToken cancellationToken)
    {
        if (request.Music is null)
        {
            return null;
        }

        double? seconds = MusicIntake.SecondsNeeded(request.DurationSeconds ?? MontageAI.Editing.Drafts.DurationAdvisor.DefaultSeconds);
        MusicMaterial music = await new MusicIntake(context) { SoundTrack = request.SoundTrack, HearsVoices = true }
            .ListenAsync(request.Music, seconds, new MusicOptions { KnownBpm = request.Beats.Bpm }, cancellationToken)
            .ConfigureAwait(false);
        if (music.Analysis.IsSilent)
        {
            throw new MediaException(
                ErrorCode.NoSound,
                music.File.Path,
                "the song is silent: nothing is heard in it from beginning to end.",
                "Choose another song, or plan without one."
            );
        }

        music = request.Beats.IsNone ? music : music with { Analysis = PlanStage.Correct(music.Analysis, request.Beats) };
        context.Recorder.Tell(new BeatsFound(music.File.Path, music.Analysis));
        return music;
    }
}
