using Microsoft.Win32.SafeHandles;

namespace MontageAI.Models.Workers;

/// <summary>
/// Looks at a model's file before any library does: whether it is one at all, and whether its weights lie inside it. A model may name other
/// files for them, anywhere on the disk; such models are refused.
/// </summary>
internal sealed class ModelFile : IDisposable
{
    // Sub-graphs lie in sub-graphs; no real model goes deeper than a few.
    private const int Deepest = 32;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly byte[] _window = new byte[64 * 1024];
    private long _windowAt;
    private int _windowLength;

    private ModelFile(SafeFileHandle file) => (_file, _length) = (file, RandomAccess.GetLength(file));

    private enum Message
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        Sparse,
        Function,
    }

    /// <summary>What is wrong with a file; null where nothing is seen.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static string? Problem(string path)
    {
        using ModelFile file = new(File.OpenHandle(path));
        if (file._length == 0)
        {
            return "it is empty";
        }

        Span<byte> head = stackalloc byte[64];
        head = head[..RandomAccess.Read(file._file, head, 0)];
        if (head.StartsWith("version https://git-lfs"u8))
        {
            return "it is a pointer of Git LFS, which stands in for the file and does not hold it";
        }

        if (head.TrimStart(" \t\r\n"u8).StartsWith("<"u8))
        {
            return "it is a web page, as servers send one in place of a file";
        }

        if (!head.ContainsAnyExcept((byte)0))
        {
            return "it holds nothing but zeros";
        }

        return file.Walk(Message.Model, 0, file._length, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    // ONNX is Protocol Buffers: fields of a number and a type, messages within messages.
    private string? Walk(Message message, long at, long end, int depth)
    {
        const string Broken = "it is no ONNX model, or only a part of one";
        if (depth > Deepest)
        {
            return "its graphs lie too deep within each other";
        }

        while (at < end)
        {
            if (Number(ref at, end) is not { } tag || tag >> 3 is 0 or > int.MaxValue)
            {
                return Broken;
            }

            int field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    if (Number(ref at, end) is not { } value)
                    {
                        return Broken;
                    }

                    if (message == Message.Tensor && field == 14 && value != 0)
                    {
                        return Outside;
                    }

                    break;
                case 1:
                    at += 8;
                    break;
                case 2:
                    if (Number(ref at, end) is not { } length || length > (ulong)(end - at))
                    {
                        return Broken;
                    }

                    if (message == Message.Tensor && field == 13)
                    {
                        return Outside;
                    }

                    if (Inside(message, field) is { } inner && Walk(inner, at, at + (long)length, depth + 1) is { } problem)
                    {
                        return problem;
                    }

                    at += (long)length;
                    break;
                case 5:
                    at += 4;
                    break;
                default:
                    return Broken;
            }
        }

        return at == end ? null : Broken;
    }

    private const string Outside = "its weights lie in another file, outside of it";

    private static Message? Inside(Message message, int field) =>
        (message, field) switch
        {
            (Message.Model, 7) => Message.Graph,
            (Message.Model, 25) => Message.Function,
            (Message.Graph, 1) => Message.Node,
            (Message.Graph, 5) => Message.Tensor,
            (Message.Graph, 15) => Message.Sparse,
            (Message.Node, 5) => Message.Attribute,
            (Message.Function, 7) => Message.Node,
            (Message.Function, 11) => Message.Attribute,
            (Message.Attribute, 5 or 10) => Message.Tensor,
            (Message.Attribute, 6 or 11) => Message.Graph,
            (Message.Attribute, 22 or 23) => Message.Sparse,
            (Message.Sparse, 1 or 2) => Message.Tensor,
            _ => null,
        };

    private ulong? Number(ref long at, long end)
    {
        ulong number = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (at >= end || Byte(at++) is not { } b)
            {
                return null;
            }

            number |= (ulong)(b & 0x7F) << shift;
            if ((b & 0x80) == 0)
            {
                return number;
            }
        }

        return null;
    }

    private byte? Byte(long at)
    {
        if (at < _windowAt || at >= _windowAt + _windowLength)
        {
            _windowAt = at;
            _windowLength = RandomAccess.Read(_file, _window, at);
        }

        return _windowLength == 0 ? null : _window[at - _windowAt];
    }
}
