namespace MontageAI.Engine.Maintenance;

/// <summary>What the store holds.</summary>
/// <param name="Folder">Where it lies.</param>
/// <param name="Results">Analysis results.</param>
/// <param name="ResultBytes">Their size.</param>
/// <param name="Artifacts">Rendered files.</param>
/// <param name="ArtifactBytes">Their size.</param>
/// <param name="ArtifactLimitBytes">Size that they may reach.</param>
public sealed record StoreSummary(
    string Folder,
    long Results,
    long ResultBytes,
    long Artifacts,
    long ArtifactBytes,
    long ArtifactLimitBytes
);
