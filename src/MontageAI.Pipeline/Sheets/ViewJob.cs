using MontageAI.Media;
using MontageAI.Pipeline.Intake;
using MontageAI.Pipeline.Jobs;
using MontageAI.Pipeline.Judging;
using MontageAI.Timelines;

namespace MontageAI.Pipeline.Sheets;

/// <summary>Shows a montage: as a sheet, as a page.</summary>
internal sealed class ViewJob(JobContext context)
{
    /// <summary>Writes what is asked for of a montage that was judged.</summary>
    /// <param name="montage">What is known of it.</param>
    /// <param name="judgement">Its figures.</param>
    /// <param name="timeline">The timeline; null for a film.</param>
    /// <param name="view">What to write.</param>
    /// <param name="overwrite">Whether existing files may be replaced.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(JudgedMontage montage, MontageJudgement judgement, Timeline? timeline, PlanView view, bool overwrite, CancellationToken cancellationToken)
    {
        if (view.IsNone)
        {
            return;
        }

        double aspect = timeline is null ? await AspectAsync(montage.Subject.Path, cancellationToken).ConfigureAwait(false) : 0;
        SheetMontage sheet = SheetBuilder.Of(montage, judgement, timeline, aspect: aspect);
        if (view.Sheet is { } png)
        {
            await new SheetJob(context).WriteAsync([sheet], png, overwrite, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<double> AspectAsync(string film, CancellationToken cancellationToken)
    {
        MediaInfo info = (await new FileIntake(context).TakeInAsync(film, cancellationToken).ConfigureAwait(false)).Info;
        return (double)info.MainVideo!.DisplayWidth / info.MainVideo.DisplayHeight;
    }
}
