using MontageAI.Editing.Canvas;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Sprites;
using MontageAI.Storage.Files;
using MontageAI.Stores;
using MontageAI.Timelines;

namespace MontageAI.Engine.Proxies;

/// <summary>From files to proxies, and from files to sprite sheets.</summary>
internal sealed class ProxyRequests(JobContext context)
{
    /// <summary>Makes the proxies of clips on the canvas that planning would choose for them.</summary>
    /// <exception cref="ConfigurationException">An input does not exist.</exception>
    /// <exception cref="MontageException">Not one file can be used.</exception>
    public async Task<ProxyOutcome> MakeProxiesAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = ClipFinder.Find(request.Clips, null).Tell(context.Recorder);
        Footage footage = new(context, new ClipIntake(context), files);
        await footage.BeginAsync(cancellationToken).ConfigureAwait(false);
        CanvasChoice canvas = CanvasChooser.Choose(footage.Streams, request.Rate, request.Aspect);
        await footage.FinishAsync(cancellationToken).ConfigureAwait(false);
        PictureFit fit = request.Fit ?? PictureFit.Auto;
        FilmFormat format = new(canvas.Rate, Canvas.For(canvas.Aspect, RenderProfile.Preview), RenderProfile.Preview, fit);
        IReadOnlyList<ClipProxy> proxies = await new ProxyStage(context)
            .MakeAsync(footage.Clips, format, cancellationToken)
            .ConfigureAwait(false);
        ProxyOutcome outcome = new(
            canvas.Rate,
            format.Canvas.Width,
            format.Canvas.Height,
            proxies,
            context.Recorder.SetAside,
            Math.Round(context.Recorder.Elapsed, 3)
        );
        RefuseNothing(proxies.Count, files.Count, outcome.SetAside);
        return outcome;
    }

    /// <summary>Writes sprite sheets and their indexes into a folder.</summary>
    /// <exception cref="ConfigurationException">An input does not exist.</exception>
    /// <exception cref="MontageException">Not one file can be used, or a file is in the way.</exception>
    public async Task<SpriteOutcome> MakeSpritesAsync(SpriteRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = ClipFinder.Find(request.Clips, null).Tell(context.Recorder);
        string folder = Path.GetFullPath(request.Output);
        string[] names = SpriteNames.For(files);
        using IDisposable claim = Claim(new OutputGuard(request.Overwrite), folder, names).Inputs("a clip", () => files).Take();
        ClipSprites?[] made = new ClipSprites?[files.Count];
        SpriteStage sprites = new(context);
        int done = 0;
        using (RunRecorder.Phase phase = context.Recorder.Begin("make sprites", "clips"))
        {
            using IArtifactLease lease = context.Store.Artifacts.BeginJob();
            await Parallel
                .ForEachAsync(
                    Enumerable.Range(0, files.Count),
                    new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                    async (i, ct) =>
                    {
                        made[i] = await TryMakeAsync(
                                files[i],
                                Path.Combine(folder, names[i]),
                                request.Overwrite,
                                sprites,
                                lease,
                                files.Count == 1 ? context.Budget.ThreadsWhenAlone : 1,
                                ct
                            )
                            .ConfigureAwait(false);
                        phase.Advance(Interlocked.Increment(ref done), files.Count);
                    }
                )
                .ConfigureAwait(false);
        }

        SpriteOutcome outcome = new([.. made.OfType<ClipSprites>()], context.Recorder.SetAside, Math.Round(context.Recorder.Elapsed, 3));
        RefuseNothing(outcome.Clips.Count, files.Count, outcome.SetAside);
        return outcome;
    }

    // How many sheets a clip gets is not known before it is opened: those that are there already speak for all.
    private static OutputGuard Claim(OutputGuard guard, string folder, string[] names)
    {
        string[] present = Directory.Exists(folder)
            ? [.. Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName).OfType<string>()]
            : [];
        foreach (string name in names)
        {
            guard.File(Path.Combine(folder, name + ".vtt"), Field.Output, []);
            foreach (string sheet in present.Where(p => SpriteNames.IsSheet(p, name)).Order(StringComparer.Ordinal))
            {
                guard.File(Path.Combine(folder, sheet), Field.Output, []);
            }
        }

        return guard.Together(folder);
    }

    private async Task<ClipSprites?> TryMakeAsync(
        string path,
        string stem,
        bool overwrite,
        SpriteStage sprites,
        IArtifactLease lease,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        SpriteSheets sheets;
        string pictures;
        try
        {
            (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(path, cancellationToken).ConfigureAwait(false);
            (sheets, pictures) = await sprites
                .GetAsync(file, info, ClipFitness.Require(info), lease, decoderThreads, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MediaException e)
        {
            context.Recorder.PutAside(path, e.Reason, e.Remedy);
            return null;
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.PutAside(path, $"gets no sprites: {e.Message}", "Check that it plays elsewhere.");
            return null;
        }

        IReadOnlyList<byte[]> split = SpriteSheets.Split(await File.ReadAllBytesAsync(pictures, cancellationToken).ConfigureAwait(false));
        string[] names = [.. Enumerable.Range(0, split.Count).Select(n => SpriteNames.Sheet(stem, n))];
        for (int n = 0; n < split.Count; n++)
        {
            await AtomicFile.WriteAsync(names[n], split[n], overwrite, cancellationToken).ConfigureAwait(false);
        }

        // Last, so that an index never names what is not there.
        await AtomicFile
            .WriteTextAsync(
                stem + ".vtt",
                sheets.WebVtt(n => Uri.EscapeDataString(Path.GetFileName(names[n]))),
                overwrite,
                cancellationToken
            )
            .ConfigureAwait(false);
        return new ClipSprites(path, stem + ".vtt", names, sheets.Seconds.Count, sheets.Layout.OnlyKeyFrames);
    }

    private static void RefuseNothing(int usable, int files, IReadOnlyList<SetAsideFile> setAside)
    {
        if (usable == 0)
        {
            throw SetAsideFile.NothingUsable(files, setAside);
        }
    }
}
