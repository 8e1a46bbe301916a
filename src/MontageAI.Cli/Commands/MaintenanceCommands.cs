using System.CommandLine;
using System.Globalization;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Maintenance;
using MontageAI.Engine.Reporting;

namespace MontageAI.Cli.Commands;

/// <summary>Looking after the program: cache, doctor, demo.</summary>
internal static class MaintenanceCommands
{
    /// <summary>The store.</summary>
    public static Command Cache()
    {
        Option<bool> json = SharedOptions.Json();
        Command stats = new Command("stats", "Say what the store holds and where it lies.") { json }.Does(
            async (parsed, host, cancellationToken) =>
            {
                StoreSummary summary = await host.Engine.Keeper.SummaryAsync(cancellationToken).ConfigureAwait(false);
                Console.Out.Write(
                    parsed.GetValue(json)
                        ? ResultJson.Write(summary)
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"{summary.Folder}\n  results: {summary.Results}, {Mib(summary.ResultBytes)}\n  rendered: "
                                + $"{summary.Artifacts} files, {Mib(summary.ArtifactBytes)} of at most {Mib(summary.ArtifactLimitBytes)}\n"
                        )
                );
                return ExitCode.Done;
            },
            runsJobs: false
        );
        Option<double> gib = NumberOptions.Number(
            new Option<double>("--keep-gib")
            {
                Description = "Keep at most this many GiB, the most recently used.",
                HelpName = "GIB",
                DefaultValueFactory = _ => 5,
            },
            g => g is >= 0 and <= 100000,
            "must be 0 to 100000"
        );
        Command prune = new Command("prune", "Remove the least recently used until the store is small enough.") { gib }.Does(
            async (parsed, host, cancellationToken) =>
            {
                await host
                    .Engine.Keeper.PruneAsync((long)(parsed.GetValue(gib) * 1024 * 1024 * 1024), cancellationToken)
                    .ConfigureAwait(false);
                StoreSummary summary = await host.Engine.Keeper.SummaryAsync(cancellationToken).ConfigureAwait(false);
                Console.Out.WriteLine($"The store now takes {Mib(summary.ArtifactBytes)}.");
                return ExitCode.Done;
            }
        );
        Command clear = new Command("clear", "Remove everything from the store. Nothing is lost that cannot be computed again.").Does(
            async (_, host, cancellationToken) =>
            {
                await host.Engine.Keeper.PruneAsync(0, cancellationToken).ConfigureAwait(false);
                Console.Out.WriteLine("The store is empty.");
                return ExitCode.Done;
            },
            runsJobs: false
        );
        return new Command("cache", "Look after the store of results and rendered shots.") { stats, prune, clear };
    }

    /// <summary>What this machine can do and lacks.</summary>
    public static Command Doctor()
    {
        Option<bool> json = SharedOptions.Json();
        return new Command("doctor", "Check FFmpeg, encoders (each by a trial), memory disk and store, and say what to mend.")
        {
            json,
        }.Does(
            async (parsed, host, cancellationToken) =>
            {
                DoctorReport report = await host.RunAsync(new DoctorRequest(), cancellationToken).ConfigureAwait(false);
                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(report));
                }
                else
                {
                    foreach (DoctorFinding finding in report.Findings)
                    {
                        string mark = finding.State switch
                        {
                            FindingState.Good => "ok  ",
                            FindingState.Absent => "-   ",
                            _ => "BAD ",
                        };
                        Console.Out.WriteLine(CommandWords.Say($"{mark} {finding.Subject}: {finding.Detail}"));
                    }
                }

                return report.Usable ? ExitCode.Done : ExitCode.NoFFmpeg;
            }
        );
    }

    /// <summary>Everything without any footage.</summary>
    public static Command Demo()
    {
        Argument<string> folder = new("folder") { Description = "Folder to make.", DefaultValueFactory = _ => "demo" };
        Option<string?> profile = MontageOptions.ProfileOption("Quality of the montage. Default: standard.");
        return new Command("demo", "Make footage and a song out of nothing, and a montage from them, to see what the program does.")
        {
            folder,
            profile,
        }.Does(
            async (parsed, host, cancellationToken) =>
            {
                RunReport report = await host.WatchAsync(
                        new DemoRequest(parsed.GetRequiredValue(folder), MontageOptions.ProfileOf(parsed.GetValue(profile))),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                int code = MontageCommands.Finish(report, json: false, details: false);
                if (code == ExitCode.Done)
                {
                    string made = Path.GetFullPath(parsed.GetRequiredValue(folder));
                    Console.Out.WriteLine();
                    Console.Out.WriteLine(
                        $"Play {report.Output}. Clips and song lie beside it in {made}; the plan is in montage.montage.json, the report "
                            + $"in montage.report.json."
                    );
                    Console.Out.WriteLine("Now with your own:  ./montage-ai create --clips DIR --music SONG --output film.mp4");
                }

                return code;
            }
        );
    }

    private static string Mib(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.0} MiB");
}
