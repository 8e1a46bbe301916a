using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// Watches a hardware encoder during one rendering: how many processes may use it at once, and whether it is used at all any more.
/// Safe for several threads.
/// </summary>
internal sealed class HardwareGuard : IDisposable
{
    // One shot that only software could make may be the shot's fault; the second is not.
    private const int MostFailures = 2;

    private readonly Action<EncoderFailure>? _report;
    private readonly SemaphoreSlim _sessions;
    private readonly Lock _lock = new();
    private readonly Action<string>? _reportDecoder;
    private HardwareDecoder? _decoder;
    private int _decoderFailures;
    private int _failures;
    private bool _trusted;

    /// <summary>Starts watching.</summary>
    /// <param name="format">What is rendered; with software there is nothing to watch.</param>
    /// <param name="resources">What the renderer may use.</param>
    public HardwareGuard(FilmFormat format, ShotRenderResources resources)
    {
        _report = resources.OnEncoderFailure;
        _reportDecoder = resources.OnDecoderFailure;
        _decoder = format.Profile.SkipLoopFilter ? null : resources.Decoder;
        _trusted = !format.Encoder.IsSoftware;
        Hardware = format;
        Software = format with { Encoder = format.Encoder.Substitute };
        int sessions = format.Encoder.MostSessions ?? int.MaxValue;
        int workers = Math.Min(resources.Workers * resources.Callers, sessions);
        Resources = _trusted
            ? resources with
            {
                ShotsPerProcess = Math.Clamp(sessions / workers, 1, resources.ShotsPerProcess),
            }
            : resources;
        _sessions = new SemaphoreSlim(workers);
    }

    /// <summary>The look as asked for.</summary>
    public FilmFormat Hardware { get; }

    /// <summary>The same, encoded on the processor so that it joins with what hardware made.</summary>
    public FilmFormat Software { get; }

    /// <summary>The resources, with as many shots per process as there are sessions for.</summary>
    public ShotRenderResources Resources { get; }

    /// <summary>Waits for a session. False when the hardware is not to be used (any more); then there is nothing to leave.</summary>
    public async Task<bool> TryEnterAsync(CancellationToken cancellationToken)
    {
        if (!Trusted)
        {
            return false;
        }

        await _sessions.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (Trusted)
        {
            return true;
        }

        _sessions.Release();
        return false;
    }

    /// <summary>Gives a session back.</summary>
    public void Leave() => _sessions.Release();

    /// <summary>Software has made what hardware had not.</summary>
    /// <param name="first">Position of the first such shot.</param>
    /// <param name="shots">How many.</param>
    /// <param name="problem">What was seen.</param>
    public void Blame(int first, int shots, HardwareProblem problem)
    {
        bool givenUp;
        lock (_lock)
        {
            _failures += shots;
            givenUp = _trusted && (problem.IsFatal || _failures >= MostFailures);
            _trusted &= !givenUp;
        }

        _report?.Invoke(new EncoderFailure(first, shots, problem.Reason, givenUp));
    }

    /// <summary>The hardware decoder for a run, or null when it is not to be used (any more) or covers none of the shots.</summary>
    public HardwareDecoder? DecoderFor(IEnumerable<ShotRequest> jobs)
    {
        lock (_lock)
        {
            return _decoder is { } decoder && jobs.Any(j => decoder.Covers(j.Video)) ? decoder : null;
        }
    }

    /// <summary>A run came out right, or better, without the hardware decoder.</summary>
    public void BlameDecoder(string reason)
    {
        lock (_lock)
        {
            _decoderFailures++;
            if (_decoderFailures >= MostFailures)
            {
                _decoder = null;
            }
        }

        _reportDecoder?.Invoke(reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();

    private bool Trusted
    {
        get
        {
            lock (_lock)
            {
                return _trusted;
            }
        }
    }
}
