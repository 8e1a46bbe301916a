using System.CommandLine;
using MontageAI.Cli.Hosting;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Maintenance;
using MontageAI.Errors;
using MontageAI.Models.Catalogue;

namespace MontageAI.Cli.Commands;

/// <summary>Learned models: which there are, adding and removing them.</summary>
internal static class ModelCommands
{
    private static readonly string[] s_ownKinds = ["faces", "speech", "beats", "shots", "clip", "upscale", "objects"];

    /// <summary>Makes the command.</summary>
    public static Command Models() =>
        new("models", "List, add, check and remove learned models. Nothing is ever fetched but by 'add' and 'install-runtime'.")
        {
            List(),
            Info(),
            Add(),
            Remove(),
            Verify(),
            InstallRuntimeCommand.Make(),
        };

    private static Command List()
    {
        Option<bool> json = SharedOptions.Json();
        return new Command("list", "The models inside the program, those that were added, and those that can be.") { json }.Does(
            (parsed, host, _) =>
            {
                IReadOnlyList<ModelFacts> models = host.Engine.Models.List();
                Console.Out.Write(parsed.GetValue(json) ? ResultJson.Write(models) : ModelText.List(models));
                return Task.FromResult(ExitCode.Done);
            },
            runsJobs: false
        );
    }

    private static Command Info()
    {
        Argument<string> name = new("name") { Description = "A model's name." };
        Option<bool> json = SharedOptions.Json();
        return new Command("info", "Everything that is known of a model: what it adds, licence, source, size, sums.") { name, json }.Does(
            (parsed, host, _) =>
            {
                ModelFacts model = host.Engine.Models.Find(parsed.GetRequiredValue(name));
                Console.Out.Write(parsed.GetValue(json) ? ResultJson.Write(model) : ModelText.Info(model));
                return Task.FromResult(ExitCode.Done);
            },
            runsJobs: false
        );
    }

    private static Command Add()
    {
        Argument<string> name = new("name") { Description = "A model of the list; with --as, the ONNX file of one's own." };
        Option<string?> from = new("--from")
        {
            Description = "Take its file, or the files in this folder, instead of fetching them: for machines without a network.",
            HelpName = "FILE|DIR",
        };
        Option<string?> kind = new("--as")
        {
            Description = "Add one's own model for this purpose, after a trial: faces, speech, beats, shots, clip, upscale or objects.",
            HelpName = "PURPOSE",
        };
        kind.AcceptOnlyFromAmong(s_ownKinds);
        Option<bool> yes = new("--yes") { Description = "Do not ask: licence and size are agreed to." };
        Option<bool> json = SharedOptions.Json();
        return new Command("add", "Fetch a model and check it, after showing licence and size. Goes on with what a broken run has fetched.")
        {
            name,
            from,
            kind,
            yes,
            json,
        }.Does(
            async (parsed, host, cancellationToken) =>
            {
                string what = parsed.GetRequiredValue(name);
                ModelFacts added;
                if (parsed.GetValue(kind) is { } purpose)
                {
                    if (parsed.GetValue(from) is not null)
                    {
                        throw new ConfigurationException(
                            ErrorCode.Conflict,
                            "with --as the model's own file is named in place of its name; leave --from out."
                        );
                    }

                    added = await host
                        .Engine.Models.AddOwnAsync(what, Enum.Parse<ModelKind>(purpose, ignoreCase: true), cancellationToken)
                        .ConfigureAwait(false);
                }
                else
                {
                    added = await AddAsync(host, what, parsed.GetValue(from), parsed.GetValue(yes), cancellationToken)
                        .ConfigureAwait(false);
                }

                Console.Out.Write(parsed.GetValue(json) ? ResultJson.Write(added) : ModelText.Added(added));
                return ExitCode.Done;
            }
        );
    }

    private static Command Remove()
    {
        Argument<string> name = new("name") { Description = "The name of a model that was added." };
        Option<bool> json = SharedOptions.Json();
        return new Command("remove", "Remove a model that was added.") { name, json }.Does(
            (parsed, host, _) =>
            {
                ModelFacts gone = host.Engine.Models.Remove(parsed.GetRequiredValue(name));
                Console.Out.Write(parsed.GetValue(json) ? ResultJson.Write(gone) : $"Removed '{gone.Name}'.\n");
                return Task.FromResult(ExitCode.Done);
            },
            runsJobs: false
        );
    }

    private static Command Verify()
    {
        Argument<string?> name = new("name")
        {
            Description = "The name of a model that was added; all of them by default.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> json = SharedOptions.Json();
        return new Command("verify", "Read added models whole and compare their sums; the exit code is 1 where one has changed.")
        {
            name,
            json,
        }.Does(
            (parsed, host, _) =>
            {
                IReadOnlyList<ModelVerdict> verdicts = host.Engine.Models.Verify(parsed.GetValue(name));
                Console.Out.Write(parsed.GetValue(json) ? ResultJson.Write(verdicts) : ModelText.Verdicts(verdicts));
                return Task.FromResult(verdicts.All(v => v.Changed is null) ? ExitCode.Done : ExitCode.Failed);
            },
            runsJobs: false
        );
    }

    private static async Task<ModelFacts> AddAsync(
        EngineHost host,
        string name,
        string? from,
        bool yes,
        CancellationToken cancellationToken
    )
    {
        ModelFacts model = host.Engine.Models.Find(name);
        if (model.Place == ModelPlace.Program)
        {
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"'{name}' lies inside the program and need not be added.",
                Field.LearnedModel
            );
        }

        // Of what cannot be fetched there are no terms to agree to; why not, the engine says.
        bool isRefused = from is null && model.Place == ModelPlace.FileOnly;
        if (!isRefused)
        {
            Console.Error.Write(ModelText.Terms(model, from));
        }

        if (!isRefused && !yes && !Ask(model, from))
        {
            throw new ConfigurationException(ErrorCode.Cancelled, $"'{name}' was not added.");
        }

        return await host
            .Engine.Models.AddAsync(name, from, from is null ? new Arrival(model.Bytes) : null, cancellationToken)
            .ConfigureAwait(false);
    }

    private static bool Ask(ModelFacts model, string? from)
    {
        if (Console.IsInputRedirected)
        {
            string file = from is null ? "" : $" --from '{Printable.Of(from)}'";
            throw new ConfigurationException(
                ErrorCode.Conflict,
                $"Nobody is there to agree to licence and size. If they are agreed to: montage-ai models add {model.Name}{file} --yes"
            );
        }

        Console.Error.Write("Add it? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    // A line for each tenth.
    private sealed class Arrival(long bytes) : IProgress<long>
    {
        private long _tenths;

        public void Report(long value)
        {
            long tenths = bytes == 0 ? 0 : value * 10 / bytes;
            if (tenths > _tenths)
            {
                _tenths = tenths;
                Console.Error.WriteLine($"{ModelText.Size(value)} of {ModelText.Size(bytes)}");
            }
        }
    }
}
