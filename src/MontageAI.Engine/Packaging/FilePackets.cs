using System.Globalization;
using System.Text;
using MontageAI.Engine.Jobs;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Engine.Packaging;

/// <summary>A packet of pictures.</summary>
/// <param name="Time">When it is shown, seconds on the file's clock.</param>
/// <param name="Size">Bytes.</param>
/// <param name="IsKey">Whether decoding can begin with it.</param>
internal readonly record struct FilePacket(double Time, int Size, bool IsKey)
{
    private const int MostBytes = 512 << 20;

    /// <summary>Lists the packets of a stream in their order, without those that are never shown.</summary>
    public static async Task<FilePacket[]> ReadAsync(JobContext context, string path, int stream, CancellationToken cancellationToken)
    {
        ToolCommand command = context.Tools.Probe([
            "-select_streams",
            stream.ToString(CultureInfo.InvariantCulture),
            "-show_entries",
            "packet=pts_time,flags,size",
            "-of",
            "csv=p=0",
            .. InputFile.Arguments(path),
        ]);
        byte[] output = await ToolProcess
            .ReadOutputAsync("Listing the frames of a file", command, MostBytes, cancellationToken)
            .ConfigureAwait(false);
        List<FilePacket> packets = [];
        foreach (string line in Encoding.ASCII.GetString(output).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Trim().Split(',');
            // Packets that are thrown away before anything is shown are marked with a D.
            if (
                fields.Length >= 3
                && !fields[2].Contains('D', StringComparison.Ordinal)
                && double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double time)
                && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int size)
            )
            {
                packets.Add(new FilePacket(time, size, fields[2].StartsWith('K')));
            }
        }

        return [.. packets];
    }
}
