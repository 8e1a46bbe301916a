using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Looks;

/// <summary>A look that can be asked for by name, whatever the style.</summary>
/// <param name="Name">One word in lower case.</param>
/// <param name="Description">One sentence for the user.</param>
/// <param name="Look">Its amounts.</param>
public sealed record NamedLook(string Name, string Description, LookStyle Look);
