using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using MontageAI.Cli.Output;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Cli.Commands;

/// <summary>What went wrong, for programs: the member "error" of the one document that a command with --json prints.</summary>
/// <param name="Code">What kind of thing; see <see cref="ErrorCode"/>.</param>
/// <param name="Message">The sentence that stands on standard error, too.</param>
internal sealed record ErrorFacts(ErrorCode Code, string Message)
{
    /// <summary>The option at fault, without its dashes; null where none is.</summary>
    public string? Field { get; init; }

    /// <summary>The file at fault; null where none is.</summary>
    public string? File { get; init; }

    /// <summary>What its owner can do, where that stands alone.</summary>
    public string? Remedy { get; init; }

    /// <summary>A file with details, of what nobody foresaw.</summary>
    public string? Details { get; init; }
}

/// <summary>The document that is printed in place of a result.</summary>
/// <param name="Error">What went wrong.</param>
internal sealed record ErrorDocument(ErrorFacts Error);

/// <summary>Tells errors: a sentence on standard error for people, and where --json is given one document on standard output.</summary>
internal static class ErrorText
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Tells an error of a command.</summary>
    public static void Tell(ParseResult parsed, ErrorFacts error)
    {
        Console.Error.WriteLine(error.Message);
        if (WantsJson(parsed))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new ErrorDocument(error), CliJson.Default.ErrorDocument));
        }
    }

    /// <summary>What an error says of itself.</summary>
    public static ErrorFacts Of(MontageException error)
    {
        MediaException? media = error as MediaException;
        return new ErrorFacts(error.Code, CommandWords.Say(error.Sentence))
        {
            Field = error.Field is { } field ? CommandWords.Say($"{field}").TrimStart('-') : null,
            File = error.File,
            Remedy = media is null ? null : CommandWords.Say(media.Remedy),
        };
    }

    /// <summary>A report as the document of a command: the error of a run that failed has the form that all errors have.</summary>
    public static string Document(RunReport report)
    {
        string json = report.ToJson();
        return report.Error is { } error ? With(json, new(report.ErrorCode ?? ErrorCode.RenderFailed, CommandWords.Say(error))) : json;
    }

    /// <summary>A document of what was found although the work failed, with its error.</summary>
    public static string With(string json, ErrorFacts error)
    {
        JsonObject document = JsonNode.Parse(json)!.AsObject();
        document["error"] = JsonSerializer.SerializeToNode(error, CliJson.Default.ErrorFacts);
        return document.ToJsonString(s_indented) + "\n";
    }

    /// <summary>Whether a command line asks for JSON, even where the rest of it cannot be understood.</summary>
    public static bool WantsJson(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == SharedOptions.JsonName) is { } json
        && parsed.GetResult(json) is { Implicit: false };
}
