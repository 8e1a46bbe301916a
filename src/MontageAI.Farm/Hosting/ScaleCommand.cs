using System.Globalization;
using System.Text;
using MontageAI.Errors;
using MontageAI.Farm.Settings;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Farm.Hosting;

/// <summary>The command that has a cluster start machines that work; they leave when they have nothing to do.</summary>
internal static class ScaleCommand
{
    private const int MostWorkers = 1000;
    private const int DefaultIdle = 60;
    private const int AnswerBytes = 1 << 16;

    /// <summary>Its options.</summary>
    public static IReadOnlyList<string> Options { get; } = ["--workers", "--slots", "--gpu", "--idle-exit", "--image", "--namespace"];

    /// <summary>Asks a cluster for workers, or says what it would ask.</summary>
    /// <exception cref="MontageException">It is not there, or refuses.</exception>
    public static async Task RunAsync(FarmArguments arguments, CancellationToken cancellationToken)
    {
        bool isKubernetes = arguments.Other == "kubernetes";
        if (!isKubernetes && arguments.Other != "slurm")
        {
            throw new ConfigurationException(
                ErrorCode.Unknown,
                $"'{Printable.Of(arguments.Other)}' is no cluster that is known; slurm and kubernetes are. Elsewhere have it run "
                    + "'montage-ai farm join'."
            );
        }

        int workers =
            arguments.Whole("--workers", isKubernetes ? 0 : 1, MostWorkers)
            ?? throw new ConfigurationException(ErrorCode.Usage, "--workers is missing. Say how many machines are to work.");
        if (isKubernetes)
        {
            int idle = arguments.Whole("--idle-exit", 1, 86400) ?? DefaultIdle;
            await KubernetesScale.RunAsync(arguments, workers, idle, cancellationToken).ConfigureAwait(false);
            return;
        }

        string link = FarmLink.Of(arguments.Second, arguments.CacheFolder).ToString();
        // The link holds a secret: it goes neither into the script, which a cluster shows to others, nor into the list of processes.
        string linkFile = Path.Combine(FarmFolder.OfHost(arguments.CacheFolder), "slurm-link");
        PrivateFile.Write(linkFile, link + "\n");
        string script = Script(arguments, workers, linkFile);
        if (arguments.IsDryRun)
        {
            Console.Out.Write(script);
            return;
        }

        string file = Path.Combine(FarmFolder.OfHost(arguments.CacheFolder), "slurm.sbatch");
        PrivateFile.Write(file, script);
        string job = await SubmitAsync(file, cancellationToken).ConfigureAwait(false);
        Console.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"Slurm starts {workers} workers as job {job}. End them before: scancel {job}")
        );
    }

    private static async Task<string> SubmitAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            byte[] answer = await ToolProcess
                .ReadOutputAsync(
                    "Asking Slurm for workers",
                    new ToolCommand("sbatch", ["--parsable", file]),
                    AnswerBytes,
                    cancellationToken
                )
                .ConfigureAwait(false);
            return Printable.Of(Encoding.UTF8.GetString(answer).Trim());
        }
        catch (FFmpegException e)
        {
            throw new MontageException(
                ErrorCode.FarmFailed,
                $"Slurm started no workers. Run this where 'sbatch' works, or look at what it said: {Printable.Of(e.Message)}"
            );
        }
    }

    private static string Script(FarmArguments arguments, int workers, string linkFile)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "montage-ai-farm.exe" : "montage-ai-farm");
        string slots = arguments.Whole("--slots", 1, 1024) is { } n ? Text(n) : "";
        StringBuilder script = new();
        script.Append("#!/bin/bash\n");
        script.Append("#SBATCH --job-name=montage-farm\n");
        script.Append(CultureInfo.InvariantCulture, $"#SBATCH --array=0-{workers - 1}\n");
        // A worker whose node is lost is started on another; its tasks are in the queue again by then.
        script.Append("#SBATCH --requeue\n#SBATCH --open-mode=append\n#SBATCH --ntasks=1\n");
        script.Append(slots.Length > 0 ? $"#SBATCH --cpus-per-task={slots}\n" : "");
        script.Append(arguments.Whole("--gpu", 1, 16) is { } gpus ? $"#SBATCH --gres=gpu:{Text(gpus)}\n" : "");
        script.Append("#SBATCH --output=/dev/null\n");
        string idle = Text(arguments.Whole("--idle-exit", 1, 86400) ?? DefaultIdle);
        script.Append("# SIGTERM reaches the worker itself, which gives its tasks back.\n");
        script.Append(
            $"exec {Quoted(program)} join {Quoted("@" + linkFile)} --slots {(slots.Length > 0 ? slots : "\"${SLURM_CPUS_ON_NODE:-1}\"")}"
                + $" --idle-exit {idle}\n"
        );
        return script.ToString();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
