using System.Threading.RateLimiting;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Hosting;

/// <summary>How many requests a client may make: a bucket of tokens for each session, one for programs with the token, and one for each
/// address that is not signed in. One client that asks without end takes nothing from the others. Safe for threads.</summary>
internal sealed class Paces(StudioOptions options) : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200);

    private readonly PartitionedRateLimiter<string> _clients = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(
            client,
            _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = options.RequestBurst,
                TokensPerPeriod = Math.Max(1, (int)(options.RequestsPerSecond * s_period.TotalSeconds)),
                ReplenishmentPeriod = s_period,
                QueueLimit = 0,
            }
        )
    );

    /// <summary>Whether a client may make one more request now.</summary>
    public bool Admits(string client)
    {
        using RateLimitLease lease = _clients.AttemptAcquire(client);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.Dispose();
}
