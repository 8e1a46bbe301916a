using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using MontageAI.Cli.Output;
using MontageAI.Errors;

namespace MontageAI.Cli.Hosting;

/// <summary>What happens when something goes wrong that nobody foresaw: one sentence, and a file with everything that helps to mend
/// it.</summary>
internal static class LastResort
{
    private const int MostFiles = 50;

    /// <summary>Catches what no command catches: failures on threads of their own, and of tasks that nobody waits for.</summary>
    /// <param name="args">The command line.</param>
    public static void Watch(string[] args)
    {
        AppDomain.CurrentDomain.UnhandledException += (_, e) =>
        {
            if (e.ExceptionObject is Exception error)
            {
                Console.Error.WriteLine(Sentence(error, Write(error, args, store: null)));
#pragma warning disable RS0030 // Otherwise the runtime aborts, with a trace on the terminal and a memory dump.
                Environment.Exit(ExitCode.Failed);
#pragma warning restore RS0030
            }
        };
        TaskScheduler.UnobservedTaskException += (_, e) =>
        {
            // The work did without it; what remains is to know of it.
            e.SetObserved();
            if (e.Exception.InnerExceptions.Any(i => i is not (OperationCanceledException or MontageException)))
            {
                Write(e.Exception, args, store: null);
            }
        };
    }

    /// <summary>Writes the details of a failure.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="args">The command line.</param>
    /// <param name="store">Folder of the store; where nothing can be written there, the folder for temporary files is taken.</param>
    /// <returns>The file; null where none could be written.</returns>
    public static string? Write(Exception error, string[] args, string? store)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd-HHmmss}-{Environment.ProcessId}.txt");
        StringBuilder text = new();
        text.AppendLine(CultureInfo.InvariantCulture, $"montage-ai {HostEnvironment.Version}, {now:yyyy-MM-dd HH:mm:ss} UTC");
        text.AppendLine(CultureInfo.InvariantCulture, $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
        text.AppendLine(CultureInfo.InvariantCulture, $"montage-ai {string.Join(' ', args.Select(a => $"'{Printable.Of(a)}'"))}");
        text.AppendLine();
        text.AppendLine(Printable.Lines(error.ToString()));
        return (store is null ? null : Put(() => Directory.CreateDirectory(Path.Combine(store, "faults")), name, text.ToString()))
            ?? Put(() => Directory.CreateTempSubdirectory("montage-ai-fault-"), name, text.ToString());
    }

    /// <summary>The sentence for a user.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="details">The file with its details, or null.</param>
    public static string Sentence(Exception error, string? details) =>
        $"Something went wrong that nobody foresaw: {Printable.Of(error.Message.TrimEnd('.'))}. What was finished is kept in the store. "
        + (
            details is null
                ? "No file with the details could be written."
                : $"The details lie in '{Printable.Of(details)}'; please send it along when you report this."
        );

    private static string? Put(Func<DirectoryInfo> make, string name, string text)
    {
        try
        {
            string folder = make().FullName;
            if (Directory.EnumerateFiles(folder).Take(MostFiles).Count() == MostFiles)
            {
                return null;
            }

            string file = Path.Combine(folder, name);
            using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write);
            stream.Write(Encoding.UTF8.GetBytes(text));
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
