using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MontageAI.Errors;

/// <summary>
/// A text for people in which each <see cref="Term"/> stands as itself, so that a host puts its own words there
/// (<see cref="Say"/>): <c>Phrase p = $"Choose another name, or {Remedy.AllowReplacing}.";</c>. Numbers are written as in
/// program text. Without a host's words, and in JSON, the neutral ones stand.
/// </summary>
[InterpolatedStringHandler]
[JsonConverter(typeof(PhraseJsonConverter))]
public sealed class Phrase : IEquatable<Phrase>
{
    // A term in the text is Open, its name, Middle, its neutral words, Close. Unicode keeps these for a program's own use and no text
    // for people holds them.
    private const char Open = '\uFDD0',
        Middle = '\uFDD1',
        Close = '\uFDD2';

    private readonly StringBuilder _text;

    /// <summary>Begins an interpolated text; called by the compiler.</summary>
    /// <param name="literalLength">Characters of its fixed parts.</param>
    /// <param name="formattedCount">Number of its holes.</param>
    public Phrase(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (formattedCount * 16));

    /// <summary>A text without terms.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator Phrase(string text) => FromString(text);

    /// <summary>A text without terms.</summary>
    /// <param name="text">The text.</param>
    public static Phrase FromString(string text)
    {
        Phrase phrase = new(text?.Length ?? 0, 0);
        phrase.AppendFormatted(text);
        return phrase;
    }

    /// <summary>One text of several.</summary>
    /// <param name="separator">What stands between them.</param>
    /// <param name="phrases">The texts.</param>
    public static Phrase Join(string separator, IEnumerable<Phrase> phrases)
    {
        ArgumentNullException.ThrowIfNull(phrases);
        Phrase joined = new(0, 8);
        foreach (Phrase phrase in phrases)
        {
            if (joined._text.Length > 0)
            {
                joined.AppendFormatted(separator);
            }

            joined.AppendFormatted(phrase);
        }

        return joined;
    }

    /// <summary>Appends a fixed part; called by the compiler.</summary>
    /// <param name="text">The part.</param>
    public void AppendLiteral(string text) => _text.Append(text);

    /// <summary>Fills a hole; called by the compiler.</summary>
    /// <param name="text">What to put there.</param>
    public void AppendFormatted(string? text)
    {
        // A file may be called anything; what stands in quotes is one line.
        bool quoted = _text.Length > 0 && (_text[^1] is '\'' or '"');
        string shown = quoted ? Printable.Of(text ?? "") : Printable.Lines(text ?? "");
        if (shown.AsSpan().IndexOfAny(Open, Middle, Close) < 0)
        {
            _text.Append(shown);
            return;
        }

        foreach (char c in shown)
        {
            _text.Append(c is Open or Middle or Close ? '\uFFFD' : c);
        }
    }

    /// <summary>Fills a hole with another text, its terms kept; called by the compiler.</summary>
    /// <param name="phrase">What to put there.</param>
    public void AppendFormatted(Phrase? phrase) => _text.Append(phrase?._text);

    /// <summary>Fills a hole with a term; called by the compiler.</summary>
    /// <param name="term">The term.</param>
    public void AppendFormatted(Term term)
    {
        ArgumentNullException.ThrowIfNull(term);
        _text.Append(Open).Append(term.Name).Append(Middle).Append(term.Neutral).Append(Close);
    }

    /// <summary>Fills a hole with a value; called by the compiler.</summary>
    /// <param name="value">The value.</param>
    /// <param name="format">How it is written; null for its usual form.</param>
    /// <typeparam name="T">Its type.</typeparam>
    public void AppendFormatted<T>(T value, string? format = null)
        where T : struct =>
        AppendFormatted(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value.ToString());

    /// <summary>Fills a hole with something that says itself what it is; called by the compiler.</summary>
    /// <param name="value">What to put there.</param>
    public void AppendFormatted(object? value) => AppendFormatted(value?.ToString());

    /// <summary>The text in a host's words.</summary>
    /// <param name="words">The host's words for a term's name; null for neutral ones. A term that begins a sentence gets a capital.</param>
    public string Say(Func<string, string?> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        StringBuilder said = new(_text.Length);
        string text = _text.ToString();
        int at = 0;
        while (text.IndexOf(Open, at) is >= 0 and int open)
        {
            int middle = text.IndexOf(Middle, open),
                close = text.IndexOf(Close, middle);
            said.Append(text, at, open - at);
            string term = words(text[(open + 1)..middle]) ?? text[(middle + 1)..close];
            bool begins = said.Length == 0 || (said.Length > 1 && said[^1] == ' ' && (said[^2] is '.' or '?' or '!'));
            said.Append(begins && term.Length > 0 ? string.Concat(term[..1].ToUpperInvariant(), term.AsSpan(1)) : term);
            at = close + 1;
        }

        return said.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The text in neutral words.</summary>
    public override string ToString() => Say(_ => null);

    /// <inheritdoc/>
    public bool Equals(Phrase? other) => other is not null && _text.Equals(other._text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Phrase);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(_text.ToString(), StringComparison.Ordinal);
}

/// <summary>Writes a phrase in neutral words.</summary>
public sealed class PhraseJsonConverter : JsonConverter<Phrase>
{
    /// <inheritdoc/>
    public override Phrase Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Phrase.FromString(reader.GetString() ?? "");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Phrase value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
