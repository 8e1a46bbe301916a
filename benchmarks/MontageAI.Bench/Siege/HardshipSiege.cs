using System.Diagnostics;
using System.Globalization;

namespace MontageAI.Bench.Siege;

/// <summary>A damaged store, a full disk, folders that cannot be written, an FFmpeg that floods, stalls, lies or dies, and names from
/// hell.</summary>
internal sealed class HardshipSiege(ProgramSiege films, SiegeRun run, int seed)
{
    private static readonly string[] s_names =
    [
        "x\u001b[31m\nDone: fake\u202etxt\u0007.mp4",
        "-i.mp4",
        "--output=x.mp4",
        "a'b\"c`d$(touch pwned);e.mp4",
        "100%d%03d.mp4",
        "concat:a|b.mp4",
        "file:x.mp4",
        "[0:v]scale,null;.mp4",
        " leading and trailing .mp4",
        "\\\\server\\share.mp4",
        "line\nbreak.mp4",
        "\ud83c\udfac \u0041\u0300\u0301\u0302\u0303.mp4",
        "con.mp4",
        "..mp4",
        "*?[a-z]{1,2}.mp4",
        "\u007f\u0001\u0085.mp4",
    ];

    // What the stand-in does instead of every fifth run of ffmpeg or ffprobe; "@REAL@" is the real program.
    private static readonly (string Name, string Does)[] s_faults =
    [
        ("floods its output", "exec head -c 3000000000 /dev/zero"),
        ("floods its errors", "head -c 300000000 /dev/zero | tr '\\0' 'x' >&2; exit 1"),
        ("stalls", "exec sleep 600"),
        ("dies at once", "kill -SEGV $$"),
        ("dies half way", "\"@REAL@\" \"$@\" | head -c 20000; kill -KILL $$"),
        ("says nothing", "exit 0"),
        ("says other things", "head -c 100000 /dev/urandom; exit 0"),
        ("says commands", "printf '\\033[31m\\nDone: fake\\302\\233\\n' >&2; exit 1"),
        ("speaks another tongue", "printf '{\"streams\": [{\"codec_type\": \"video\", \"width\": 1}], \"format\": []}'; exit 0"),
        ("ends with 77", "exit 77"),
    ];

    /// <summary>Damages the store, then asks for the same film, until told to stop.</summary>
    public async Task StoreAsync(SiegeTally tally, Func<bool> goOn)
    {
        byte[] expected = await SoundFilmAsync().ConfigureAwait(false);
        for (int number = 0; goOn(); number++)
        {
            Random random = new(unchecked((seed * 31) + number));
            string[] files = Directory.GetFiles(run.Store, "*", SearchOption.AllDirectories);
            string file = files.Length == 0 ? "" : files[random.Next(files.Length)];
            if (file.Length > 0)
            {
                Damage(file, random);
            }

            SiegeOutcome outcome = await run.RunAsync([.. films.Film("preview"), "--overwrite"]).ConfigureAwait(false);
            string film = Path.Combine(run.Output, "film.mp4");
            string kind = Path.GetExtension(file).Length is > 1 and < 8 ? Path.GetExtension(file) : "file";
            string? finding =
                outcome.ExitCode == 0 && !File.ReadAllBytes(film).AsSpan().SequenceEqual(expected) ? $"a damaged {kind} gives another film"
                : outcome.ExitCode != 0 ? $"a damaged {kind} ends it with {outcome.ExitCode}: {outcome.Said.Trim().Split('\n')[0]}"
                : outcome.Finding;
            tally.Add("damaged store", Trial(number, Path.GetRelativePath(run.Store, file.Length > 0 ? file : run.Store)), finding);
            run.Clean();
        }
    }

