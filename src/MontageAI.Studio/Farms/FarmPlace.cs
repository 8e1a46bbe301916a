using MontageAI.Engine.Settings;
using MontageAI.Storage;

namespace MontageAI.Studio.Farms;

/// <summary>Where a farm stands in a server, whether it has one or not.</summary>
/// <param name="farm">The farm; null where films are rendered on this machine.</param>
internal sealed class FarmPlace(StudioFarm? farm)
{
    /// <summary>The farm; null where there is none.</summary>
    public StudioFarm? Farm => farm;

    /// <summary>Changes settings so that the engine works in the store that the farm's machines share.</summary>
    public EngineSettings Adapt(EngineSettings settings) =>
        farm is null
            ? settings
            : settings with
            {
                CacheFolder = farm.Opening.Store,
                MemoryFolder = settings.CacheFolder,
                Store = StoreKind.Folder,
            };
}
