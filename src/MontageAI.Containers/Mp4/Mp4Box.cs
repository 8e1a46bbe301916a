namespace MontageAI.Containers.Mp4;

/// <summary>One box of a file's tables: type, where its content begins, and how long that is.</summary>
/// <param name="Type">Four characters, as stored.</param>
/// <param name="Start">Offset of the content.</param>
/// <param name="Length">Bytes of the content, 0 or more.</param>
public readonly record struct Mp4Box(string Type, int Start, int Length)
{
    /// <summary>Boxes that follow each other.</summary>
    /// <param name="data">What they lie in.</param>
    /// <param name="start">Offset of the first.</param>
    /// <param name="length">Bytes of all of them; a rest too short for a box is passed over.</param>
    /// <exception cref="InvalidDataException">One is longer than what is left.</exception>
    public static IEnumerable<Mp4Box> In(byte[] data, int start, int length)
    {
        int at = start;
        int end = start + length;
        while (at + BoxHead.Shortest <= end)
        {
            BoxHead head = BoxHead.Read(data.AsSpan(at, Math.Min(BoxHead.Longest, end - at)));
            long size = head.SizeWithin(end - at);
            if (size > end - at)
            {
                throw new InvalidDataException("its tables are damaged.");
            }

            yield return new Mp4Box(head.Type, at + head.Bytes, (int)size - head.Bytes);
            at += (int)size;
        }
    }
}
