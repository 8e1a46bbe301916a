using System.CommandLine;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Errors;
using MontageAI.Results;

namespace MontageAI.Cli.Commands;

/// <summary>What the program remembers of earlier decisions.</summary>
internal static class MemoryCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Make()
    {
        Option<bool> json = SharedOptions.Json();
        Command show = new Command(
            "show",
            "Say what is remembered: which stretches of which clips were kept, chosen, swapped away, banned or finished with."
        )
        {
            json,
        }.Does(
            (parsed, host, _) =>
            {
                (IReadOnlyList<RememberedShot> shots, IReadOnlyList<Phrase> problems) = host.Engine.Keeper.Remembered();
                foreach (Phrase problem in problems)
                {
                    Console.Error.WriteLine(CommandWords.Say(problem));
                }

                if (parsed.GetValue(json))
                {
                    Console.Out.Write(ResultJson.Write(shots));
                    return Task.FromResult(ExitCode.Done);
                }

                foreach (RememberedShot shot in shots)
                {
                    string what = string.Join(
                        ", ",
                        new (string Word, int Times)[]
                        {
                            ("kept", shot.Kept),
                            ("chosen", shot.Chosen),
                            ("swapped away", shot.SwappedAway),
                            ("banned", shot.Banned),
                            ("finished with", shot.Exported),
                            ("shown", shot.Shown),
                        }
                            .Where(w => w.Times > 0)
                            .Select(w => w.Times == 1 ? w.Word : $"{w.Word} {w.Times} times")
                    );
                    string stretch = shot.Start is { } start ? InvariantText.Of($"{start:0.00} to {shot.End:0.00} s") : "all of it";
                    Console.Out.WriteLine(
                        InvariantText.Of(
                            $"{shot.Name}  {stretch}: {what} (last in {shot.Where}, {shot.Day}; liking {shot.Liking:+0.00;-0.00;0})"
                        )
                    );
                }

                Console.Out.WriteLine(
                    shots.Count == 0
                        ? $"Nothing is remembered ({host.Engine.Keeper.MemoryFile})."
                        : $"{shots.Count} stretches, in {host.Engine.Keeper.MemoryFile}. Likings tip later choices among good "
                            + "shots; --no-memory plans without them."
                );
                return Task.FromResult(ExitCode.Done);
            },
            runsJobs: false
        );

        Argument<string?> clip = new("clip") { Description = "Name of the clip's file.", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> all = new("--all") { Description = "Forget everything." };
        Command forget = new("forget", "Forget what is remembered of a clip, or everything.") { clip, all };
        forget.Validators.Add(result =>
        {
            if (result.GetResult(clip)?.Tokens.Count > 0 == result.GetValue(all))
            {
                result.AddError("Name a clip, or give --all.");
            }
        });
        forget.Does(
            (parsed, host, _) =>
            {
                int? forgotten = host.Engine.Keeper.Forget(parsed.GetValue(all) ? null : parsed.GetValue(clip));
                Console.Out.WriteLine(forgotten is { } count ? $"{count} stretches are forgotten." : "Everything is forgotten.");
                return Task.FromResult(forgotten == 0 ? ExitCode.Failed : ExitCode.Done);
            },
            runsJobs: false
        );
        return new Command("memory", "Look at what you decided in earlier montages, or forget it. It lies on this machine only.")
        {
            show,
            forget,
        };
    }
}
