namespace MontageAI.FFmpeg.Decoding.Video;

/// <summary>JPEG pictures one after the other, as FFmpeg's <c>image2pipe</c> writes them.</summary>
public static class JpegStream
{
    /// <summary>
    /// Parts a stream at its end markers (FF D9). Inside compressed data FF is always followed by 00 or a restart marker, and FFmpeg's
    /// encoder writes no embedded previews, so that the marker stands nowhere else.
    /// </summary>
    public static List<byte[]> Split(ReadOnlySpan<byte> stream)
    {
        List<byte[]> pictures = [];
        ReadOnlySpan<byte> end = [0xFF, 0xD9];
        int length;
        while ((length = stream.IndexOf(end)) >= 0)
        {
            pictures.Add(stream[..(length + 2)].ToArray());
            stream = stream[(length + 2)..];
        }

        return pictures;
    }
}
