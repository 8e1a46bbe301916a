using MontageAI.Farm.Settings;

namespace MontageAI.Farm.Workers;

/// <summary>Where a machine finds clips and puts results.</summary>
/// <param name="Store">Folder of its store.</param>
/// <param name="IsShared">Whether that is the farm's, so that results need not be given to the host.</param>
/// <param name="Map">How paths of the farm's are called here.</param>
/// <param name="Id">Names the store of this machine's own, which stays when it joins again.</param>
/// <param name="Clips">Folder of clips that were fetched.</param>
/// <param name="MostClipBytes">The most bytes of them.</param>
/// <param name="IsApart">Whether clips are fetched even where the same file lies under the farm's path.</param>
internal sealed record WorkPlace(string Store, bool IsShared, PathMap Map, string Id, string Clips, long MostClipBytes, bool IsApart);
