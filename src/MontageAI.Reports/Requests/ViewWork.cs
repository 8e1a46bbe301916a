using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Media;
using MontageAI.Rendering.Sheets;
using MontageAI.Reports.Judging;
using MontageAI.Reports.Pages;
using MontageAI.Reports.Sheets;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Reports.Requests;

/// <summary>Shows a montage: as a sheet, as a page.</summary>
internal sealed class ViewWork(JobContext context)
{
    private const int PictureHeight = 136;

    /// <summary>Writes what is asked for of a montage that was judged.</summary>
    /// <param name="montage">What is known of it.</param>
    /// <param name="judgement">Its figures.</param>
    /// <param name="timeline">The timeline; null for a film.</param>
    /// <param name="view">What to write.</param>
    /// <param name="overwrite">Whether existing files may be replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(
        JudgedMontage montage,
        MontageJudgement judgement,
        Timeline? timeline,
        PlanView view,
        bool overwrite,
        CancellationToken cancellationToken
    )
    {
        if (view.IsNone)
        {
            return;
        }

        double aspect = timeline is null ? await AspectAsync(montage.Subject.Path, cancellationToken).ConfigureAwait(false) : 0;
        SheetMontage sheet = SheetBuilder.Of(montage, judgement, timeline, aspect: aspect);
        if (view.Sheet is { } png)
        {
            await new SheetWork(context).WriteAsync([sheet], png, overwrite, cancellationToken).ConfigureAwait(false);
        }

        if (view.Page is { } page)
        {
            IReadOnlyList<byte[]?> pictures = await PicturesAsync(sheet, cancellationToken).ConfigureAwait(false);
            await AtomicFile
                .WriteTextAsync(page, PlanPage.Draw(sheet, judgement, timeline, pictures), overwrite, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    // The middle of each shot as JPEG.
    private async Task<IReadOnlyList<byte[]?>> PicturesAsync(SheetMontage montage, CancellationToken cancellationToken)
    {
        int width = 2 * (int)Math.Round(PictureHeight * montage.Aspect / 2);
        TileWish?[] wishes = [.. montage.Shots.Select((s, i) => montage.Where(i, (s.Start + s.End) / 2))];
        IReadOnlyDictionary<TileWish, byte[]> found = await new TilePictures(context)
            .FetchAsync(wishes.OfType<TileWish>(), width, PictureHeight, cancellationToken)
            .ConfigureAwait(false);
        TileWish[] order = [.. found.Keys];
        if (order.Length == 0)
        {
            return new byte[]?[wishes.Length];
        }

        using RunRecorder.Phase phase = context.Recorder.Begin("draw the page");
        await using ScratchSpace scratch = ScratchSpace.Create(context.Scratch);
        string raw = scratch.NewFile(".rgb", (long)order.Length * width * PictureHeight * 3);
        FileStream file = new(raw, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        await using (file.ConfigureAwait(false))
        {
            foreach (TileWish wish in order)
            {
                await file.WriteAsync(found[wish], cancellationToken).ConfigureAwait(false);
            }
        }

        IReadOnlyList<byte[]> encoded = await new SheetEncoder(context.Tools)
            .MakeJpegAsync(raw, width, PictureHeight, order.Length, cancellationToken)
            .ConfigureAwait(false);
        Dictionary<TileWish, byte[]> byWish = order.Zip(encoded).ToDictionary(p => p.First, p => p.Second);
        return [.. wishes.Select(w => w is null ? null : byWish.GetValueOrDefault(w))];
    }

    private async Task<double> AspectAsync(string film, CancellationToken cancellationToken)
    {
        MediaInfo info = (await new FileIntake(context).TakeInAsync(film, cancellationToken).ConfigureAwait(false)).Info;
        return (double)info.MainVideo!.DisplayWidth / info.MainVideo.DisplayHeight;
    }
}
