using System.Globalization;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Bench.Siege;

/// <summary>Broken files given to the program, in every kind that it reads and by every command that reads them.</summary>
internal sealed class ProgramSiege(FFmpegTools tools, SiegeRun run, int seed)
{
    private static readonly string[] s_plain = ["-pix_fmt", "yuv420p", "-c:v"];
    private static readonly string[] s_picture = ["-an", "-frames:v", "1"];

    private static readonly (string Name, string Use, SeedShape Shape, string[] Arguments)[] s_media =
    [
        ("h264.mp4", "clip", SeedShape.Boxes, [.. s_plain, "libx264", "-preset", "ultrafast", "-g", "12", "-bf", "2", "-c:a", "aac"]),
        (
            "fragments.mp4",
            "clip",
            SeedShape.Boxes,
            [.. s_plain, "libx264", "-preset", "ultrafast", "-movflags", "frag_keyframe+empty_moov"]
        ),
        (
            "hevc.mov",
            "clip",
            SeedShape.Boxes,
            [.. s_plain, "libx265", "-x265-params", "log-level=error", "-tag:v", "hvc1", "-c:a", "pcm_s16le"]
        ),
        ("prores.mov", "clip", SeedShape.Boxes, ["-c:v", "prores_ks", "-c:a", "pcm_s16le"]),
        ("av1.mp4", "clip", SeedShape.Boxes, [.. s_plain, "libsvtav1", "-preset", "12", "-c:a", "aac"]),
        ("h263.3gp", "clip", SeedShape.Boxes, ["-vf", "scale=176:144", "-c:v", "h263", "-an"]),
        ("h264.mkv", "clip", SeedShape.Elements, [.. s_plain, "libx264", "-preset", "ultrafast", "-g", "12", "-c:a", "flac"]),
        ("ffv1.mkv", "clip", SeedShape.Elements, [.. s_plain, "ffv1", "-c:a", "libvorbis"]),
        ("vp9.webm", "clip", SeedShape.Elements, [.. s_plain, "libvpx-vp9", "-cpu-used", "8", "-c:a", "libopus"]),
        ("vp8.webm", "clip", SeedShape.Elements, [.. s_plain, "libvpx", "-c:a", "libvorbis"]),
        ("mpeg4.avi", "clip", SeedShape.Bytes, [.. s_plain, "mpeg4", "-c:a", "libmp3lame"]),
        ("mjpeg.avi", "clip", SeedShape.Bytes, ["-pix_fmt", "yuvj420p", "-c:v", "mjpeg", "-c:a", "pcm_s16le"]),
        ("mpeg2.mpg", "clip", SeedShape.Bytes, [.. s_plain, "mpeg2video", "-c:a", "mp2"]),
        ("h264.ts", "clip", SeedShape.Bytes, [.. s_plain, "libx264", "-preset", "ultrafast", "-c:a", "ac3"]),
        ("mpeg2.mxf", "clip", SeedShape.Bytes, [.. s_plain, "mpeg2video", "-c:a", "pcm_s16le", "-ar", "48000"]),
        ("flash.flv", "clip", SeedShape.Bytes, [.. s_plain, "flv", "-c:a", "libmp3lame", "-ar", "44100"]),
        ("wmv2.wmv", "clip", SeedShape.Bytes, [.. s_plain, "wmv2", "-c:a", "wmav2"]),
        ("theora.ogv", "clip", SeedShape.Bytes, [.. s_plain, "libtheora", "-c:a", "libvorbis"]),
        ("dv.dv", "clip", SeedShape.Bytes, ["-vf", "scale=720:576,fps=25", "-pix_fmt", "yuv420p", "-c:v", "dvvideo", "-an", "-t", "0.4"]),
        ("moving.gif", "clip", SeedShape.Bytes, ["-an", "-t", "1"]),
        ("raw.h264", "clip", SeedShape.Bytes, [.. s_plain, "libx264", "-preset", "ultrafast", "-an"]),
        ("photo.png", "clip", SeedShape.Bytes, s_picture),
        ("photo.jpg", "clip", SeedShape.Bytes, s_picture),
        ("photo.webp", "clip", SeedShape.Bytes, s_picture),
        ("photo.tif", "clip", SeedShape.Bytes, s_picture),
        ("photo.bmp", "clip", SeedShape.Bytes, s_picture),
        ("song.wav", "song", SeedShape.Bytes, ["-vn"]),
        ("song.mp3", "song", SeedShape.Bytes, ["-vn"]),
        ("song.flac", "song", SeedShape.Bytes, ["-vn"]),
        ("song.ogg", "song", SeedShape.Bytes, ["-vn", "-c:a", "libvorbis"]),
        ("song.opus", "song", SeedShape.Bytes, ["-vn"]),
        ("song.m4a", "song", SeedShape.Boxes, ["-vn"]),
        ("song.aiff", "song", SeedShape.Bytes, ["-vn"]),
        ("song.ac3", "song", SeedShape.Bytes, ["-vn"]),
        ("song.wma", "song", SeedShape.Bytes, ["-vn", "-c:a", "wmav2"]),
    ];

