using System.Buffers.Binary;
using System.Text;

namespace MontageAI.Models.Graphs;

/// <summary>
/// A message in the wire format of protocol buffers, as its fields in their order. What is not touched is written again byte for byte,
/// whether it is understood or not. Reads no further than the bytes go, and believes no length.
/// </summary>
internal sealed class WireMessage
{
    // Real files have some thousand; more would only fill memory.
    private const int MostFields = 1_000_000;

    private static readonly UTF8Encoding s_text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<WireField> _fields = [];

    /// <summary>An empty message.</summary>
    public WireMessage() { }

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">The bytes are none.</exception>
    public WireMessage(ReadOnlyMemory<byte> bytes)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            int start = at;
            ulong tag = Varint(bytes.Span, ref at);
            if (tag >> 3 is 0 or > 536870911 || _fields.Count == MostFields)
            {
                throw new InvalidDataException("A field has no number, or there are too many.");
            }

            ulong value = 0;
            ReadOnlyMemory<byte> payload = default;
            switch (tag & 7)
            {
                case 0:
                    value = Varint(bytes.Span, ref at);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(Take(bytes, ref at, 8).Span);
                    break;
                case 2:
                    payload = Take(bytes, ref at, Varint(bytes.Span, ref at));
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(Take(bytes, ref at, 4).Span);
                    break;
                default:
                    throw new InvalidDataException("A field is of no known kind.");
            }

            _fields.Add(new WireField((int)(tag >> 3), (int)(tag & 7), value, payload) { Raw = bytes[start..at] });
        }
    }

    /// <summary>The fields, in order.</summary>
    public IReadOnlyList<WireField> Fields => _fields;

    /// <summary>Length in bytes.</summary>
    public long Size => _fields.Sum(f => f.Size);

    /// <summary>The last number of a field, or a default where there is none.</summary>
    public ulong Number(int field, ulong otherwise = 0)
    {
        int at = _fields.FindLastIndex(f => f.Number == field && f.Kind != 2);
        return at < 0 ? otherwise : _fields[at].Value;
    }

    /// <summary>The last text of a field; empty where there is none.</summary>
    /// <exception cref="InvalidDataException">It is no text.</exception>
    public string Text(int field) => Texts(field).LastOrDefault() ?? "";

    /// <summary>The texts of a repeated field.</summary>
    /// <exception cref="InvalidDataException">One is no text.</exception>
    public IEnumerable<string> Texts(int field) => _fields.Where(f => f.Number == field).Select(f => AsText(f.Payload));

    /// <summary>The bytes of a field; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Bytes(int field)
    {
        int at = _fields.FindLastIndex(f => f.Number == field && f.Kind == 2);
        return at < 0 ? (ReadOnlyMemory<byte>?)null : _fields[at].Payload;
    }

    /// <summary>Whether there is such a field.</summary>
    public bool Has(int field) => _fields.Exists(f => f.Number == field);

    /// <summary>Numbers of a repeated field, packed or not.</summary>
    public IEnumerable<ulong> Numbers(int field)
    {
        foreach (WireField f in _fields.Where(f => f.Number == field))
        {
            if (f.Kind != 2)
            {
                yield return f.Value;
                continue;
            }

            int at = 0;
            while (at < f.Payload.Length)
            {
                yield return Varint(f.Payload.Span, ref at);
            }
        }
    }

    /// <summary>The messages of a repeated field; what is changed in them is written with this one.</summary>
    /// <exception cref="InvalidDataException">One is no message.</exception>
    public IReadOnlyList<WireMessage> Messages(int field)
    {
        List<WireMessage> all = [];
        for (int i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Number != field)
            {
                continue;
            }

            if (_fields[i].Kind != 2)
            {
                throw new InvalidDataException("A number stands where a message is expected.");
            }

            _fields[i] = _fields[i].Message is null ? WireField.Of(field, new WireMessage(_fields[i].Payload)) : _fields[i];
            all.Add(_fields[i].Message!);
        }

        return all;
    }

    /// <summary>Takes fields out.</summary>
    /// <returns>How many.</returns>
    public int Remove(Predicate<WireField> which) => _fields.RemoveAll(which);

    /// <summary>Adds a field at the end, or where it is said.</summary>
    public WireMessage Add(WireField field, int? at = null)
    {
        _fields.Insert(at ?? _fields.Count, field);
        return this;
    }

    /// <summary>Gives a field one value, in its place where it has one.</summary>
    public void Set(WireField field)
    {
        int at = _fields.FindIndex(f => f.Number == field.Number);
        _fields.RemoveAll(f => f.Number == field.Number);
        Add(field, at < 0 ? null : at);
    }

    /// <summary>Replaces the texts of a repeated field one by one.</summary>
    public void Rename(int field, Func<int, string, string> rename)
    {
        int n = 0;
        for (int i = 0; i < _fields.Count; i++)
        {
            if (_fields[i].Number == field)
            {
                string before = AsText(_fields[i].Payload);
                string after = rename(n++, before);
                _fields[i] = after == before ? _fields[i] : WireField.Of(field, after);
            }
        }
    }

    /// <summary>The message in the wire format.</summary>
    /// <exception cref="InvalidDataException">It is too large for one array.</exception>
    public byte[] ToBytes()
    {
        long size = Size;
        if (size > Array.MaxLength)
        {
            throw new InvalidDataException("The message is too large.");
        }

        byte[] bytes = new byte[size];
        int at = 0;
        Write(bytes, ref at);
        return bytes;
    }

    /// <summary>Number of bytes that a number takes.</summary>
    internal static int VarintSize(ulong value)
    {
        int size = 1;
        while ((value >>= 7) != 0)
        {
            size++;
        }

        return size;
    }

    /// <summary>The bytes of a text.</summary>
    internal static byte[] AsBytes(string text) => s_text.GetBytes(text);

    private static string AsText(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return s_text.GetString(bytes.Span);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException("A name is no text.", e);
        }
    }

    private void Write(byte[] bytes, ref int at)
    {
        foreach (WireField field in _fields)
        {
            if (!field.Raw.IsEmpty)
            {
                field.Raw.CopyTo(bytes.AsMemory(at));
                at += field.Raw.Length;
                continue;
            }

            Put(bytes, ref at, ((ulong)field.Number << 3) | (uint)field.Kind);
            if (field.Kind == 0)
            {
                Put(bytes, ref at, field.Value);
                continue;
            }

            Put(bytes, ref at, (ulong)(field.Message?.Size ?? field.Payload.Length));
            if (field.Message is { } message)
            {
                message.Write(bytes, ref at);
            }
            else
            {
                field.Payload.CopyTo(bytes.AsMemory(at));
                at += field.Payload.Length;
            }
        }
    }

    private static void Put(byte[] bytes, ref int at, ulong value)
    {
        for (; value > 127; value >>= 7)
        {
            bytes[at++] = (byte)(value | 128);
        }

        bytes[at++] = (byte)value;
    }

    private static ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> bytes, ref int at, ulong length)
    {
        if (length > (ulong)(bytes.Length - at))
        {
            throw new InvalidDataException("A field is longer than what holds it.");
        }

        at += (int)length;
        return bytes.Slice(at - (int)length, (int)length);
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 70 && at < bytes.Length; shift += 7)
        {
            byte b = bytes[at++];
            value |= (ulong)(b & 127) << shift;
            if (b < 128)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number does not end.");
    }
}
