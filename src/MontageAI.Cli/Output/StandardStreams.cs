using System.Globalization;

namespace MontageAI.Cli.Output;

/// <summary>Standard output and standard error of this program, whatever they lead to.</summary>
internal sealed class StandardStreams
{
    private const int OutputNumber = 1;
    private const int ErrorNumber = 2;

    private StandardStreams()
    {
        Output = Open(OutputNumber, () => Console.Out);
        Error = Open(ErrorNumber, () => Console.Error);
    }

    /// <summary>Standard output.</summary>
    public TolerantWriter Output { get; }

    /// <summary>Standard error.</summary>
    public TolerantWriter Error { get; }

    /// <summary>Whether something waits for whoever reads.</summary>
    public bool AreBlocked => Output.IsWriting || Error.IsWriting;

    /// <summary>Takes the console over: from now on it gets nothing that commands a terminal, and no failure of it ends the
    /// program.</summary>
    public static StandardStreams Take()
    {
        StandardStreams streams = new();

        // The console's own writers are made before they are replaced.
        streams.Output.Flush();
        streams.Error.Flush();
        Console.SetOut(new PrintableWriter(streams.Output));
        Console.SetError(new PrintableWriter(streams.Error));
        return streams;
    }

    /// <summary>Standard error as it is, for the commands that redraw a line.</summary>
    public static TolerantWriter OpenRawError() =>
        Open(ErrorNumber, () => new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });

    private static TolerantWriter Open(int number, Func<TextWriter> open) =>
        new(IsOpen(number) ? open : () => throw new IOException("it is closed"));

    // Who closes a stream before the start of a program gives its number to whatever the program opens first: memory of the runtime, a
    // library. Writing there would do harm.
    private static bool IsOpen(int number)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fd"))
        {
            return true;
        }

        string name = number.ToString(CultureInfo.InvariantCulture);
        try
        {
            string? target = new FileInfo("/proc/self/fd/" + name).LinkTarget;
            return target is not null
                && !target.StartsWith("/memfd:", StringComparison.Ordinal)
                && !target.StartsWith("anon_inode:", StringComparison.Ordinal)
                && IsWritable(File.ReadLines("/proc/self/fdinfo/" + name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The two lowest bits of the flags, in octal: 0 is for reading alone.
    private static bool IsWritable(IEnumerable<string> facts) =>
        facts.FirstOrDefault(f => f.StartsWith("flags:", StringComparison.Ordinal)) is not { } flags || (flags[^1] - '0' & 3) != 0;
}
