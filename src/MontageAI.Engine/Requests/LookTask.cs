using MontageAI.Detection;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Tasks;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Tasks;

namespace MontageAI.Engine.Requests;

/// <summary>Carries out the task of looking at a clip: what is found is in the store afterwards, and among the results that machines
/// share where it is small enough for them.</summary>
/// <param name="context">The job.</param>
/// <param name="look">What is asked for.</param>
/// <param name="node">Name of this machine.</param>
internal sealed class LookTask(JobContext context, ClipLook look, string node)
{
    private readonly FaceFinding _faces = new(context);
    private readonly ClipScan _scan = new(context);

    /// <summary>Looks.</summary>
    public async Task<TaskEnd> RunAsync(CancellationToken cancellationToken)
    {
        SourceFile file;
        MediaInfo info;
        try
        {
            (file, info) = await new FileIntake(context).TakeInAsync(look.Path, cancellationToken).ConfigureAwait(false);
            if (file.Fingerprint != look.Fingerprint)
            {
                throw TaskRequest.Another(look.Path);
            }
        }
        catch (MediaException e)
        {
            // Another machine may see the file.
            return Unfinished(e);
        }

        IFaceDetector? detector = _faces.Detector;
        string faces = FaceFinding.AlgorithmOf(detector);
        if (faces != look.Faces)
        {
            return Failed(
                $"Faces are found by '{Printable.Of(faces)}' on '{Printable.Of(node)}', and by '{Printable.Of(look.Faces)}' where the job "
                    + "runs. Install the same models on both machines."
            );
        }

        if (
            info.Video.FirstOrDefault(v => v.Index == look.Stream) is not { } video
            || _scan.KeyOf(file, video, detector, look.Seconds) is var key && key.Hash != look.Key
        )
        {
            return Failed("The look would be another here than its key says. Have the task written again.");
        }

        try
        {
            return await LookAsync(file, info, video, detector, key, cancellationToken).ConfigureAwait(false);
        }
        catch (MediaException e) when (e.Code != ErrorCode.SourceChanged)
        {
            // The content is the same on all machines.
            return Failed(e.Sentence.ToString());
        }
        catch (MontageException e) when (e is MediaException || e.Code == ErrorCode.StoreFailed || _faces.HasLost(e, detector))
        {
            return Unfinished(e);
        }
    }

    private async Task<TaskEnd> LookAsync(
        SourceFile file,
        MediaInfo info,
        VideoStreamInfo video,
        IFaceDetector? detector,
        ContentKey key,
        CancellationToken cancellationToken
    )
    {
        bool made = false;
        ClipAnalysis analysis = await context
            .Store.Results.GetOrAddAsync(
                key,
                StoreJson.ClipAnalysis,
                async ct =>
                {
                    made = true;
                    using IDisposable slot = await context.Budget.EnterAsync(ct).ConfigureAwait(false);
                    FFmpegClipFrames frames = new(context.Tools, info, video);
                    return await new SteadySources(context)
                        .MakeAsync(file, () => _scan.MakeAsync(file, frames, detector, look.Seconds, ct), ct)
                        .ConfigureAwait(false);
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (!made)
        {
            // Found here; those who share may have let it go since.
            await context.Store.Results.PutAsync(key, analysis, StoreJson.ClipAnalysis, cancellationToken).ConfigureAwait(false);
        }

        return new TaskEnd(made ? TaskState.Made : TaskState.Present, node, null);
    }

    private TaskEnd Failed(string why) => new(TaskState.Failed, node, why);

    private TaskEnd Unfinished(MontageException e) => new(TaskState.Unfinished, node, e.Sentence.ToString());
}
