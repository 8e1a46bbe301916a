namespace MontageAI.Cli.Output;

/// <summary>Exit codes, stable for scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The work failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage: options or a file that the user wrote.</summary>
    public const int BadUsage = 2;

    /// <summary>FFmpeg is missing or unsuitable.</summary>
    public const int NoFFmpeg = 3;

    /// <summary>A task that can never be carried out (EX_USAGE, for render managers).</summary>
    public const int NeverDone = 64;

    /// <summary>A task that may be carried out later or elsewhere (EX_TEMPFAIL).</summary>
    public const int TryAgain = 75;

    /// <summary>Cancelled by the user.</summary>
    public const int Cancelled = 130;
}
