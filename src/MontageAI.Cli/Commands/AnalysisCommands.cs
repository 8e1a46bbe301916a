using System.CommandLine;
using System.Globalization;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Errors;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;

namespace MontageAI.Cli.Commands;

/// <summary>Single stages of the analysis, each usable alone: beats, shots, probe.</summary>
internal static class AnalysisCommands
{
    /// <summary>Beats of a track, one per line.</summary>
    public static Command Beats()
    {
        Argument<string> file = new("file") { Description = "A song, or any file with sound." };
        BeatOptions correction = new();
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "beats",
            "Find the beats of a song: one per line, as seconds, tab, position in the bar (1 = downbeat). Without beats nothing is "
                + "printed, and standard error says why."
        )
        {
            file,
            json,
        };
        correction.AddTo(command, withFile: false);
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                MusicAnalysis music = await host.RunAsync(
                        new BeatsRequest(parsed.GetRequiredValue(file), correction.Bind(parsed)),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(music));
                    return ExitCode.Done;
                }

                await Console
                    .Error.WriteLineAsync(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{music.Strategy.ToString().ToLowerInvariant()}, confidence "
                                + $"{music.Confidence:0.00}{(music.TempoBpm is { } t ? $", {t:0.0} BPM" : "")}: {music.Reason}"
                        )
                    )
                    .ConfigureAwait(false);
                foreach (Beat beat in music.Strategy is RhythmStrategy.Beats or RhythmStrategy.User ? music.Beats : [])
                {
                    Console.Out.Write(string.Create(CultureInfo.InvariantCulture, $"{beat.Time:0.0000}\t{beat.BarPosition}\n"));
                }

                return ExitCode.Done;
            }
        );
    }

    /// <summary>Shots of a clip, one per line.</summary>
    public static Command Shots()
    {
        Argument<string> file = new("file") { Description = "A video file." };
        Option<string?> mode = MontageOptions.Choice(
            "--mode",
            "'keyframe' looks at key frames and refines what is doubtful (fast); 'exact' looks at every frame. Default: exact.",
            "keyframe",
            "exact"
        );
        Option<bool> json = SharedOptions.Json();
        Command command = new(
            "shots",
            "Find the shots of a clip: one per line, as first frame, end frame (exclusive), start and end in seconds. In key-frame mode "
                + "frames are not counted and stand as '-'."
        )
        {
            file,
            mode,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                ClipAnalysis clip = await host.RunAsync(
                        new ShotsRequest(parsed.GetRequiredValue(file), parsed.GetValue(mode) != "keyframe"),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(clip));
                    return ExitCode.Done;
                }

                foreach (Shot shot in clip.Shots.Shots)
                {
                    Console.Out.Write(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{Frame(shot.StartFrame)}\t{Frame(shot.EndFrame)}\t{shot.Start.Seconds:0.0000}\t{shot.End.Seconds:0.0000}\n"
                        )
                    );
                }

                return ExitCode.Done;
            }
        );
    }

    /// <summary>Facts of files.</summary>
    public static Command Probe()
    {
        Argument<string[]> files = new("file") { Description = "Files of any kind.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = SharedOptions.Json();
        Command command = new("probe", "Say what files hold: streams, exact rates, rotation, colour, sound. Nothing is decoded.")
        {
            files,
            json,
        };
        return command.Does(
            async (parsed, host, cancellationToken) =>
            {
                ProbeOutcome outcome = await host.RunAsync(new ProbeRequest(parsed.GetRequiredValue(files)), cancellationToken)
                    .ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(outcome.Files.Count > 0 ? ResultJson.Write(outcome) : NothingProbed(outcome));
                }
                else
                {
                    foreach (MediaInfo info in outcome.Files)
                    {
                        Console.Out.WriteLine(Describe(info));
                    }
                }

                foreach (SetAsideFile file in outcome.SetAside)
                {
                    await Console.Error.WriteLineAsync(CommandWords.Say(file)).ConfigureAwait(false);
                }

                return outcome.Files.Count > 0 ? ExitCode.Done : ExitCode.Failed;
            }
        );
    }

    private static string NothingProbed(ProbeOutcome outcome)
    {
        SetAsideFile first = outcome.SetAside[0];
        ErrorFacts error = new(ErrorCode.NothingUsable, CommandWords.Say(first))
        {
            File = first.Path,
            Remedy = CommandWords.Say(first.Remedy),
        };
        return ErrorText.With(ResultJson.Write(outcome), error);
    }

    private static string Frame(long? frame) => frame?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string OtherSpeed(MediaInfo info, VideoStreamInfo video) =>
        info.OtherSpeedRate < video.OwnRate?.Value ? "time lapse"
        : info.OtherSpeedRate > video.OwnRate?.Value ? "slow motion"
        : "to be shown in slow motion";

    private static string Describe(MediaInfo info)
    {
        List<string> lines = [info.Path];
        string seconds = info.DurationSeconds is { } d ? string.Create(CultureInfo.InvariantCulture, $"{d:0.00} s") : "unknown length";
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"  {info.Container}, {seconds}, {info.SizeBytes / 1048576.0:0.0} MiB"));
        foreach (VideoStreamInfo v in info.Video)
        {
            List<string> facts = [$"{v.Codec} {v.DisplayWidth}x{v.DisplayHeight}"];
            facts.Add(
                v.OwnRate is { } rate
                    ? string.Create(CultureInfo.InvariantCulture, $"{rate.Value:0.###} fps{(v.IsVariableRate ? " (variable)" : "")}")
                    : "unknown rate"
            );
            AddIf(
                facts,
                v == info.MainVideo && info.OtherSpeedRate is not null,
                string.Create(CultureInfo.InvariantCulture, $"recorded at {info.OtherSpeedRate:0.###} fps ({OtherSpeed(info, v)})")
            );
            AddIf(
                facts,
                v.PlayedSeconds is not null,
                string.Create(CultureInfo.InvariantCulture, $"of which {v.PlayedSeconds:0.00} s hold pictures")
            );
            AddIf(facts, v.Rotation != 0, $"rotated {v.Rotation} degrees");
            AddIf(facts, v.IsMirrored, "mirrored");
            AddIf(facts, v.SampleAspect != new Rational(1), $"pixel aspect {v.SampleAspect}");
            AddIf(facts, v.IsInterlaced, "interlaced");
            AddIf(facts, v.Color.IsHdr, "HDR");
            AddIf(facts, v.BitDepth > 8, $"{v.BitDepth} bit");
            AddIf(facts, v.Color.Range == "pc", "full range");
            AddIf(facts, v.IsAttachedPicture, "attached picture");
            AddIf(facts, v == info.StillBeside, "a photograph beside the film");
            lines.Add($"  video {v.Index}: {string.Join(", ", facts)}");
        }

        foreach (AudioStreamInfo a in info.Audio)
        {
            lines.Add($"  audio {a.Index}: {a.Codec}, {a.SampleRate} Hz, {a.ChannelLayout ?? $"{a.Channels} channels"}");
        }

        return string.Join(Environment.NewLine, lines.Select(Printable.Of));
    }

    private static void AddIf(List<string> facts, bool condition, string fact)
    {
        if (condition)
        {
            facts.Add(fact);
        }
    }
}
