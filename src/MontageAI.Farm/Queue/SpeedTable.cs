using StackExchange.Redis;

namespace MontageAI.Farm.Queue;

/// <summary>What was measured of machines, for when they come back. Safe for threads.</summary>
/// <param name="data">Where it lies.</param>
internal sealed class SpeedTable(IDatabase data)
{
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(30);

    /// <summary>What was measured of a machine before.</summary>
    /// <param name="place">Names it for ever, other than its name in the farm.</param>
    public async Task<SpeedFacts> ReadAsync(string place) =>
        FarmJson.Read(await data.StringGetAsync(Key(place)).ConfigureAwait(false), FarmJson.Default.SpeedFacts) ?? SpeedFacts.None;

    /// <summary>Keeps what was measured; for 30 days.</summary>
    public Task KeepAsync(string place, SpeedFacts facts) =>
        data.StringSetAsync(Key(place), FarmJson.Text(facts, FarmJson.Default.SpeedFacts), s_kept);

    private static string Key(string place) => FarmStore.Prefix + "speeds:" + place;
}
