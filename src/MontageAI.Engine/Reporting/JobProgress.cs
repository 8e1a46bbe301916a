namespace MontageAI.Engine.Reporting;

/// <summary>Where a job stands.</summary>
/// <param name="Phase">What is being done, in words for a user.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; 0 while unknown.</param>
/// <param name="Message">A line worth keeping on the screen, or null.</param>
public sealed record JobProgress(string Phase, long Done, long Total, string? Message = null);
