namespace MontageAI.Cli.Output;

/// <summary>Says problems of a request in the words of the command line: a field in front of a problem is the option that asks for
/// it.</summary>
internal static class FieldWords
{
    private static readonly string[] s_fields = ["output", "sheet", "page", "report", "preview"];

    /// <summary>The problems, with options for fields.</summary>
    /// <param name="problems">One sentence each, some with "field: " in front.</param>
    public static string Of(IReadOnlyList<string> problems) => string.Join(Environment.NewLine, problems.Select(Of));

    private static string Of(string problem) =>
        s_fields.FirstOrDefault(f => problem.StartsWith(f + ": ", StringComparison.Ordinal)) is null ? problem : "--" + problem;
}
