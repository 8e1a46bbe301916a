using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.Rendering.Sheets;
using MontageAI.Storage.Files;

namespace MontageAI.Reports.Sheets;

/// <summary>Makes the contact sheet of one montage or of several: a PNG file.</summary>
internal sealed class SheetWork(JobContext context)
{
    /// <summary>Makes it.</summary>
    /// <param name="montages">One, or several under one another.</param>
    /// <param name="output">File to write.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Errors.MontageException">It cannot be drawn or written.</exception>
    public async Task WriteAsync(IReadOnlyList<SheetMontage> montages, string output, bool overwrite, CancellationToken cancellationToken)
    {
        SheetPainter painter = new(montages, montages.Count == 1 ? SheetMeasures.Plan : SheetMeasures.Compared);
        IReadOnlyDictionary<TileWish, byte[]> pictures = await new TilePictures(context)
            .FetchAsync(painter.Wishes, painter.TileWidth, painter.TileHeight, cancellationToken)
            .ConfigureAwait(false);
        using RunRecorder.Phase phase = context.Recorder.Begin("draw the sheet");
        (Raster raster, SheetLabels labels) = painter.Paint(pictures);
        await using ScratchSpace scratch = ScratchSpace.Create(context.Scratch);
        string raw = scratch.NewFile(".rgb", raster.Pixels.Length),
            png = scratch.NewFile(".png", raster.Pixels.Length);
        await File.WriteAllBytesAsync(raw, raster.Pixels, cancellationToken).ConfigureAwait(false);
        string? script = null;
        if ((await FilterList.ReadAsync(context.Tools, cancellationToken).ConfigureAwait(false)).Contains("ass"))
        {
            script = scratch.NewFile(".ass", 1 << 16);
            await File.WriteAllTextAsync(script, labels.Script(raster.Width, raster.Height), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            context.Recorder.Degrade("the sheet has no text", "this FFmpeg was built without libass.", "Install a full build of FFmpeg.");
        }

        await new SheetEncoder(context.Tools)
            .WritePngAsync(raw, raster.Width, raster.Height, script, png, cancellationToken)
            .ConfigureAwait(false);
        await AtomicFile
            .WriteAsync(
                output,
                SheetMark.Add(await File.ReadAllBytesAsync(png, cancellationToken).ConfigureAwait(false)),
                overwrite,
                cancellationToken
            )
            .ConfigureAwait(false);
    }
}