    private string Clips => Path.Combine(run.Folder, "clips");

    private string Song => Path.Combine(run.Folder, "song.wav");

    private string Broken => Path.Combine(run.Folder, "broken");

    /// <summary>Makes two sound clips and a song, with which broken files are used.</summary>
    public async Task PrepareAsync()
    {
        Directory.CreateDirectory(Clips);
        string[] h264 = ["-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-c:a", "aac"];
        foreach (
            (string name, string source) in new[]
            {
                ("one.mp4", "testsrc2=s=320x180:r=25:d=5"),
                ("two.mp4", "mandelbrot=s=320x180:r=25,trim=duration=5"),
            }
        )
        {
            await MakeAsync(["-f", "lavfi", "-i", source, "-f", "lavfi", "-i", "sine=d=5", "-shortest", .. h264, Path.Combine(Clips, name)])
                .ConfigureAwait(false);
        }

        string click = "aevalsrc='0.8*sin(2*PI*(80+900*exp(-60*mod(t,0.5)))*t)*exp(-18*mod(t,0.5))':s=44100:d=12";
        await MakeAsync(["-f", "lavfi", "-i", click, Song]).ConfigureAwait(false);
    }

    /// <summary>Tries files until told to stop.</summary>
    /// <param name="tally">Counts.</param>
    /// <param name="goOn">Asked before each file.</param>
    public async Task RunAsync(SiegeTally tally, Func<bool> goOn)
    {
        List<(SiegeSeed Seed, string Use)> seeds = await SeedsAsync().ConfigureAwait(false);
        List<SiegeSeed> all = [.. seeds.Select(s => s.Seed)];
        Directory.CreateDirectory(Broken);
        for (int number = 0; goOn(); number++)
        {
            Random random = new(unchecked((seed * 7919) + number));
            (SiegeSeed sound, string use) = seeds[number % seeds.Count];
            string file = Path.Combine(Broken, sound.Name);
            await File.WriteAllBytesAsync(file, Mutation.Of(sound, all, random)).ConfigureAwait(false);
            string[][] ways = Ways(use, file);
            string[] way = ways[random.Next(ways.Length)];
            SiegeOutcome outcome = await run.RunAsync(way).ConfigureAwait(false);
            string trial = string.Create(CultureInfo.InvariantCulture, $"{sound.Name}, seed {seed}, number {number}, {way[0]}");
            tally.Add("program: " + use, trial, outcome.Finding is { } finding ? $"{way[0]} {finding}" : null);
            if (outcome.Finding is not null && Keep is { } keep)
            {
                Directory.CreateDirectory(keep);
                File.Copy(file, Path.Combine(keep, string.Create(CultureInfo.InvariantCulture, $"{seed}-{number}-{sound.Name}")), true);
            }

            run.Clean();
        }
    }

    /// <summary>Where files are put that led to a finding; null keeps none.</summary>
    public string? Keep { get; init; }

    /// <summary>A preview of the sound clips, or of others with them.</summary>
    /// <param name="command">preview or create.</param>
    /// <param name="clips">Clips beside the folder of sound ones.</param>
    public string[] Film(string command, params IEnumerable<string> clips) =>
        [
            command,
            "--clips",
            Clips,
            .. clips,
            "--music",
            Song,
            "--duration",
            "4",
            "--profile",
            "preview",
            "--no-memory",
            "--output",
            Path.Combine(run.Output, "film.mp4"),
        ];

