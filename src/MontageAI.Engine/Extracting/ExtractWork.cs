using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.Media;
using MontageAI.Rendering.Cutting;

namespace MontageAI.Engine.Extracting;

/// <summary>Takes pieces out of files. Needs no store: nothing of it is worth remembering.</summary>
internal static class ExtractWork
{
    /// <summary>Takes one.</summary>
    /// <param name="context">The job.</param>
    /// <param name="request">What to take.</param>
    /// <param name="cancellationToken">Stops it and removes what was begun.</param>
    /// <exception cref="ConfigurationException">The request is wrong.</exception>
    /// <exception cref="MontageException">The file cannot be read, holds no such frames, or cannot be cut in the way asked for.</exception>
    public static async Task<ExtractOutcome> RunAsync(JobContext context, ExtractRequest request, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        bool from = CutPoint.TryParse(request.From, out CutPoint first);
        CutPoint? end =
            request.To is null ? null
            : CutPoint.TryParse(request.To, out CutPoint point) ? point
            : default(CutPoint);
        AddIf(
            problems,
            !from,
            ErrorCode.Range,
            Field.From,
            $"'{request.From}' is no place in a file; write seconds, h:mm:ss.mmm, or a frame as f123."
        );
        AddIf(
            problems,
            end == default(CutPoint),
            ErrorCode.Range,
            Field.To,
            $"'{request.To}' is no place in a file; write seconds, h:mm:ss.mmm, or a frame as f123."
        );
        AddIf(
            problems,
            request.To is not null && request.Frames is not null,
            ErrorCode.Conflict,
            Field.To,
            $"{Field.Frames} names the end too; give one of them."
        );
        AddIf(problems, request.Frames is < 1, ErrorCode.Range, Field.Frames, "must be 1 or more.");
        AddIf(
            problems,
            Path.GetDirectoryName(Path.GetFullPath(request.Output)) is { } folder && !Directory.Exists(folder),
            ErrorCode.FileMissing,
            Field.Output,
            $"the folder of '{request.Output}' does not exist; make it first."
        );
        if (problems.Count > 0)
        {
            throw new ConfigurationException(problems);
        }

        using IDisposable claim = new OutputGuard(request.Overwrite)
            .File(request.Output, Field.Output, [".mp4", ".mov"])
            .Input("the source", request.File)
            .Take();

        CutRequest cut = new()
        {
            Source = await HeardAsync(context, request.File, cancellationToken).ConfigureAwait(false),
            From = first,
            To = end,
            Frames = request.Frames,
            Output = request.Output,
            Overwrite = request.Overwrite,
            Mode = request.Exact switch
            {
                "copy" => CutMode.Copy,
                "encode" => CutMode.Encode,
                _ => CutMode.Smart,
            },
        };
        CutResult piece = await new SmartCut(context.Tools).CutAsync(cut, cancellationToken).ConfigureAwait(false);
        return new ExtractOutcome(cut.Source.Path, piece, Math.Round(context.Recorder.Elapsed, 3));
    }

    // With the sound track first that a montage would hear.
    private static async Task<MediaInfo> HeardAsync(JobContext context, string path, CancellationToken cancellationToken)
    {
        MediaInfo info = await new MediaProbe(context.Tools).ProbeAsync(path, cancellationToken).ConfigureAwait(false);
        if (info.Audio.Count < 2)
        {
            return info;
        }

        SourceFile file = await context.Store.Sources.IdentifyAsync(info.Path, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<int>? tracks = await new SoundTrackStage(context, null)
            .ChooseAsync(file, info, cancellationToken)
            .ConfigureAwait(false);
        return tracks is [int place] ? info with { Audio = [info.Audio[place], .. info.Audio.Where((_, i) => i != place)] } : info;
    }

    private static void AddIf(List<Problem> problems, bool wrong, ErrorCode code, Field of, Phrase text)
    {
        if (wrong)
        {
            problems.Add(new Problem(code, text, of));
        }
    }
}
