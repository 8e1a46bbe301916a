using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Looks;
using MontageAI.Rendering.Requests;
using MontageAI.Time;

namespace MontageAI.Rendering.Shots;

/// <summary>
/// Renders shots, each into its own small MP4 of exactly the planned number of frames: one key frame at the start and no other,
/// so that the key frames of the joined film are its cut list. Several shots share a process, and processes run side by
/// side, earliest shots first. Safe for several callers at once. Holds no resources between calls.
/// </summary>
public sealed class ShotRenderer : IDisposable
{
    private static readonly SeekMode[] s_seeks = [SeekMode.Index, SeekMode.Early, SeekMode.None];

    private readonly FFmpegTools _tools;
    private readonly ShotRenderResources _resources;
    private readonly GradeTables _tables = new();
    private readonly Lock _gate = new();
    private HardwareGuard? _guard;

    /// <summary>Creates a renderer.</summary>
    /// <param name="tools">Where FFmpeg is.</param>
    /// <param name="resources">What it may use; null takes the defaults.</param>
    public ShotRenderer(FFmpegTools tools, ShotRenderResources? resources = null)
    {
        _tools = tools;
        _resources = resources ?? new ShotRenderResources();
    }

    /// <summary>Ends the watch over hardware; nothing may be rendered any more.</summary>
    public void Dispose() => _guard?.Dispose();

    /// <summary>Renders all shots.</summary>
    /// <param name="jobs">The shots, in the order in which they are wanted first.</param>
    /// <param name="format">What decides the pixels.</param>
    /// <param name="frames">Gets the number of frames done so far over all shots, never falling; called from several threads.</param>
    /// <param name="onShot">Gets each shot as soon as its file is in place; called from several threads.</param>
    /// <param name="cancellationToken">Ends the processes and removes unfinished files; finished shots stay.</param>
    /// <returns>The shots in the order of <paramref name="jobs"/>.</returns>
    /// <exception cref="ShotsFailedException">Some shots could not be rendered as planned; the others are done.</exception>
    public async Task<IReadOnlyList<RenderedShot>> RenderAsync(
        IReadOnlyList<ShotRequest> jobs,
        FilmFormat format,
        IProgress<long>? frames,
        Action<RenderedShot>? onShot,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(format);
        RenderedShot?[] done = new RenderedShot?[jobs.Count];
        ShotRenderException?[] failed = new ShotRenderException?[jobs.Count];
        FrameTally tally = new(frames);
        HardwareGuard guard = GuardOf(format);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _resources.Workers, CancellationToken = cancellationToken };
        await Parallel
            .ForEachAsync(
                ShotGroups.Plan(jobs, guard.Resources),
                parallel,
                async (group, token) =>
                {
                    foreach (
                        (int at, RenderedShot? shot, ShotRenderException? failure) in await RenderGroupAsync(
                                jobs,
                                group,
                                guard,
                                tally,
                                token
                            )
                            .ConfigureAwait(false)
                    )
                    {
                        done[at] = shot;
                        failed[at] = failure;
                        if (shot is not null)
                        {
                            onShot?.Invoke(shot);
                        }
                    }
                }
            )
            .ConfigureAwait(false);

