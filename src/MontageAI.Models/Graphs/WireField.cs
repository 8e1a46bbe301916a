namespace MontageAI.Models.Graphs;

/// <summary>One field of a <see cref="WireMessage"/>.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Kind">How it is written: 0 a number, 1 eight bytes, 2 bytes with their length, 5 four bytes.</param>
/// <param name="Value">The number, where it is one.</param>
/// <param name="Payload">The bytes, where it has some; those of a message that was opened stand in it instead.</param>
internal readonly record struct WireField(int Number, int Kind, ulong Value, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The field as it was read, its tag included; empty where it is new.</summary>
    public ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>The message, where the bytes are one and somebody looked at it.</summary>
    public WireMessage? Message { get; init; }

    /// <summary>Bytes that it takes.</summary>
    public long Size
    {
        get
        {
            if (!Raw.IsEmpty)
            {
                return Raw.Length;
            }

            long tag = WireMessage.VarintSize(((ulong)Number << 3) | (uint)Kind);
            long length = Message?.Size ?? Payload.Length;
            return tag + (Kind == 0 ? WireMessage.VarintSize(Value) : WireMessage.VarintSize((ulong)length) + length);
        }
    }

    /// <summary>A number.</summary>
    public static WireField Of(int number, ulong value) => new(number, 0, value, default);

    /// <summary>A text.</summary>
    public static WireField Of(int number, string text) => new(number, 2, 0, WireMessage.AsBytes(text));

    /// <summary>Bytes.</summary>
    public static WireField Of(int number, ReadOnlyMemory<byte> bytes) => new(number, 2, 0, bytes);

    /// <summary>A message.</summary>
    public static WireField Of(int number, WireMessage message) => new(number, 2, 0, default) { Message = message };
}
