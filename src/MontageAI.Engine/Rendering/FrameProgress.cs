namespace MontageAI.Engine.Rendering;

/// <summary>Hears of rendered frames at once and on the thread that tells of them.</summary>
/// <param name="report">Gets the frames rendered so far.</param>
internal sealed class FrameProgress(Action<long> report) : IProgress<long>
{
    /// <inheritdoc/>
    public void Report(long value) => report(value);
}
