using System.CommandLine;
using System.Text.Json;
using MontageAI.Cli.Output;
using MontageAI.Engine;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;

namespace MontageAI.Cli.Commands;

/// <summary>Styles: what there is, what is in them, whether one's own are sound.</summary>
internal static class StyleCommands
{
    /// <summary>Makes the command.</summary>
    public static Command Styles() =>
        new("styles", "List, show and check styles, the ways of cutting.") { List(), Show(), Validate(), Looks(), Schema() };

    private static Command List()
    {
        Option<string?> folder = StyleOptions.Folder();
        Option<bool> json = SharedOptions.Json();
        Command command = new("list", "The styles that there are, one per line: name, tab, what it promises.") { folder, json };
        return command.Does(
            (parsed, _, _) => Print(StyleCatalogue.Styles(parsed.GetValue(folder)), parsed.GetValue(json)),
            runsJobs: false
        );
    }

    private static Command Show()
    {
        Argument<string> style = new("style") { Description = "A style's name or file." };
        Option<string?> folder = StyleOptions.Folder();
        Option<bool> json = new("--json") { Description = "Print it with every parameter, as a style file to begin one's own from." };
        Command command = new("show", "What a style sets otherwise than 'dynamic'.") { style, folder, json };
        return command.Does(
            (parsed, _, _) =>
            {
                (string name, string? own) = (parsed.GetRequiredValue(style), parsed.GetValue(folder));
                Console.Out.Write(parsed.GetValue(json) ? StyleCatalogue.StyleJson(name, own) : StyleCatalogue.StyleText(name, own));
                return Task.FromResult(ExitCode.Done);
            },
            runsJobs: false
        );
    }

    private static Command Validate()
    {
        Argument<string> path = new("path") { Description = "A style file, or a folder of them." };
        Option<bool> json = SharedOptions.Json();
        Command command = new("validate", "Check style files and the tables that they name; every problem is told, and the exit code is 2.")
        {
            path,
            json,
        };
        return command.Does(
            (parsed, _, _) => Print(StyleCatalogue.CheckStyles(parsed.GetRequiredValue(path)), parsed.GetValue(json)),
            runsJobs: false
        );
    }

    private static Command Looks()
    {
        Option<bool> json = SharedOptions.Json();
        Command command = new("looks", "The looks for --look, one per line: name, tab, what it is.") { json };
        return command.Does((parsed, _, _) => Print(StyleCatalogue.Looks(), parsed.GetValue(json)), runsJobs: false);
    }

    private static Command Schema() =>
        new Command("schema", "The JSON schema of style files, for editors and other programs.").Does(
            (_, _, _) =>
            {
                Console.Out.Write(StyleCatalogue.StyleSchema);
                return Task.FromResult(ExitCode.Done);
            },
            runsJobs: false
        );

    private static Task<int> Print(IReadOnlyList<StyleEntry> entries, bool json)
    {
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(entries, CliJson.Default.IReadOnlyListStyleEntry));
        }
        else
        {
            foreach (StyleEntry entry in entries)
            {
                Console.Out.WriteLine($"{entry.Name}\t{entry.Description}{(entry.File is { } file ? $" ({file})" : "")}");
            }
        }

        return Task.FromResult(ExitCode.Done);
    }
}
