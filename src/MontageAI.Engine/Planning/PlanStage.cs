using MontageAI.Analysis.Music;
using MontageAI.Editing;
using MontageAI.Editing.Canvas;
using MontageAI.Editing.Drafts;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Editing.Styles;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.Rendering.Profiles;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>From what is known about clips and song to the timeline: shape, length, stretch of the song, a closer look at the nearly
/// chosen, the plan.</summary>
internal sealed class PlanStage(JobContext context, ClipIntake clips)
{
    // Each round looks at what won in place of what was found wanting; next to none is left after three.
    private const int MostRounds = 4;

    private readonly ReframeStage _reframe = new(context);
    private Planner? _planner;

    /// <summary>Applies what the user knows better than the tracker.</summary>
    /// <exception cref="ConfigurationException">The beats file is wrong.</exception>
    public static MusicAnalysis Correct(MusicAnalysis analysis, BeatCorrection correction)
    {
        MusicAnalysis corrected = analysis;
        if (correction.File is { } file)
        {
            corrected = MusicCorrection.WithBeats(corrected, ReadBeats(file));
        }
        else if (correction.Bpm is { } bpm)
        {
            corrected = MusicCorrection.WithTempo(corrected, bpm);
        }

        if (correction.TempoScale is { } scale)
        {
            corrected = MusicCorrection.ScaleTempo(corrected, scale);
        }

        corrected = correction.OffBeat ? MusicCorrection.ToOffBeats(corrected) : corrected;
        corrected = MusicCorrection.ShiftBars(corrected, correction.BarShift);
        return correction.OffsetMs == 0 ? corrected : MusicCorrection.Offset(corrected, correction.OffsetMs / 1000);
    }

    /// <summary>Whether in-points are moved to the best moment nearby because of the profile that the user named: the one thing in a plan
    /// that a profile decides.</summary>
    public static bool TakesCloserLook(ProfileName? profile) => profile is ProfileName.Standard or ProfileName.High or ProfileName.Master;

    /// <summary>Settles what holds for the whole montage.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="style">The style.</param>
    /// <param name="footage">Clips looked at so far.</param>
    /// <param name="music">The song with corrected beats, or null.</param>
    public static PlanBasis Settle(MontageRequest request, Style style, Footage footage, MusicMaterial? music)
    {
        CanvasChoice canvas = CanvasChooser.Choose(footage.Streams, request.Rate, request.Aspect);
        PlanRequest plan = new()
        {
            Rate = canvas.Rate,
            Aspect = canvas.Aspect,
            DurationSeconds = request.DurationSeconds,
            Style = style,
            Seed = request.Seed,
            ClipSoundDb = request.ClipSoundDb,
            // Who names a profile above preview pays for in-points at their best moment; else preview and final are the same plan.
            CloserLookSeconds = TakesCloserLook(request.Profile) ? 1 : 0,
        };
        SuggestedDuration duration = DurationAdvisor.Suggest(plan, footage.Clips, music, footage.Share);
        plan = plan with { DurationSeconds = duration.Seconds };
        IReadOnlyList<string> notes = [];
        if (music is not null)
        {
            (music, notes) = ChosenPart.Of(music, duration.Seconds, style, request.IsExactLength);
        }

        PictureFit? fit = request.Fit ?? request.From?.Fit;
        return new PlanBasis(plan with { Fit = fit }, music, canvas, request.DurationSeconds is null ? duration.Reason : null, fit)
        {
            From = request.From,
            Notes = notes,
        };
    }

    /// <summary>What can be said of the plan before any shot is chosen.</summary>
    public PlanOutline Outline(PlanBasis basis, Footage footage)
    {
        PlanOutline outline = PlannerOf(basis, footage).Outline();
        return outline with { Timeline = outline.Timeline with { Fit = basis.Fit } };
    }

