using MontageAI.Engine.Outputs;
using MontageAI.Errors;

namespace MontageAI.Reports.Sheets;

/// <summary>Pictures of a plan that are to be written beside it.</summary>
public sealed record PlanView
{
    /// <summary>Contact sheet to write, a PNG file; null for none.</summary>
    public string? Sheet { get; init; }

    /// <summary>Page to write, an HTML file; null for none.</summary>
    public string? Page { get; init; }

    /// <summary>True when nothing is to be written.</summary>
    internal bool IsNone => Sheet is null && Page is null;

    /// <summary>Names what will be written.</summary>
    internal OutputGuard Claim(OutputGuard guard) => guard.File(Sheet, Field.Sheet, [".png"]).File(Page, Field.Page, [".html", ".htm"]);
}
