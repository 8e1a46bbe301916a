using System.CommandLine;
using System.Globalization;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Reporting;
using MontageAI.Reports.Pages;
using MontageAI.Reports.Requests;
using MontageAI.Results;

namespace MontageAI.Cli.Commands;

/// <summary>Shows what the program sees and hears in files.</summary>
internal static class AnalyzeCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Argument<string[]> inputs = new("input") { Description = "Clips, songs, or folders of them.", Arity = ArgumentArity.OneOrMore };
        Option<string?> report = new("--report")
        {
            Description =
                "Page to write: waveforms, beats, sections, shots with thumbnails, curves, what is avoided and why. One file, opens "
                + "anywhere.",
            HelpName = "FILE.html",
        };
        Option<string?> mode = MontageOptions.Choice(
            "--mode",
            "'keyframe' looks at key frames and refines what is doubtful (fast); 'exact' looks at every frame of every clip. Default: "
                + "keyframe.",
            "keyframe",
            "exact"
        );
        Option<bool> sound = new("--sound") { Description = "Listen to the clips' own sound too." };
        Option<bool> overwrite = new("--overwrite") { Description = "Replace an existing page." };
        Option<bool> json = SharedOptions.Json();
        Command command = new("analyze", "Look at clips and listen to songs, and show everything that was found.")
        {
            inputs,
            report,
            mode,
            sound,
            overwrite,
            json,
        };
        ModelOptions.AddTo(command);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                AnalyzeRequest request = new()
                {
                    Inputs = parsed.GetRequiredValue(inputs),
                    Exact = parsed.GetValue(mode) == "exact",
                    Curves = parsed.GetValue(report) is not null || parsed.GetValue(json),
                    ClipSound = parsed.GetValue(sound),
                    Report = parsed.GetValue(report),
                    Overwrite = parsed.GetValue(overwrite),
                };
                AnalyzeOutcome outcome = await host.WatchAsync(request, cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(AnalysisJson.Write(outcome));
                }
                else
                {
                    Print(outcome);
                }

                foreach (SetAsideFile file in outcome.SetAside)
                {
                    await Console.Error.WriteLineAsync(CommandWords.Say(file)).ConfigureAwait(false);
                }

                foreach (Degradation d in outcome.Degradations)
                {
                    await Console.Error.WriteLineAsync("Note: " + CommandWords.Say(d)).ConfigureAwait(false);
                }

                return ExitCode.Done;
            }
        );
    }

    private static void Print(AnalyzeOutcome outcome)
    {
        foreach (AnalyzedTrack track in outcome.Tracks)
        {
            MusicAnalysis music = track.Analysis;
            Line($"{track.Path}");
            Line(
                $"  {music.AnalysedEnd:0.0} s, {music.Strategy.ToString().ToLowerInvariant()}, confidence {music.Confidence:0.00}: ",
                $"{music.Reason}"
            );
            if (music.Sections.Count > 0)
            {
                IEnumerable<string> sections = music.Sections.Select(s =>
                    InvariantText.Of($"{s.Kind.ToString().ToLowerInvariant()} {s.Start:0.0}-{s.End:0.0}")
                );
                Line($"  sections: {string.Join(", ", sections)}");
            }
        }

        foreach (AnalyzedClip clip in outcome.Clips)
        {
            ClipAnalysis a = clip.Analysis;
            Line($"{clip.Path}");
            Line(
                $"  {a.End.Seconds - a.FirstFrame.Seconds:0.00} s, {a.Shots.Shots.Count} ",
                $"{(a.Shots.Shots.Count == 1 ? "shot" : "shots")}, {a.Work.Total} frames looked at"
            );
            foreach (RejectedStretch r in a.Rejected)
            {
                Line($"  avoided {r.Start.Seconds:0.00}-{r.End.Seconds:0.00} s: {r.Reason.ToString().ToLowerInvariant()}, {r.Detail}");
            }
        }

        if (outcome.Report is { } report)
        {
            Line($"Page: {report}");
        }
    }

    private static void Line(params FormattableString[] text) => Console.Out.WriteLine(InvariantText.Of(text));
}
