using MontageAI.Containers.Joining;
using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Rendering;

/// <summary>
/// Brings pictures of shots that come in any order and in several qualities into a stream: the first that is there of each shot in the
/// order of the timeline, better ones in its place. Safe for threads; the stream is used by nobody else meanwhile.
/// </summary>
/// <param name="stream">The stream.</param>
internal sealed class TierStream(LiveStream stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<int, (JoinPart Part, PreviewTier Tier)> _early = [];
    private int _next;

    /// <summary>Takes pictures of a shot. Those that are no better than what is there are passed over.</summary>
    /// <param name="shot">Number of the shot, from 0.</param>
    /// <param name="part">The pictures.</param>
    /// <param name="tier">How good they are.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task OfferAsync(int shot, JoinPart part, PreviewTier tier, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (shot < _next)
            {
                await stream.ImproveAsync(shot, part, tier, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (!_early.TryGetValue(shot, out (JoinPart Part, PreviewTier Tier) known) || tier > known.Tier)
            {
                _early[shot] = (part, tier);
            }

            while (_early.Remove(_next, out (JoinPart Part, PreviewTier Tier) next))
            {
                await stream.TakeAsync(next.Part, next.Tier, cancellationToken).ConfigureAwait(false);
                _next++;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
