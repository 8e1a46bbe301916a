namespace MontageAI.Studio.Settings;

/// <summary>Which farm the server has its films rendered by.</summary>
/// <param name="Link">The link of one, or @FILE that holds it; "" takes the last one where it is there, and else makes one.</param>
/// <param name="HostArguments">Arguments of the one that is made, as the command of hosts takes them; where there are some, one is made in
/// any case.</param>
internal sealed record FarmChoice(string Link, IReadOnlyList<string> HostArguments);
