using System.Text;
using MontageAI.Errors;

namespace MontageAI.Cli.Output;

/// <summary>
/// Writes text without anything that commands a terminal, wherever it comes from; only ends of lines and tabs stay. JSON means the same
/// as before, since the replacements are those of JSON.
/// </summary>
/// <param name="to">Where to.</param>
internal sealed class PrintableWriter(TextWriter to) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => to.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => to.Write(Printable.Lines(value.ToString()));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => to.Write(value is null ? null : Printable.Lines(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => to.WriteLine(value is null ? null : Printable.Lines(value));

    /// <inheritdoc/>
    public override void Flush() => to.Flush();
}
