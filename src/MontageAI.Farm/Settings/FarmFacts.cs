namespace MontageAI.Farm.Settings;

/// <summary>What a farm says of itself.</summary>
/// <param name="Id">Names it.</param>
/// <param name="Build">Program, FFmpeg and kind of processor of its host; only equal nodes join.</param>
/// <param name="Store">Folder that all nodes share.</param>
internal sealed record FarmFacts(string Id, string Build, string Store)
{
    /// <summary>Why a machine with another build does not join.</summary>
    public static string OtherBuild(string farm, string machine) =>
        $"The farm is made of {farm}; this machine has {machine}, which gives other bytes. Install the same here.";
}
