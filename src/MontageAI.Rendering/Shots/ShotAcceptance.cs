using MontageAI.Containers.Mp4;
using MontageAI.Rendering.Requests;

namespace MontageAI.Rendering.Shots;

/// <summary>Whether a file is the shot that it should be.</summary>
internal static class ShotAcceptance
{
    /// <summary>Puts a rendered file in its place if it holds the frames of its shot, all and no more.</summary>
    /// <param name="job">The shot.</param>
    /// <param name="format">How it was encoded.</param>
    /// <param name="part">The file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The shot; null where the file is not it.</returns>
    public static async Task<RenderedShot?> AcceptAsync(
        ShotRequest job,
        FilmFormat format,
        string part,
        CancellationToken cancellationToken
    )
    {
        Mp4File file;
        try
        {
            file = await Mp4File.ReadAsync(part, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            return null;
        }

        Mp4Track? video = file.Video;
        if (video is null || video.Count != job.Shot.Record.Length || video.PresentationTicks.Min() != 0)
        {
            return null;
        }

        // The picture was turned upright by our own filters, but FFmpeg (5.1, where a graph has one input) copies the source's flag.
        if (!video.IsUpright)
        {
            await Mp4File.SetUprightAsync(part, video, cancellationToken).ConfigureAwait(false);
        }

        File.Move(part, job.OutputPath, overwrite: true);
        return new RenderedShot(job.Index, job.OutputPath, video.Count, new FileInfo(job.OutputPath).Length) { Encoder = format.Encoder };
    }
}
