using System.Text;

namespace MontageAI.Cli.Output;

/// <summary>
/// A standard stream that may be full, closed, or read by nobody any more: what cannot be written is dropped and the first reason kept, so
/// that work whose result lies elsewhere goes on. Safe for threads where the stream is.
/// </summary>
/// <param name="open">Opens the stream when something is first written.</param>
internal sealed class TolerantWriter(Func<TextWriter> open) : TextWriter
{
    private readonly Lazy<TextWriter> _to = new(open);
    private string? _problem;
    private int _writing;

    /// <summary>Why something could not be written; null where all was.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Whether somebody waits for the other side to read.</summary>
    public bool IsWriting => Volatile.Read(ref _writing) > 0;

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => Do(to => to.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Do(to => to.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Do(to => to.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Do(to => to.Flush());

    private void Do(Action<TextWriter> write)
    {
        if (Problem is not null)
        {
            return;
        }

        Interlocked.Increment(ref _writing);
        try
        {
            write(_to.Value);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            Interlocked.CompareExchange(ref _problem, e.Message.TrimEnd('.'), null);
        }
        finally
        {
            Interlocked.Decrement(ref _writing);
        }
    }
}
