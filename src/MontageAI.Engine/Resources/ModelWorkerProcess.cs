using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Models.Workers;

namespace MontageAI.Engine.Resources;

/// <summary>A process for models that were added, started like every other child of this program, and ending with it.</summary>
internal sealed class ModelWorkerProcess : IWorkerProcess
{
    private readonly ToolProcess _process;

    private ModelWorkerProcess(ToolProcess process) => _process = process;

    /// <inheritdoc/>
    public Stream Input => _process.Input;

    /// <inheritdoc/>
    public Stream Output => _process.Output;

    /// <summary>What starts such processes; null where the host named no program.</summary>
    /// <param name="line">Program and arguments.</param>
    public static Func<IWorkerProcess>? Starter(IReadOnlyList<string>? line) => line is { Count: > 0 } ? () => Start(line) : null;

    /// <inheritdoc/>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        // Ends by itself once the process has.
        _ = _process.DisposeAsync().AsTask();
    }

    private static ModelWorkerProcess Start(IReadOnlyList<string> line)
    {
        try
        {
            // Its time is watched question by question.
            return new ModelWorkerProcess(
                ToolProcess.StartAsked(new ToolCommand(line[0], [.. line.Skip(1)]) { StallLimit = TimeSpan.FromDays(1) })
            );
        }
        catch (FFmpegMissingException e)
        {
            throw new MontageException(
                ErrorCode.ModelInvalid,
                $"'{line[0]}', in which models run that were added, could not be started.",
                e
            );
        }
    }
}