    /// <summary>Runs with too little room: on a small file system where one may be mounted, else by a limit of the shell.</summary>
    public async Task FullDiskAsync(SiegeTally tally, Func<bool> goOn)
    {
        byte[] expected = await SoundFilmAsync().ConfigureAwait(false);
        string disk = Directory.CreateDirectory(Path.Combine(run.Folder, "disk")).FullName;
        for (int number = 0; goOn(); number++)
        {
            Random random = new(unchecked((seed * 37) + number));
            int kilobytes = random.Next(16, 2500);
            bool mounted = Shell($"mount -t tmpfs -o size={kilobytes}k none '{disk}'");
            string folder = mounted ? disk : run.Output;
            string[] arguments = [.. films.Film("preview")[..^1], Path.Combine(folder, "film.mp4")];
            string[] store = random.Next(2) == 0 && mounted ? ["--cache-dir", Path.Combine(disk, "store")] : [];
            string? limit = mounted ? null : string.Create(CultureInfo.InvariantCulture, $"ulimit -f {kilobytes};");
            SiegeOutcome outcome = await run.RunAsync([.. arguments, .. store], shell: limit).ConfigureAwait(false);
            string film = Path.Combine(folder, "film.mp4");
            string? finding = outcome.Finding;
            if (outcome.ExitCode == 0)
            {
                finding ??= File.ReadAllBytes(film).AsSpan().SequenceEqual(expected)
                    ? null
                    : "says that it is done, and the film is another";
            }
            else
            {
                finding ??= File.Exists(film) ? "fails and leaves half a film" : null;
            }

            if (mounted)
            {
                Shell($"umount -l '{disk}'");
            }

            tally.Add(mounted ? "full disk (tmpfs)" : "full disk (ulimit -f)", Trial(number, $"{kilobytes} KiB"), finding);
            run.Clean();
        }
    }

    /// <summary>Folders that cannot be written: output, store, temporary files.</summary>
    public async Task ReadOnlyAsync(SiegeTally tally)
    {
        string disk = Directory.CreateDirectory(Path.Combine(run.Folder, "sealed")).FullName;
        if (!Shell($"mount -t tmpfs -o size=64k,ro none '{disk}'"))
        {
            return;
        }

        try
        {
            string film = Path.Combine(run.Output, "film.mp4");
            (string What, string[] Arguments, (string, string)[] Environment)[] ways =
            [
                ("output", [.. films.Film("preview")[..^1], Path.Combine(disk, "film.mp4")], []),
                ("output in a new folder", [.. films.Film("create")[..^1], Path.Combine(disk, "new", "film.mp4")], []),
                ("store", [.. films.Film("preview"), "--cache-dir", Path.Combine(disk, "store")], []),
                ("temporary files", films.Film("preview"), [("TMPDIR", disk)]),
                ("home", films.Film("preview"), [("HOME", disk), ("MONTAGE_CACHE", "")]),
            ];
            foreach ((string what, string[] arguments, (string, string)[] environment) in ways)
            {
                SiegeOutcome outcome = await run.RunAsync(arguments, environment).ConfigureAwait(false);
                string? finding = outcome.Finding ?? (outcome.ExitCode != 0 && File.Exists(film) ? "fails and leaves a film" : null);
                tally.Add("read-only folder", what, finding is null ? null : $"{what}: {finding}");
                run.Clean();
            }
        }
        finally
        {
            Shell($"umount -l '{disk}'");
        }
    }

