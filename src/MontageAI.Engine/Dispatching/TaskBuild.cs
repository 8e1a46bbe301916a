using System.Runtime.InteropServices;
using MontageAI.Engine.Jobs;

namespace MontageAI.Engine.Dispatching;

/// <summary>What must be equal where tasks are made and where they are carried out, since otherwise something else comes of them.</summary>
internal static class TaskBuild
{
    /// <summary>The program, its FFmpeg and the kind of processor.</summary>
    public static string Of(JobContext context) =>
        $"montage-ai {context.Settings.Version}, ffmpeg {context.ToolVersion.Rendering}, {RuntimeInformation.ProcessArchitecture}";
}
