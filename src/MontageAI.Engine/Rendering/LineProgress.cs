using MontageAI.Engine.Reporting;

namespace MontageAI.Engine.Rendering;

/// <summary>Counts the frames of a film while its shots are made. Safe for threads but for beginning and ending.</summary>
/// <param name="recorder">Told of them.</param>
internal sealed class LineProgress(RunRecorder recorder) : IDisposable
{
    private const string Name = "render shots";

    private RunRecorder.Phase? _phase;
    private long _cached;
    private long _rendered;
    private long _proxied;

    /// <summary>Frames of the whole film.</summary>
    public long Total { get; set; }

    /// <summary>Begins the phase.</summary>
    public void Begin() => _phase = recorder.Begin(Name, "frames");

    /// <summary>Adds frames.</summary>
    /// <param name="rendered">Made in this run.</param>
    /// <param name="cached">Made before.</param>
    public void Add(long rendered, long cached)
    {
        long made = Interlocked.Add(ref _rendered, rendered);
        recorder.Advance(Name, Math.Min(Total, Interlocked.Add(ref _cached, cached) + made), Total);
    }

    /// <summary>Adds frames as one renderer counts them up.</summary>
    public IProgress<long> Follow()
    {
        long before = 0;
        return new FrameProgress(frames => Add(frames - Interlocked.Exchange(ref before, frames), cached: 0));
    }

    /// <summary>Adds frames that are shown from a proxy.</summary>
    public void AddProxied(long frames)
    {
        Interlocked.Add(ref _proxied, frames);
        Add(rendered: 0, frames);
    }

    /// <summary>Ends the phase well.</summary>
    public void Finish()
    {
        _phase!.Count(Total, _cached);
        Dispose();
        if (_proxied > 0)
        {
            using RunRecorder.Phase shown = recorder.Begin("shown from proxies", "frames");
            shown.Count(_proxied, _proxied);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _phase?.Dispose();
        _phase = null;
    }
}
