using System.Buffers.Binary;
using System.Text;

namespace MontageAI.Models.Workers;

/// <summary>What is asked of a worker.</summary>
internal enum WorkerQuestion : byte
{
    /// <summary>Load a model: number, path, sum.</summary>
    Load = 1,

    /// <summary>Run a model: number, seconds, inputs, names of outputs.</summary>
    Run = 2,

    /// <summary>Forget a model: number.</summary>
    Close = 3,
}

/// <summary>
/// Messages between this program and a worker: four bytes of length, then the message. Both are the same program on the same machine, so
/// nothing is converted. What comes from a worker is not trusted: every count is held against what is left of the message.
/// </summary>
internal static class WorkerProtocol
{
    // An upscaled frame of 8192 x 4320 in single precision has 425 MB.
    private const int LargestMessage = 512 << 20;

    /// <summary>Writes a message.</summary>
    public static void Send(Stream stream, Action<BinaryWriter> write)
    {
        using MemoryStream message = new();
        message.Write(stackalloc byte[4]);
        using (BinaryWriter writer = new(message, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        byte[] bytes = message.GetBuffer();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, (int)message.Length - 4);
        stream.Write(bytes, 0, (int)message.Length);
        stream.Flush();
    }

    /// <summary>Reads a message.</summary>
    /// <returns>It; null where the stream has ended.</returns>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static BinaryReader? Receive(Stream stream)
    {
        byte[] head = new byte[4];
        if (stream.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > LargestMessage)
        {
            throw new InvalidDataException("a message of that length is none");
        }

        byte[] bytes = new byte[length];
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) < length
            ? null
            : new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
    }

    /// <summary>Writes what a model takes or gives.</summary>
    public static void Write(BinaryWriter writer, TensorFacts facts)
    {
        writer.Write(facts.Name);
        writer.Write((byte)(facts.Numbers ?? 0));
        WriteShape(writer, facts.Shape);
    }

    /// <summary>Reads what a model takes or gives.</summary>
    public static TensorFacts ReadFacts(BinaryReader reader)
    {
        string name = reader.ReadString();
        byte numbers = reader.ReadByte();
        return new TensorFacts(name, numbers == 0 ? null : Numbers(numbers), ReadShape(reader));
    }

    /// <summary>Writes numbers.</summary>
    public static void Write(BinaryWriter writer, ModelTensor tensor)
    {
        writer.Write(tensor.Name);
        writer.Write((byte)tensor.Numbers);
        WriteShape(writer, tensor.Shape);
        writer.Write(tensor.Bytes.Length);
        writer.Write(tensor.Bytes);
    }

    /// <summary>Reads numbers.</summary>
    /// <exception cref="InvalidDataException">Dimensions and numbers do not fit.</exception>
    public static ModelTensor ReadTensor(BinaryReader reader)
    {
        string name = reader.ReadString();
        TensorNumbers numbers = Numbers(reader.ReadByte());
        long[] shape = ReadShape(reader);
        int length = reader.ReadInt32();
        if (length < 0 || length > Left(reader) || Count(shape) is not { } count || count * ModelTensor.Width(numbers) != length)
        {
            throw new InvalidDataException("dimensions and numbers do not fit");
        }

        return new ModelTensor(name, numbers, shape, reader.ReadBytes(length));
    }

    /// <summary>Reads several of something.</summary>
    public static T[] ReadAll<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        int count = reader.ReadInt32();
        if (count < 0 || count > Left(reader))
        {
            throw new InvalidDataException("more is announced than there is");
        }

        T[] all = new T[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = read(reader);
        }

        return all;
    }

    /// <summary>Numbers that such dimensions hold; null where they are none.</summary>
    public static long? Count(IReadOnlyList<long> shape)
    {
        long count = 1;
        foreach (long d in shape)
        {
            if (d is < 0 or > LargestMessage || (count *= d) > LargestMessage)
            {
                return null;
            }
        }

        return count;
    }

    private static TensorNumbers Numbers(byte value) =>
        Enum.IsDefined((TensorNumbers)value) ? (TensorNumbers)value : throw new InvalidDataException("numbers of an unknown kind");

    private static void WriteShape(BinaryWriter writer, long[] shape)
    {
        writer.Write(shape.Length);
        foreach (long d in shape)
        {
            writer.Write(d);
        }
    }

    private static long[] ReadShape(BinaryReader reader) => ReadAll(reader, r => r.ReadInt64());

    private static long Left(BinaryReader reader) => reader.BaseStream.Length - reader.BaseStream.Position;
}
