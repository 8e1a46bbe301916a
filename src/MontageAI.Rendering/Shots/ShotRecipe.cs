using System.Globalization;
using System.Text;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// Everything that changes the bits of a rendered shot, as text to be hashed into its content key. Equal recipes give equal
/// files with the same FFmpeg; paths, the shot's place on the timeline, and how many threads or processes work are not in it.
/// </summary>
public static class ShotRecipe
{
    /// <summary>The recipe of one shot.</summary>
    /// <param name="job">The shot; its paths and index are not used.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="sourceFingerprint">Content fingerprint of the source file.</param>
    public static string Of(ShotRequest job, FilmFormat format, string sourceFingerprint)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"source {sourceFingerprint} stream {job.Video.Index}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"in {job.Shot.In.Ticks}@{job.Shot.In.TimeBase} frames {job.Shot.Record.Length} speed {job.Shot.Speed}\n"
        );
        text.Append(CultureInfo.InvariantCulture, $"rate {format.Rate} canvas {format.Canvas} timescale {format.Rate.Timescale}\n");
        text.Append(CultureInfo.InvariantCulture, $"decode loop-filter {(format.Profile.SkipLoopFilter ? "skipped" : "kept")}\n");
        text.Append("encode ").AppendJoin(' ', EncoderOptions(format)).Append('\n');
        if (format.Encoder != VideoEncoder.Software)
        {
            // Other hardware, or another driver, gives other bits; and only shots with the same set-up join.
            text.Append(CultureInfo.InvariantCulture, $"on {format.Encoder.Identity} with {format.Encoder.Configuration}\n");
        }

        if (ShotCommand.ChromaPlace(job) is { Count: > 0 } place)
        {
            text.Append("encode ").AppendJoin(' ', place).Append('\n');
        }

        if (ShotGraph.IsPlain(job))
        {
            return text.Append("filter ").Append(ShotFilterGraph.Chain(job, format)).Append('\n').ToString();
        }

        foreach (
            ShotNeighbour neighbour in new[]
            {
                ShotFeed.Before(job) is null ? null : job.Before,
                ShotFeed.After(job) is null ? null : job.After,
            }.OfType<ShotNeighbour>()
        )
        {
            text.Append(CultureInfo.InvariantCulture, $"beside {neighbour.Fingerprint} stream {neighbour.Video.Index}\n");
        }

        text.Append("graph ").Append(ShotGraph.Of(job, format, ["own", "first", "second"], "v", new SideFiles(null))).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> EncoderOptions(FilmFormat format)
    {
        IReadOnlyList<string> options = format.Encoder.Arguments(format.Profile);
        for (int i = 0; i < options.Count; i += 2)
        {
            if (options[i] != "-threads")
            {
                yield return options[i];
                yield return options[i + 1];
            }
        }
    }
}
