using Microsoft.Win32.SafeHandles;
using MontageAI.Cli.Hosting;
using MontageAI.Engine;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;
using MontageAI.Farm.Files;
using MontageAI.Farm.Members;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Tasks;
using MontageAI.Testing;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Farm.Tests;

/// <summary>A clip as a machine has it that does not have its file: blocks come from that all the same, and are counted.</summary>
internal sealed class ServedClip : IAsyncDisposable
{
    private readonly MontageEngine _engine;
    private readonly string _original;

    private ServedClip(MontageEngine engine, BlockServer server, WorkClip clip, ClipUse use, FFmpegTools tools, string original) =>
        (_engine, Server, Clip, Use, Tools, _original) = (engine, server, clip, use, tools, original);

    /// <summary>The clip.</summary>
    public WorkClip Clip { get; }

    /// <summary>Serves it.</summary>
    public BlockServer Server { get; }

    /// <summary>What came of it.</summary>
    public ClipUse Use { get; }

    /// <summary>FFmpeg that gets the clip from the server.</summary>
    public FFmpegTools Tools { get; }

    /// <summary>FFmpeg that opens files.</summary>
    public static FFmpegTools Plain { get; } = FFmpegTools.Locate(null, Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Has what a task takes that shows two seconds of a file.</summary>
    public static async Task<ServedClip> OfAsync(TempFolder folder, string file, double second)
    {
        EngineSettings settings = HostEnvironment.Read(folder.File("store"), 1);
        MontageEngine engine = new(settings);
        SourceFile source = (await engine.Start(new IdentifyRequest([file])).Completion)[0]!;
        ClipFootage footage = Assert.Single(await engine.Start(new TaskFootageRequest(SpecOf(source, second))).Completion);
        Assert.False(footage.IsWhole);
        byte[] head = new byte[footage.Head.Sum(r => r.Length)];
        using (SafeFileHandle bytes = File.OpenHandle(file))
        {
            int at = 0;
            foreach (ByteRange range in footage.Head)
            {
                at += RandomAccess.Read(bytes, head.AsSpan(at, (int)range.Length), range.Start);
            }
        }

        ClipId id = new(footage.Fingerprint, footage.Size);
        ClipShelf shelf = new(folder.File("clips"), 1L << 30);
        ClipUse use = new();
        WorkClip clip = new(id, folder.File("stands" + Path.GetExtension(file)), shelf, FetchFrom(file), TimeProvider.System)
        {
            Head = new ClipHead(footage.Head, head),
        };
        await clip.Head.MakeAsync(clip.File, id);
        foreach (int block in Blocks.Of(footage.Shown, footage.Head))
        {
            byte[] planned = new byte[Blocks.BytesOf(id.Size, block)];
            await clip.ReadAsync(block, 1, planned, use, default);
            clip.Came(block);
        }

        BlockServer server = await BlockServer.StartAsync(_ => { });
        (ServedInputs inputs, _) = server.Begin([clip], use);
        return new ServedClip(engine, server, clip, use, Plain with { Served = inputs }, file);
    }

    /// <summary>Fetches blocks from a file.</summary>
    public static FetchBlocks FetchFrom(string file) =>
        async (wanted, takeAsync, cancellationToken) =>
        {
            using MemoryStream body = new();
            long size = new FileInfo(file).Length;
            await HostFiles.SendAsync(file, wanted.Blocks.Select(b => Blocks.RangeOf(size, b)), body, cancellationToken);
            body.Position = 0;
            await takeAsync(body);
        };

    /// <summary>Who a file is here.</summary>
    public async Task<string?> FingerprintAsync() => (await _engine.Start(new IdentifyRequest([Clip.File])).Completion)[0]?.Fingerprint;

    /// <summary>Pictures and times of two seconds, from the file and from blocks.</summary>
    public async Task<(string Expected, string Given)> PicturesAsync(double second)
    {
        return (await ReadAsync(Plain, _original), await ReadAsync(Tools, Clip.File));

        async Task<string> ReadAsync(FFmpegTools tools, string path)
        {
            string at = second.ToString(System.Globalization.CultureInfo.InvariantCulture);
            ToolCommand command = tools.Command([
                "-copyts",
                .. InputFile.Arguments(path, "-threads", "1", "-seek_timestamp", "1", "-noaccurate_seek", "-ss", at),
                .. "-map 0:v:0 -frames:v 50 -fps_mode passthrough -f framemd5 -".Split(' '),
            ]);
            return System.Text.Encoding.UTF8.GetString(await ToolProcess.ReadOutputAsync("Reading", command, 1 << 20, default));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await _engine.DisposeAsync();
        Clip.Dispose();
    }

    /// <summary>A task that shows two seconds of a file.</summary>
    public static TaskSpec SpecOf(SourceFile source, double second) =>
        new()
        {
            Version = TaskSpec.SchemaVersion,
            Kind = TaskSpec.RenderKind,
            Key = new string('0', 64),
            Inputs = [new TaskInput(source.Fingerprint, source.SizeBytes)],
            Body = new ShotGroup
            {
                Plan = new Timeline
                {
                    Rate = new FrameRate(25, 1),
                    Frames = 50,
                    Aspect = new Rational(16, 9),
                    Style = "travel",
                    Seed = 1,
                    Sources =
                    [
                        new TimelineSource
                        {
                            Id = "a",
                            Path = source.Path,
                            Fingerprint = source.Fingerprint,
                            VideoStream = 0,
                            AvailableStart = new MediaTime(0, new Rational(1, 1000)),
                            AvailableEnd = new MediaTime(60_000, new Rational(1, 1000)),
                        },
                    ],
                    Shots =
                    [
                        new TimelineShot
                        {
                            Record = new FrameRange(0, 50),
                            Source = "a",
                            In = new MediaTime((long)(second * 1000), new Rational(1, 1000)),
                        },
                    ],
                },
                Shots = [new ShotToMake(0, new string('0', 64))],
                Profile = "preview",
                Width = 640,
                Height = 360,
                Fit = PictureFit.Auto,
                FitIsAsked = false,
            },
            Needs = [],
            Cost = 1,
            Build = "",
        };
}
