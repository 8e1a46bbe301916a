using System.Collections.Concurrent;
using MontageAI.Errors;
using MontageAI.Media;

namespace MontageAI.Engine.Resources;

/// <summary>
/// Reads ranges one after the other. The one that is next is decoded as it is read; those after it may be decoded ahead, each by one core
/// that is idle.
/// While frames come out of a range that was decoded ahead, the reader's own core is idle as well and works ahead.
/// </summary>
internal sealed class RangedReader(IClipFrameSource source, IReadOnlyList<FrameRequest> ranges, JobShare budget) : IFrameReader
{
    private readonly DecodedRange?[] _ahead = new DecodedRange?[ranges.Count];
    private readonly ConcurrentBag<SmallFrame> _spare = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _problems = [];
    private IFrameReader? _live;
    private SmallFrame? _held;
    private SmallFrame? _current;
    private int _range = -1;
    private int _taken;
    private bool _ownIdle;
    private bool _delivered;
    private MediaException? _failure;

    /// <inheritdoc/>
    public SmallFrame Current => _current ?? throw new InvalidOperationException("No frame was read yet.");

    /// <inheritdoc/>
    public string? Problem => _problems.Count == 0 ? null : string.Join("; ", _problems.Distinct());

    /// <summary>Starts the first range.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => NextRangeAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (_range < ranges.Count)
        {
            WorkAhead();
            if (await NextFrameAsync(cancellationToken).ConfigureAwait(false))
            {
                _delivered = true;
                return true;
            }

            await NextRangeAsync(cancellationToken).ConfigureAwait(false);
        }

        // Without ranges, too, a clip that fails in part is one with a problem, and one that fails throughout an error.
        return _delivered || _failure is null ? false : throw _failure;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_live is not null)
        {
            await _live.DisposeAsync().ConfigureAwait(false);
        }

        foreach (DecodedRange? range in _ahead)
        {
            if (range is not null)
            {
                await range.Work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _stop.Dispose();
    }

    // The next frame of this range; false after its last.
    private async ValueTask<bool> NextFrameAsync(CancellationToken cancellationToken)
    {
        if (_live is { } live)
        {
            try
            {
                if (await live.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    _current = live.Current;
                    return true;
                }

                Note(live.Problem, null);
            }
            catch (MediaException e)
            {
                Note(e.Reason, e);
            }

            return false;
        }

        GiveBack();
        if (_ahead[_range] is not { } decoded)
        {
            return false;
        }

        if (await decoded.NextAsync(cancellationToken).ConfigureAwait(false) is { } frame)
        {
            _current = _held = frame;
            return true;
        }

        Note(decoded.Failure?.Reason ?? decoded.Problem, decoded.Failure);
        return false;
    }

    private async Task NextRangeAsync(CancellationToken cancellationToken)
    {
        bool wasLive = _live is not null;
        if (_live is not null)
        {
            await _live.DisposeAsync().ConfigureAwait(false);
            _live = null;
        }

        GiveBack();
        if (_range >= 0)
        {
            // Its frames are read; nothing of it is needed any more.
            _ahead[_range] = null;
        }

        _range++;
        _taken = Math.Max(_taken, _range + 1);
        if (_range == ranges.Count || _ahead[_range] is not null)
        {
            // Frames come from elsewhere now, or there are no more.
            _ownIdle |= wasLive;
            return;
        }

        _ownIdle = false;
        try
        {
            _live = await source.OpenAsync(ranges[_range], cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            Note(e.Reason, e);
        }
    }

    // Bounded: no more ranges wait than there are cores, whatever the length of the clip.
    private void WorkAhead()
    {
        while (_taken < ranges.Count && _taken <= _range + budget.Cores)
        {
            IDisposable? slot = null;
            if (_ownIdle)
            {
                _ownIdle = false;
            }
            else if (budget.TryEnter() is { } free)
            {
                slot = free;
            }
            else
            {
                return;
            }

            int at = _taken++;
            bool own = slot is null;
            _ahead[at] = new DecodedRange(
                source,
                ranges[at],
                _spare,
                () =>
                {
                    slot?.Dispose();
                    if (own)
                    {
                        Volatile.Write(ref _ownIdle, true);
                    }
                },
                _stop.Token
            );
        }
    }

    private void GiveBack()
    {
        if (_held is { } frame && _range >= 0 && _range < ranges.Count)
        {
            _ahead[_range]?.GiveBack(frame);
        }

        _held = null;
    }

    private void Note(string? problem, MediaException? failure)
    {
        _failure ??= failure;
        if (problem is not null)
        {
            _problems.Add(problem);
        }
    }
}
