using MontageAI.Analysis.Music;
using MontageAI.Editing;
using MontageAI.Editing.Canvas;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Pipeline.Intake;
using MontageAI.Pipeline.Jobs;
using MontageAI.Pipeline.Reporting;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Pipeline.Planning;

/// <summary>From what is known about clips and song to the timeline: shape, length, stretch of the song, a closer look at the nearly chosen, the plan.</summary>
internal sealed class PlanStage(JobContext context, ClipIntake clips)
{
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

    /// <summary>Finds a style by name, or reads it from a file.</summary>
    /// <exception cref="ConfigurationException">There is no such style, or its file is wrong.</exception>
    public static Style FindStyle(string nameOrFile)
    {
        if (!File.Exists(nameOrFile))
        {
            return StyleLibrary.Find(nameOrFile);
        }

        try
        {
            return StyleReader.Read(File.ReadAllText(nameOrFile), nameOrFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--style: '{nameOrFile}' cannot be read ({e.Message}).");
        }
    }

    /// <summary>Plans.</summary>
    /// <param name="request">What the user asks for.</param>
    /// <param name="style">The style.</param>
    /// <param name="materials">The clips.</param>
    /// <param name="music">The song with corrected beats, or null.</param>
    /// <param name="cancellationToken">Stops the closer look.</param>
    public async Task<Timeline> PlanAsync(
        MontageRequest request, Style style, IReadOnlyList<ClipMaterial> materials, MusicMaterial? music, CancellationToken cancellationToken)
    {
        CanvasChoice canvas = CanvasChooser.Choose(materials, request.Rate, request.Aspect);
        PlanRequest plan = new()
        {
            Rate = canvas.Rate,
            Aspect = canvas.Aspect,
            DurationSeconds = request.DurationSeconds,
            Style = style,
            Seed = request.Seed,
            ClipSoundDb = request.ClipSoundDb,
            // Who names a profile above preview pays for in-points at their best moment; else preview and final are the same plan.
            CloserLookSeconds = request.Profile is "standard" or "high" or "master" ? 1 : 0,
        };
        SuggestedDuration duration = DurationAdvisor.Suggest(plan, materials, music);
        plan = plan with { DurationSeconds = duration.Seconds };
        SongExcerpt? excerpt = null;
        if (music is not null)
        {
            excerpt = SongExcerpt.Choose(music.Analysis, duration.Seconds);
            music = music with { Stretch = new SongStretch(excerpt.Start, excerpt.End, excerpt.LoopStart, excerpt.LoopEnd, excerpt.Reason) };
        }

        IReadOnlyList<ShortlistedWindow> shortlist;
        using (context.Recorder.Begin("shortlist"))
        {
            shortlist = Planner.Shortlist(plan, materials, music);
        }

        IReadOnlyList<ClipMaterial> measured = await clips.LookCloserAsync(materials, shortlist, cancellationToken).ConfigureAwait(false);
        using (context.Recorder.Begin("plan"))
        {
            Timeline timeline = Planner.Plan(plan, measured, music);
            List<string> notes = [.. timeline.Notes, $"Frame rate: {canvas.RateReason}", $"Shape: {canvas.AspectReason}"];
            if (request.DurationSeconds is null)
            {
                notes.Add($"Length: {duration.Reason}");
            }

            // Who names a shape wants it filled, not a letterbox in it.
            string? fit = request.Fill switch { true => "fill", false => "pad", null => request.Aspect is null ? null : "fill" };
            return timeline with { Fit = fit, Notes = [.. notes.Distinct()] };
        }
    }

    private static IReadOnlyList<UserBeat> ReadBeats(string file)
    {
        try
        {
            return BeatFile.Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"--beats: '{file}' cannot be read ({e.Message}).");
        }
    }
}
