using System.Diagnostics;
using System.Globalization;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.Results;
using MontageAI.Storage.Files;
using MontageAI.Time;

namespace MontageAI.Engine.Searching;

/// <summary>From files to the shots that show what words say.</summary>
internal sealed class FindWork(JobContext context)
{
    private const int PictureSide = 480;

    /// <summary>Finds them.</summary>
    /// <exception cref="ConfigurationException">An input does not exist, or the words mean nothing.</exception>
    /// <exception cref="MontageException">There is no model that sees what pictures show, or not one file can be used.</exception>
    public async Task<FindOutcome> RunAsync(FindRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> files = ClipFinder.Find(request.Clips, null).Tell(context.Recorder);
        string? folder = request.Pictures is { } named ? Path.GetFullPath(named) : null;
        Claim(request, folder, files);
        Sights sights = new(context);
        IPictureSight sight = sights.Best() ?? throw new MontageException(ErrorCode.ModelMissing, sights.WhatWouldHelp());
        PictureQuestion question = sight.Ask(request.Words);
        if (!question.IsUnderstood)
        {
            throw new ConfigurationException(ErrorCode.Unknown, sights.WhyUnknown(sight, request.Words), Field.Words);
        }

        IReadOnlyList<ClipMaterial> clips = await LookAsync(files, cancellationToken).ConfigureAwait(false);
        PictureIndex index = new(
            await new PictureStage(context, sight).SeeAsync(clips, Urgency.Work, cancellationToken).ConfigureAwait(false)
        );
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<FoundPicture> found = index.Find(question, request.Top);
        double milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        string?[] pictures = folder is null
            ? new string?[found.Count]
            : await DrawAsync(found, clips, folder, request.Overwrite, cancellationToken).ConfigureAwait(false);
        return new FindOutcome(
            request.Words,
            sight.Name,
            question.Unknown,
            index.Shots,
            index.Pictures,
            Math.Round(milliseconds, 3),
            [.. found.Select((f, i) => Describe(f, clips[f.Clip], pictures[i]))],
            context.Recorder.Degradations,
            context.Recorder.SetAside
        );
    }

    private static void Claim(FindRequest request, string? folder, IReadOnlyList<string> files)
    {
        if (folder is null)
        {
            return;
        }

        OutputGuard guard = new(request.Overwrite);
        for (int i = 0; i < request.Top; i++)
        {
            guard.File(Path.Combine(folder, NameOf(i)), Field.Output, []);
        }

        guard.Inputs("a clip", () => files).Check();
    }

    private async Task<IReadOnlyList<ClipMaterial>> LookAsync(IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        IReadOnlyList<ClipMaterial> looked = await new ClipIntake(context)
            .LookAsync(ClipFile.Name(files), Urgency.Work, begin: false, cancellationToken)
            .ConfigureAwait(false);

        // A copy shows nothing else.
        ClipMaterial[] clips = [.. looked.DistinctBy(c => c.File.Fingerprint)];
        return clips.Length > 0 ? clips : throw SetAsideFile.NothingUsable(files.Count, context.Recorder.SetAside);
    }

    private static FoundShot Describe(FoundPicture found, ClipMaterial clip, string? picture)
    {
        Shot shot = clip.Analysis.Shots.Shots[found.Shot];
        return new FoundShot(
            clip.File.Path,
            Math.Round(shot.Start.Seconds, 3),
            Math.Round(shot.End.Seconds, 3),
            Math.Round(found.Time.Seconds, 3),
            Math.Round(found.Score, 4),
            picture
        );
    }

    private async Task<string?[]> DrawAsync(
        IReadOnlyList<FoundPicture> found,
        IReadOnlyList<ClipMaterial> clips,
        string folder,
        bool overwrite,
        CancellationToken cancellationToken
    )
    {
        using RunRecorder.Phase phase = context.Recorder.Begin("write pictures", "pictures");
        Directory.CreateDirectory(folder);
        string?[] paths = new string?[found.Count];
        await using ScratchSpace scratch = ScratchSpace.Create(context.Scratch);
        string work = Path.GetDirectoryName(scratch.NewFile(".yuv", 0))!;
        Thumbnails thumbnails = new(context.Tools);
        foreach (IGrouping<int, int> ranks in Enumerable.Range(0, found.Count).GroupBy(i => found[i].Clip))
        {
            ClipMaterial clip = clips[ranks.Key];
            MediaTime[] times = [.. ranks.Select(i => found[i].Time).Distinct().OrderBy(t => t.Ticks)];
            using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
            IReadOnlyDictionary<MediaTime, byte[]> made = await thumbnails
                .MakeAsync(
                    new FFmpegClipFrames(context.Tools, clip.Info),
                    times,
                    [.. clip.Analysis.KeyFrames.Select(k => k.Time)],
                    PictureSide,
                    work,
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (int i in ranks.Where(i => made.ContainsKey(found[i].Time)))
            {
                paths[i] = Path.Combine(folder, NameOf(i));
                await AtomicFile.WriteAsync(paths[i]!, made[found[i].Time], overwrite, cancellationToken).ConfigureAwait(false);
            }
        }

        phase.Count(paths.Count(p => p is not null));
        return paths;
    }

    private static string NameOf(int rank) => (rank + 1).ToString("000", CultureInfo.InvariantCulture) + ".jpg";
}
