using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Encoders;

/// <summary>
/// Tells whether what hardware encoded is what was given to it, by the first picture of a shot: the run that encodes also writes it small
/// and grey, and it is compared with what the finished file decodes to.
/// </summary>
internal static class EncodedPicture
{
    /// <summary>Filters from a full picture to the small one.</summary>
    public const string Filter = "scale=64:36:flags=area,format=gray";

    // Mean difference of luma code values. Coarse quantising stays below 2, since 64 x 36 areas average its noise; another picture, or
    // none, is far above. Chosen by hand.
    private const double Limit = 6;
    private const int Bytes = 64 * 36;

    /// <summary>Where the picture given to the encoder of a file is written.</summary>
    public static string PathFor(string output) => output + ".given";

    /// <summary>Compares, in one process that decodes one picture per file.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="parts">Encoded files, beside which their given pictures lie.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>Per file what is wrong, or null.</returns>
    public static async Task<string?[]> CompareAsync(FFmpegTools tools, IReadOnlyList<string> parts, CancellationToken cancellationToken)
    {
        string[] shown = [.. parts.Select(p => p + ".shown")];
        List<string> arguments = ["-y"];
        foreach (string part in parts)
        {
            arguments.AddRange(InputFile.Arguments(part, "-threads", "1"));
        }

        for (int i = 0; i < parts.Count; i++)
        {
            arguments.AddRange([
                "-map",
                FormattableString.Invariant($"{i}:v:0"),
                "-vf",
                Filter,
                "-frames:v",
                "1",
                "-c:v",
                "rawvideo",
                "-f",
                "rawvideo",
                InputFile.Url(shown[i]),
            ]);
        }

        try
        {
            await ToolProcess.RunAsync("Looking at encoded shots", tools.Command(arguments), cancellationToken).ConfigureAwait(false);
            return [.. parts.Select((part, i) => Compare(PathFor(part), shown[i]))];
        }
        catch (FFmpegException e)
        {
            return [.. parts.Select(_ => "what it encoded does not decode (" + e.Message + ")")];
        }
        finally
        {
            foreach (string file in shown)
            {
                File.Delete(file);
            }
        }
    }

    private static string? Compare(string given, string shown)
    {
        if (!File.Exists(given) || !File.Exists(shown))
        {
            return "it encoded no picture";
        }

        byte[] a = File.ReadAllBytes(given);
        byte[] b = File.ReadAllBytes(shown);
        if (a.Length != Bytes || b.Length != Bytes)
        {
            return "it encoded no picture";
        }

        double difference = a.Zip(b, (x, y) => Math.Abs(x - y)).Average();
        return difference <= Limit
            ? null
            : FormattableString.Invariant($"it encoded another picture than it was given (off by {difference:0} of 255 on average)");
    }
}