    private string[][] Ways(string use, string file)
    {
        string film = Path.Combine(run.Output, "film.mp4"),
            plan = Path.Combine(run.Output, "plan.json");
        string[] planned = ["plan", "--clips", Clips, "--duration", "4", "--no-memory", "--output", plan];
        return use switch
        {
            "clip" =>
            [
                ["probe", file],
                ["shots", file],
                Film("preview", file),
                ["extract", file, "--to", "1", "--output", film],
                ["beats", file],
            ],
            "song" =>
            [
                ["beats", file],
                ["preview", "--clips", Clips, "--music", file, "--duration", "3", "--no-memory", "--output", film],
            ],
            "subtitles" =>
            [
                [.. planned, "--captions", file],
            ],
            "cube" =>
            [
                [.. Film("preview"), "--look", file],
            ],
            "style" =>
            [
                ["styles", "validate", file],
                [.. planned, "--style", file],
            ],
            "beats" =>
            [
                [.. planned, "--music", Song, "--beats", file],
            ],
            "timeline" =>
            [
                ["edit", file, "swap=1", "slip=2:+3", "--output", plan],
                ["render", file, "--profile", "preview", "--output", film],
                ["export", file, "--format", "fcpxml", "--output", Path.Combine(run.Output, "film.fcpxml")],
            ],
            _ =>
            [
                ["import", file, "--media", Clips, "--output", plan],
                ["render", file, "--profile", "preview", "--output", film],
            ],
        };
    }

    private async Task<List<(SiegeSeed Seed, string Use)>> SeedsAsync()
    {
        string made = Directory.CreateDirectory(Path.Combine(run.Folder, "seeds")).FullName;
        List<(SiegeSeed, string)> seeds = [];
        foreach ((string name, string use, SeedShape shape, string[] arguments) in s_media)
        {
            byte[] bytes = await SiegeSeeds.MadeAsync(tools, made, name, arguments).ConfigureAwait(false);
            seeds.Add((new SiegeSeed(use, name, bytes, shape), use));
        }

        foreach (SiegeSeed document in SiegeSeeds.Documents().Where(d => d.Kind is "style" or "cube" or "subtitles" or "beats"))
        {
            seeds.Add((document, document.Kind));
        }

        // A timeline whose files are there, and what is exported of it.
        string plan = Path.Combine(made, "film.montage.json");
        await MustAsync(["plan", "--clips", Clips, "--music", Song, "--duration", "4", "--no-memory", "--output", plan])
            .ConfigureAwait(false);
        seeds.Add(
            (
                new SiegeSeed("timeline", "film.montage.json", await File.ReadAllBytesAsync(plan).ConfigureAwait(false), SeedShape.Text),
                "timeline"
            )
        );
        foreach (
            (string format, string ending) in new[]
            {
                ("otio", ".otio"),
                ("edl", ".edl"),
                ("fcpxml", ".fcpxml"),
                ("xmeml", ".xml"),
                ("otioz", ".otioz"),
            }
        )
        {
            string path = Path.Combine(made, "film" + ending);
            await MustAsync(["export", plan, "--format", format, "--output", path]).ConfigureAwait(false);
            SeedShape shape = format == "otioz" ? SeedShape.Bytes : SeedShape.Text;
            seeds.Add(
                (new SiegeSeed("sequence", "film" + ending, await File.ReadAllBytesAsync(path).ConfigureAwait(false), shape), "sequence")
            );
        }

        run.Clean();
        return seeds;
    }

    private async Task MustAsync(string[] arguments)
    {
        SiegeOutcome outcome = await run.RunAsync(arguments).ConfigureAwait(false);
        if (outcome.ExitCode != 0)
        {
            throw new InvalidOperationException($"montage-ai {string.Join(' ', arguments)}: {outcome.Said}");
        }
    }

    private Task MakeAsync(IEnumerable<string> arguments) =>
        ToolProcess.RunAsync("Making a clip", tools.Command(["-y", .. arguments]), CancellationToken.None);
}