    /// <summary>A stand-in for FFmpeg that fails in every way at some of its runs, until told to stop.</summary>
    public async Task ToolsAsync(SiegeTally tally, Func<bool> goOn)
    {
        byte[] expected = await SoundFilmAsync().ConfigureAwait(false);
        string folder = Directory.CreateDirectory(Path.Combine(run.Folder, "tools")).FullName;
        for (int number = 0; goOn(); number++)
        {
            Random random = new(unchecked((seed * 41) + number));
            (string name, string does) = s_faults[number % s_faults.Length];
            int every = random.Next(1, 8),
                from = random.Next(0, 12);
            StandIn(folder, "ffmpeg", does, from, every);
            StandIn(folder, "ffprobe", does, from, every);
            File.Delete(Path.Combine(folder, "count"));
            string[] fresh = random.Next(2) == 0 ? ["--cache-dir", Path.Combine(run.Output, "store")] : [];
            (string, string)[] environment = [("MONTAGE_FFMPEG", folder), ("MONTAGE_STALL_SECONDS", "3")];
            SiegeOutcome outcome = await run.RunAsync([.. films.Film("preview"), .. fresh], environment).ConfigureAwait(false);
            string film = Path.Combine(run.Output, "film.mp4");
            string? finding = outcome.Finding ?? (outcome.ExitCode != 0 && File.Exists(film) ? "fails and leaves a film" : null);

            // Nothing that a lying FFmpeg gave may have been kept as true.
            SiegeOutcome after = await run.RunAsync([.. films.Film("preview"), .. fresh, "--overwrite"]).ConfigureAwait(false);
            finding ??=
                after.Finding
                ?? (
                    after.ExitCode != 0 ? $"the run after it ends with {after.ExitCode}"
                    : File.ReadAllBytes(film).AsSpan().SequenceEqual(expected) ? null
                    : "the film after it is another"
                );
            tally.Add("FFmpeg " + name, Trial(number, $"from run {from}, every {every}"), finding is null ? null : $"{name}: {finding}");
            run.Clean();
        }
    }

    /// <summary>Clips with names that command terminals, shells, FFmpeg and its filters.</summary>
    public async Task NamesAsync(SiegeTally tally)
    {
        string folder = Directory.CreateDirectory(Path.Combine(run.Folder, "names")).FullName;
        string sound = Directory.GetFiles(films.Film("preview")[2])[0];
        foreach (string name in s_names)
        {
            string clip = Path.Combine(folder, name);
            File.Copy(sound, clip);
            foreach (string[] way in new[] { ["probe", clip], ["shots", clip], films.Film("preview", clip), ["proxies", "--clips", clip] })
            {
                SiegeOutcome outcome = await run.RunAsync(way).ConfigureAwait(false);
                string? finding =
                    outcome.Finding ?? (outcome.ExitCode == 0 ? null : $"ends with {outcome.ExitCode}: {outcome.Said.Trim()}");
                tally.Add(
                    "names from hell",
                    string.Join(' ', way[0], Uri.EscapeDataString(name)),
                    finding is null ? null : $"{way[0]}: {finding}"
                );
                run.Clean();
            }

            File.Delete(clip);
        }
    }

    private async Task<byte[]> SoundFilmAsync()
    {
        SiegeOutcome outcome = await run.RunAsync(films.Film("preview")).ConfigureAwait(false);
        byte[] film = outcome.ExitCode == 0 ? await File.ReadAllBytesAsync(Path.Combine(run.Output, "film.mp4")).ConfigureAwait(false) : [];
        run.Clean();
        return film;
    }

    private static void Damage(string file, Random random)
    {
        DateTime written = File.GetLastWriteTimeUtc(file);
        byte[] bytes = File.ReadAllBytes(file);
        if (bytes.Length == 0)
        {
            return;
        }

        switch (random.Next(4))
        {
            case 0:
                bytes = bytes[..random.Next(bytes.Length)];
                break;
            case 1:
                bytes.AsSpan(random.Next(bytes.Length)).Clear();
                break;
            default:
                for (int i = random.Next(1, 20); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                break;
        }

        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, written);
    }

    private static void StandIn(string folder, string program, string does, int from, int every)
    {
        string real = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(p => Path.Combine(p, program))
            .First(File.Exists);
        string path = Path.Combine(folder, program);

        // Runs that only ask for the version are let pass, so that the fault hits work.
        File.WriteAllText(
            path,
            "#!/bin/sh\ncase \"$*\" in *-version*|*-encoders*|*-filters*) exec "
                + $"{real} \"$@\";; esac\necho x >>'{folder}/count'\nn=$(wc -l <'{folder}/count')\n"
                + string.Create(CultureInfo.InvariantCulture, $"if [ $n -gt {from} ] && [ $((n % {every})) = 0 ]; then\n")
                + does.Replace("@REAL@", real, StringComparison.Ordinal)
                + $"\nfi\nexec {real} \"$@\"\n"
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static bool Shell(string line)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private string Trial(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"seed {seed}, number {number}, {what}");
}