        ShotRenderException[] failures = [.. failed.OfType<ShotRenderException>().OrderBy(f => f.Index)];
        RenderedShot[] rendered = [.. done.OfType<RenderedShot>()];
        return failures.Length == 0 ? rendered : throw new ShotsFailedException(failures, rendered);
    }

    // Hardware that has failed stays failed for all calls that want the same.
    private HardwareGuard GuardOf(FilmFormat format)
    {
        lock (_gate)
        {
            if (_guard is null || _guard.Hardware != format)
            {
                _guard?.Dispose();
                _guard = new HardwareGuard(format, _resources);
            }

            return _guard;
        }
    }

    private async Task<IReadOnlyList<(int At, RenderedShot? Shot, ShotRenderException? Failure)>> RenderGroupAsync(
        IReadOnlyList<ShotRequest> jobs,
        FrameRange group,
        HardwareGuard guard,
        FrameTally tally,
        CancellationToken cancellationToken
    )
    {
        ShotRequest[] members = [.. Enumerable.Range((int)group.Start, (int)group.Length).Select(i => jobs[i])];
        RenderedShot?[] shots = new RenderedShot?[members.Length];
        ShotRenderException?[] failures = new ShotRenderException?[members.Length];
        HardwareProblem? problem = null;
        if (await guard.TryEnterAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                problem = await RenderOnHardwareAsync(members, shots, guard, tally, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                guard.Leave();
            }
        }

        int[] missing = [.. Enumerable.Range(0, members.Length).Where(i => shots[i] is null)];
        if (missing.Length > 0)
        {
            await RenderInSoftwareAsync(members, missing, shots, failures, guard, tally, cancellationToken).ConfigureAwait(false);
        }

        int[] saved = [.. missing.Where(i => shots[i] is not null)];
        if (problem is not null && saved.Length > 0)
        {
            guard.Blame(members[saved[0]].Index, saved.Length, problem);
        }

        return [.. members.Select((_, i) => ((int)group.Start + i, shots[i], failures[i]))];
    }

    // Fills in what comes out right, and says why the rest does not. Never fails because of a shot: software has the last word.
    private async Task<HardwareProblem?> RenderOnHardwareAsync(
        ShotRequest[] members,
        RenderedShot?[] shots,
        HardwareGuard guard,
        FrameTally tally,
        CancellationToken cancellationToken
    )
    {
        HardwareProblem? problem;
        (RenderedShot?[] together, problem) = await TryAsync(members, guard.Hardware, SeekMode.Index, guard, tally, cancellationToken)
            .ConfigureAwait(false);
        together.CopyTo(shots, 0);
        for (int i = 0; i < members.Length && problem is not { IsFatal: true }; i++)
        {
            // A shot may have been lost with its neighbour, or for want of a session that is free by now.
            foreach (SeekMode seek in shots[i] is null ? s_seeks : [])
            {
                (RenderedShot?[] alone, HardwareProblem? why) = await TryAsync(
                        [members[i]],
                        guard.Hardware,
                        seek,
                        guard,
                        tally,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                shots[i] = alone[0];
                problem = why ?? problem;
                if (alone[0] is not null || why is { FramesMissing: false })
                {
                    break;
                }
            }
        }

        return Array.TrueForAll(shots, s => s is not null) ? null : problem;
    }

    // Decodes on hardware where that is wanted, and once more in software where not every shot came out.
    private async Task<(RenderedShot?[] Shots, HardwareProblem? Problem)> TryAsync(
        ShotRequest[] jobs,
        FilmFormat format,
        SeekMode seek,
        HardwareGuard guard,
        FrameTally tally,
        CancellationToken cancellationToken
    )
    {
        HardwareDecoder? decoder = guard.DecoderFor(jobs);
        (RenderedShot?[] shots, HardwareProblem? problem) = await TryAsync(jobs, format, seek, decoder, tally, cancellationToken)
            .ConfigureAwait(false);
        if (decoder is null || Array.TrueForAll(shots, s => s is not null))
        {
            return (shots, problem);
        }

        (RenderedShot?[] again, HardwareProblem? left) = await TryAsync(jobs, format, seek, decoder: null, tally, cancellationToken)
            .ConfigureAwait(false);
        if (again.Count(s => s is not null) > shots.Count(s => s is not null))
        {
            guard.BlameDecoder(problem?.Reason ?? "frames were missing");
        }

        return (again, left);
    }

    private async Task<(RenderedShot?[] Shots, HardwareProblem? Problem)> TryAsync(
        ShotRequest[] jobs,
        FilmFormat format,
        SeekMode seek,
        HardwareDecoder? decoder,
        FrameTally tally,
        CancellationToken cancellationToken
    )
    {
        HardwareProblem?[] problems = new HardwareProblem?[jobs.Length];
        try
        {
            RenderedShot?[] shots = await RunAsync(jobs, format, seek, decoder, tally, problems, cancellationToken).ConfigureAwait(false);
            return (shots, problems.FirstOrDefault(p => p is not null));
        }
        catch (FFmpegException e)
        {
            return (new RenderedShot?[jobs.Length], HardwareProblem.Of(e));
        }
    }

    private async Task RenderInSoftwareAsync(
        ShotRequest[] members,
        int[] missing,
        RenderedShot?[] shots,
        ShotRenderException?[] failures,
        HardwareGuard guard,
        FrameTally tally,
        CancellationToken cancellationToken
    )
    {
        // One bad shot ends the whole process. Each is tried alone below, so that only the bad one is lost.
        (RenderedShot?[] together, _) = await TryAsync(
                [.. missing.Select(i => members[i])],
                guard.Software,
                SeekMode.Index,
                guard,
                tally,
                cancellationToken
            )
            .ConfigureAwait(false);
        for (int k = 0; k < missing.Length; k++)
        {
            int i = missing[k];
            try
            {
                shots[i] =
                    together[k] ?? await RenderAloneAsync(members[i], guard.Software, tally, cancellationToken).ConfigureAwait(false);
            }
            catch (ShotRenderException e)
            {
                failures[i] = e;
            }
        }
    }

    // Frames may be missing because the container's index sent us past the key frame that was needed; then start earlier.
    private async Task<RenderedShot> RenderAloneAsync(
        ShotRequest job,
        FilmFormat format,
        FrameTally tally,
        CancellationToken cancellationToken
    )
    {
        FFmpegException? cause = null;
        HardwareProblem?[] problem = new HardwareProblem?[1];
        foreach (SeekMode seek in s_seeks)
        {
            try
            {
                RenderedShot?[] shot = await RunAsync([job], format, seek, null, tally, problem, cancellationToken).ConfigureAwait(false);
                if (shot[0] is { } rendered)
                {
                    return rendered;
                }
            }
            catch (FFmpegException e)
            {
                cause = e;
            }
        }

        if (problem[0] is { FramesMissing: false } other)
        {
            throw new ShotRenderException(
                job,
                $"software took over from hardware, but {other.Reason}.",
                $"Render again, and {Remedy.EncodeInSoftware}."
            );
        }

        throw cause is null
            ? new ShotRenderException(
                job,
                $"the source does not hold the {job.Shot.Record.Length} frames that the plan promises.",
                "Make a new plan; the file may have changed or be cut off."
            )
            : new ShotRenderException(job, cause.Message, "Check that the file plays, or leave it out.", cause);
    }

    // Gives null for a shot whose frames are not all there, or which hardware has not encoded as it should.
    private async Task<RenderedShot?[]> RunAsync(
        ShotRequest[] jobs,
        FilmFormat format,
        SeekMode seek,
        HardwareDecoder? decoder,
        FrameTally tally,
        HardwareProblem?[] problems,
        CancellationToken cancellationToken
    )
    {
        string[] parts = [.. jobs.Select(j => j.OutputPath + ".part")];
        SideFiles[] files = [.. parts.Select(p => new SideFiles(p + ".", _tables))];
        using FrameTally.Share share = tally.Begin([.. jobs.Select(j => j.Shot.Record.Length)], format.Rate);
        try
        {
            ToolCommand command = ShotCommand.Build(_tools, jobs, parts, files, format, _resources.DecoderThreads, seek, decoder);
            await PrepareAsync(jobs, files, format, seek, cancellationToken).ConfigureAwait(false);
            string task = $"Rendering {Describe(jobs)}";
            await using (ToolProcess process = await ToolProcess.StartAsync(command, pipeOutput: true).ConfigureAwait(false))
            {
                await (
                    format.Encoder.IsSoftware
                        ? ProgressReader.ReadAsync(process.Output, share.ReachedSecond, cancellationToken)
                        : HardwareStall.ReadAsync(task, process, share.ReachedSecond, cancellationToken)
                ).ConfigureAwait(false);
                await process.ExpectSuccessAsync(task, cancellationToken).ConfigureAwait(false);
            }

            await new EncodedShots(_tools, format).ExamineAsync(jobs, parts, problems, cancellationToken).ConfigureAwait(false);
            RenderedShot?[] shots = new RenderedShot?[jobs.Length];
            for (int i = 0; i < jobs.Length; i++)
            {
                shots[i] = problems[i] is null
                    ? await ShotAcceptance.AcceptAsync(jobs[i], format, parts[i], cancellationToken).ConfigureAwait(false)
                    : null;
            }

            share.Finished(shots.Sum(s => s?.Frames ?? 0));
            return shots;
        }
        finally
        {
            foreach (string part in parts)
            {
                File.Delete(part);
                File.Delete(EncodedPicture.PathFor(part));
            }

            Array.ForEach(files, f => f.Delete());
        }
    }

    // What the run reads beside the footage.
    private async Task PrepareAsync(
        ShotRequest[] jobs,
        SideFiles[] files,
        FilmFormat format,
        SeekMode seek,
        CancellationToken cancellationToken
    )
    {
        for (int i = 0; i < jobs.Length; i++)
        {
            await files[i].WriteAsync(cancellationToken).ConfigureAwait(false);
            if (SteadyingPass.NeedsMeasuring(jobs[i], format))
            {
                IEnumerable<string> input = ShotCommand.Input(ShotFeed.Own(jobs[i]), format, _resources.DecoderThreads, seek, null);
                await using ToolProcess process = await ToolProcess
                    .StartAsync(SteadyingPass.Measuring(_tools, jobs[i], format, input, files[i]), pipeOutput: false)
                    .ConfigureAwait(false);
                await process
                    .ExpectSuccessAsync($"Measuring the movement of shot {jobs[i].Index + 1}", cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static string Describe(ShotRequest[] jobs) =>
        jobs.Length == 1 ? $"shot {jobs[0].Index + 1}" : $"shots {jobs[0].Index + 1} to {jobs[^1].Index + 1}";
}
