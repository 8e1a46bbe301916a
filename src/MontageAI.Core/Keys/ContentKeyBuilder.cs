using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MontageAI.Keys;

/// <summary>
/// Builds a <see cref="ContentKey"/> from named fields. Each field is written as name length, name, type, value length, value,
/// so that no two different lists of fields give the same bytes. The order of fields counts: add them in a fixed order. A field
/// that is null differs from one that is empty and from one that is absent. One use, one thread.
/// </summary>
public sealed class ContentKeyBuilder
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly string _kind;

    internal ContentKeyBuilder(string kind, string version)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(version);
        if (!kind.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
        {
            throw new ArgumentException($"'{kind}' is no kind of content: lower-case letters, digits and hyphens only.", nameof(kind));
        }

        _kind = kind;
        With("kind", kind).With("version", version);
    }

    /// <summary>Adds text (UTF-8), or the absence of it.</summary>
    public ContentKeyBuilder With(string name, string? value) =>
        value is null ? Append(name, 'n', []) : Append(name, 's', Encoding.UTF8.GetBytes(value));

    /// <summary>Adds a whole number.</summary>
    public ContentKeyBuilder With(string name, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return Append(name, 'i', bytes);
    }

    /// <summary>Adds a number by its exact bits, so that 0.1 and 0.1 + 1 ulp differ; 0 and -0 are the same.</summary>
    public ContentKeyBuilder With(string name, double value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value == 0 ? 0 : value);
        return Append(name, 'd', bytes);
    }

    /// <summary>Adds a switch.</summary>
    public ContentKeyBuilder With(string name, bool value) => Append(name, 'b', [value ? (byte)1 : (byte)0]);

    /// <summary>Adds bytes, for example a serialised plan.</summary>
    public ContentKeyBuilder With(string name, ReadOnlySpan<byte> value) => Append(name, 'x', value);

    /// <summary>Adds the key of something that this is made from.</summary>
    public ContentKeyBuilder With(string name, ContentKey value) => Append(name, 'k', Encoding.UTF8.GetBytes(value.ToString()));

    /// <summary>Adds a list of texts; its length is part of it.</summary>
    public ContentKeyBuilder With(string name, IReadOnlyCollection<string> values)
    {
        With(name, (long)values.Count);
        foreach (string value in values)
        {
            With("", value);
        }

        return this;
    }

    /// <summary>Finishes the key. The builder cannot be used again.</summary>
    public ContentKey Build()
    {
        ContentKey key = new(_kind, Convert.ToHexStringLower(_hash.GetHashAndReset()));
        _hash.Dispose();
        return key;
    }

    private ContentKeyBuilder Append(string name, char type, ReadOnlySpan<byte> value)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name);
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, nameBytes.Length);
        _hash.AppendData(number);
        _hash.AppendData(nameBytes);
        _hash.AppendData([(byte)type]);
        BinaryPrimitives.WriteInt32LittleEndian(number, value.Length);
        _hash.AppendData(number);
        _hash.AppendData(value);
        return this;
    }
}
