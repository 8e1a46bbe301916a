using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MontageAI.Keys;
using MontageAI.Stores;

namespace MontageAI.Engine.Jobs;

/// <summary>Results that several machines share, as one job uses them. Safe for threads.</summary>
/// <param name="shared">The results.</param>
internal sealed class SharedShelf(ISharedResults shared)
{
    // What one machine could not do, another may.
    private const string Failures = "failure";

    private long _found;
    private long _kept;

    /// <summary>Results that the job found there and nowhere else.</summary>
    public long Found => Interlocked.Read(ref _found);

    /// <summary>Results that it offered.</summary>
    public long Kept => Interlocked.Read(ref _kept);

    /// <summary>Why it could not be asked; null where it could.</summary>
    public string? Outage => shared.Outage;

    /// <summary>Looks a result up; null where there is none, or one of another shape.</summary>
    public async ValueTask<T?> TryGetAsync<T>(ContentKey key, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (key.Kind == Failures || await shared.TryGetAsync(key, cancellationToken).ConfigureAwait(false) is not { } text)
        {
            return null;
        }

        try
        {
            T? value = JsonSerializer.Deserialize(text, type);
            Interlocked.Add(ref _found, value is null ? 0 : 1);
            return value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Offers a result.</summary>
    public ValueTask PutAsync<T>(ContentKey key, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (key.Kind == Failures)
        {
            return ValueTask.CompletedTask;
        }

        Interlocked.Increment(ref _kept);
        return shared.PutAsync(key, JsonSerializer.SerializeToUtf8Bytes(value, type), cancellationToken);
    }
}