    /// <summary>Plans the first seconds with the clips known so far, and the rest provisionally.</summary>
    /// <returns>The plan, and the number of its shots that are settled.</returns>
    public async Task<(Timeline Timeline, int Settled)> BeginAsync(
        PlanBasis basis,
        Footage footage,
        double seconds,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<ShortlistedWindow> shortlist;
        using (context.Recorder.Begin("shortlist of the opening"))
        {
            shortlist = PlannerOf(basis, footage).Shortlist(seconds);
        }

        footage.Learn(await clips.LookCloserAsync(footage.Clips, shortlist, Urgency.Opening, cancellationToken).ConfigureAwait(false));
        Timeline timeline;
        using (context.Recorder.Begin("plan the opening"))
        {
            timeline = PlannerOf(basis, footage).Begin(seconds);
        }

        long end = timeline.Rate.FrameAt(seconds);
        int settled = Math.Max(1, timeline.Shots.TakeWhile(s => s.Record.Start < end).Count());
        return (
            await _reframe
                .ApplyAsync(Complete(timeline, basis), 0, settled, footage.Clips, Urgency.Opening, cancellationToken)
                .ConfigureAwait(false),
            settled
        );
    }

    /// <summary>Plans the rest with all clips; settled shots stay as they are.</summary>
    public async Task<Timeline> FinishAsync(
        PlanBasis basis,
        Footage footage,
        Timeline begun,
        int settled,
        CancellationToken cancellationToken
    )
    {
        if (settled == begun.Shots.Count)
        {
            return begun;
        }

        await LookAtMomentsAsync(basis, footage, cancellationToken).ConfigureAwait(false);
        await LookAtWinnersAsync(basis, footage, begun, settled, cancellationToken).ConfigureAwait(false);
        Timeline timeline;
        using (context.Recorder.Begin("plan"))
        {
            timeline = Complete(PlannerOf(basis, footage).Continue(begun, settled), basis);
        }

        return await _reframe
            .ApplyAsync(timeline, settled, timeline.Shots.Count, footage.Clips, Urgency.Work, cancellationToken)
            .ConfigureAwait(false);
    }

    // Packets tell where something happens; looking there tells what.
    private async Task LookAtMomentsAsync(PlanBasis basis, Footage footage, CancellationToken cancellationToken)
    {
        IReadOnlyList<ShortlistedWindow> moments;
        using (context.Recorder.Begin("moments of clips"))
        {
            moments = PlannerOf(basis, footage).Moments();
        }

        footage.Learn(await clips.LookCloserAsync(footage.Clips, moments, Urgency.Work, cancellationToken).ConfigureAwait(false));
    }

    // Whatever is doubtful is looked at as long as it is shown before it is final. Where something speaks against it another shot wins,
    // which is looked at in turn.
    private async Task LookAtWinnersAsync(
        PlanBasis basis,
        Footage footage,
        Timeline begun,
        int settled,
        CancellationToken cancellationToken
    )
    {
        for (int round = 0; round < MostRounds; round++)
        {
            IReadOnlyList<ShortlistedWindow> shortlist;
            using (context.Recorder.Begin("shortlist"))
            {
                shortlist = PlannerOf(basis, footage).Shortlist(begun, settled, again: round > 0);
            }

            IReadOnlyList<ClipMaterial> before = footage.Clips;
            IReadOnlyList<ClipMaterial> after = await clips
                .LookCloserAsync(before, shortlist, Urgency.Work, cancellationToken)
                .ConfigureAwait(false);
            if (before.Zip(after).All(c => ReferenceEquals(c.First, c.Second)))
            {
                return;
            }

            footage.Learn(after);
        }
    }

    // A stage plans one montage; its planner gives way to another when more is known of the footage.
    private Planner PlannerOf(PlanBasis basis, Footage footage) =>
        _planner = _planner?.With(footage.Clips) ?? new Planner(basis.Request, footage.Clips, basis.Music, basis.From);

    private static Timeline Complete(Timeline timeline, PlanBasis basis)
    {
        List<string> notes =
        [
            .. basis.Notes,
            .. timeline.Notes,
            $"Frame rate: {basis.Canvas.RateReason}",
            $"Shape: {basis.Canvas.AspectReason}",
        ];
        if (basis.DurationReason is { } reason)
        {
            notes.Add($"Length: {reason}");
        }

        return timeline with
        {
            Fit = basis.Fit,
            Notes = [.. notes.Distinct()],
        };
    }

    private static IReadOnlyList<UserBeat> ReadBeats(string file) =>
        BeatFile.Parse(UserFile.ReadText(file, "list of beats", UserFile.MostBeatBytes, Field.Beats), file);
}
