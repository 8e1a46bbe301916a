using System.Text.Json;
using MontageAI.Containers.Probing;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.FFmpeg.Tests.Probing;

/// <summary>One file, probed in-process and by ffprobe.</summary>
internal sealed record ProbePair(string? Ours, string? Theirs)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };
    private static readonly MediaProbe s_probe = new(FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH")));

    /// <summary>Whether the file was answered for without ffprobe.</summary>
    public bool Answered => Ours is not null;

    public static async Task<ProbePair> OfAsync(string path)
    {
        string? ours = await Mp4Facts.ReadAsync(path, TestContext.Current.CancellationToken) is { } facts ? Text(facts) : null;
        string? theirs;
        try
        {
            theirs = Text(await s_probe.AskAsync(path, new FileInfo(path).Length, TestContext.Current.CancellationToken));
        }
        catch (MediaException)
        {
            theirs = null;
        }

        return new ProbePair(ours, theirs);
    }

    /// <summary>Where the two answers differ; null when they do not, or there is only one.</summary>
    public string? Difference()
    {
        if (Ours is null || Ours == Theirs)
        {
            return null;
        }

        if (Theirs is null)
        {
            return "ffprobe refuses it";
        }

        string[] ours = Ours.Split('\n');
        string[] theirs = Theirs.Split('\n');
        return string.Join(
            "; ",
            ours.Zip(theirs).Where(p => p.First != p.Second).Take(6).Select(p => $"{p.First.Trim()} but {p.Second.Trim()}")
        );
    }

    // What frames' distances say is read of tables only, and ffprobe says nothing of it.
    private static string Text(MediaInfo info) =>
        JsonSerializer.Serialize(
            info with
            {
                Video = [.. info.Video.Select(v => v with { UsualRate = null, PlayedSeconds = null })],
            },
            s_json
        );
}
