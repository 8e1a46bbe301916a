using System.Diagnostics;
using System.Globalization;

namespace MontageAI.Bench.Siege;

/// <summary>How a run of the program ended.</summary>
/// <param name="ExitCode">Its exit code; -1 where it was ended from outside.</param>
/// <param name="Said">Standard output and standard error.</param>
/// <param name="Finding">What must not be, or null.</param>
internal sealed record SiegeOutcome(int ExitCode, string Said, string? Finding);

/// <summary>
/// Runs the program as a user does, in a folder of its own, and looks at what a user would mind: an exit code that is not documented, an
/// error that nobody foresaw, a hang, much memory, what commands a terminal, processes and temporary files left behind.
/// </summary>
internal sealed class SiegeRun
{
    private const long MostMemoryKilobytes = 700 * 1024;
    private static readonly int[] s_codes = [0, 1, 2, 3];
    private readonly string _mark = "siege-" + Path.GetRandomFileName();
    private readonly string _program;

    /// <summary>Prepares the folder.</summary>
    /// <param name="folder">Where everything of these runs lies.</param>
    public SiegeRun(string folder)
    {
        Folder = folder;
        _program = Path.Combine(Inputs.BenchPaths.Root, ".build", "app", "montage-ai");
        Directory.CreateDirectory(Temporary);
        Directory.CreateDirectory(Output);
    }

    /// <summary>Where everything lies.</summary>
    public string Folder { get; }

    /// <summary>Where results go.</summary>
    public string Output => Path.Combine(Folder, "out");

    /// <summary>The store, unless another is named.</summary>
    public string Store => Path.Combine(Folder, "store");

    /// <summary>Longest time that a run may take; nothing here needs a tenth of it.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Whether files may be left where the program was not allowed to take them away.</summary>
    public bool MayLeaveFiles { get; init; }

    private string Temporary => Path.Combine(Folder, "tmp");

    /// <summary>Starts it.</summary>
    public Process Start(IEnumerable<string> arguments, IEnumerable<(string Name, string Value)>? environment = null, string? shell = null)
    {
        ProcessStartInfo info = new(shell is null ? _program : "/bin/sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in shell is null ? arguments : ["-c", shell + " exec \"$0\" \"$@\"", _program, .. arguments])
        {
            info.ArgumentList.Add(argument);
        }

        foreach (
            (string name, string value) in (environment ?? [])
                .Prepend(("MONTAGE_STALL_SECONDS", "20"))
                .Prepend(("DOTNET_EnableDiagnostics", "0"))
                .Prepend(("MONTAGE_CACHE", Store))
                .Prepend(("TMPDIR", Temporary))
                .Prepend(("MONTAGE_SIEGE", _mark))
        )
        {
            info.Environment[name] = value;
        }

        Process process = Process.Start(info)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs it to its end and looks.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables beside those of every run.</param>
    /// <param name="shell">Commands of the shell before it, such as limits; null for none.</param>
    public async Task<SiegeOutcome> RunAsync(
        IEnumerable<string> arguments,
        IEnumerable<(string Name, string Value)>? environment = null,
        string? shell = null
    )
    {
        using Process process = Start(arguments, environment, shell);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Stopwatch watch = Stopwatch.StartNew();
        long memory = 0;
        while (!process.WaitForExit(20))
        {
            memory = Math.Max(memory, PeakKilobytes(process.Id));
            if (watch.Elapsed > Limit)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync().ConfigureAwait(false);
                return new SiegeOutcome(-1, "", "hangs");
            }
        }

        string said = await output.ConfigureAwait(false) + await errors.ConfigureAwait(false);
        string? finding =
            Unforeseen(said)
            ?? (s_codes.Contains(process.ExitCode) ? null : string.Create(CultureInfo.InvariantCulture, $"exit code {process.ExitCode}"))
            ?? (said.FirstOrDefault(Commands) is var c and not '\0' ? $"says U+{(int)c:X4}" : null)
            ?? (memory > MostMemoryKilobytes ? "takes more than 700 MiB" : null)
            ?? await LeftAsync().ConfigureAwait(false);
        return new SiegeOutcome(process.ExitCode, said, finding);
    }

    /// <summary>What is left of runs that have ended: processes, temporary files; null where nothing is.</summary>
    public async Task<string?> LeftAsync()
    {
        // Children die with their parent, by the kernel's hand and so a moment after it.
        for (int i = 0; i < 100 && Children().Any(); i++)
        {
            await Task.Delay(20).ConfigureAwait(false);
        }

        if (Children().FirstOrDefault() is { Name: { } child })
        {
            return $"leaves a process: {child}";
        }

        if (MayLeaveFiles)
        {
            return null;
        }

        string? left = new[] { Temporary, Path.Combine(Store, "jobs"), Path.Combine(Store, "scratch") }
            .Where(Directory.Exists)
            .SelectMany(Directory.EnumerateFileSystemEntries)
            // The store of a user whose own cannot be written.
            .Where(e => Path.GetFileName(e) != "montage-ai-" + Environment.UserName)
            .Concat(Directory.Exists(Output) ? Directory.EnumerateFileSystemEntries(Output, ".*") : [])
            .FirstOrDefault();
        return left is null ? null : $"leaves '{Path.GetRelativePath(Folder, left).Split('-')[0]}'";
    }

    /// <summary>Takes everything away that a run wrote beside the store.</summary>
    public void Clean()
    {
        foreach (string folder in new[] { Temporary, Output })
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.CreateDirectory(folder);
        }
    }

    private string? Unforeseen(string said)
    {
        if (!said.Contains("nobody foresaw", StringComparison.Ordinal) && !said.Contains("   at MontageAI", StringComparison.Ordinal))
        {
            return null;
        }

        string? details = Directory.EnumerateFiles(Temporary, "*", SearchOption.AllDirectories).FirstOrDefault();
        string[] lines = details is null ? said.Split('\n') : File.ReadAllLines(details);
        string what = lines.FirstOrDefault(l => l.Contains("Exception", StringComparison.Ordinal)) ?? lines[0];
        string where = lines.FirstOrDefault(l => l.Contains("at MontageAI", StringComparison.Ordinal))?.Trim().Split(" in ")[0] ?? "";
        return $"nobody foresaw {what.Trim()} {where}";
    }

    private static bool Commands(char c) =>
        (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static long PeakKilobytes(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line[6..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Whatever was started by these runs and lives: it has their mark in its environment.</summary>
    public IEnumerable<(int Id, string Name)> Children()
    {
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
        {
            string name;
            try
            {
                if (!File.ReadAllText(Path.Combine(process, "environ")).Contains(_mark, StringComparison.Ordinal))
                {
                    continue;
                }

                name = File.ReadAllText(Path.Combine(process, "comm")).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            yield return (int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture), name);
        }
    }
}
