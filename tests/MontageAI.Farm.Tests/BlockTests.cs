using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Files;
using MontageAI.Farm.Workers;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>Clips in blocks: what FFmpeg sees of them, and what becomes of blocks that are altered, cut short or not to be had.</summary>
public sealed class BlockTests : IDisposable
{
    private const double Second = 31.37;
    private const string Copied = "-c copy";

    private readonly TempFolder _folder = new();

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    [MediaTheory]
    [InlineData("a.mp4", Copied)]
    [InlineData("tables-first.mp4", Copied + " -movflags +faststart")]
    [InlineData("in-fragments.mp4", Copied + " -movflags +frag_keyframe+empty_moov")]
    [InlineData("a.mov", Copied)]
    [InlineData("a.mkv", Copied)]
    [InlineData("a.ts", Copied)]
    [InlineData("a.flv", Copied)]
    [InlineData("a.avi", "-c:v mpeg4 -b:v 2M -c:a mp3")]
    [InlineData("a.mpg", "-c:v mpeg2video -b:v 2M -c:a mp2 -f vob")]
    public async Task Clip_InBlocks_IsWhatItIsAsAFile(string name, string how)
    {
        string file = Long(name, how);
        await using ServedClip clip = await ServedClip.OfAsync(_folder, file, Second);
        long planned = clip.Use.Sent;

        (string expected, string given) = await clip.PicturesAsync(Second);
        long sent = clip.Use.Sent;
        MediaInfo probed = await new MediaProbe(ServedClip.Plain).ProbeAsync(file, default);
        MediaInfo served = await new MediaProbe(clip.Tools).ProbeAsync(clip.Clip.File, default);

        Assert.Equal(expected, given);
        Assert.Equal(50, expected.Split('\n').Count(l => l.StartsWith("0,", StringComparison.Ordinal)));
        Assert.Equal(clip.Clip.Id.Fingerprint, await clip.FingerprintAsync());
        Assert.Equal(Text(probed), Text(served));
        bool hasTables = name is "a.mp4" or "tables-first.mp4" or "a.mov";
        Assert.Equal(hasTables, planned > 0);
        if (hasTables)
        {
            // What is on its way when FFmpeg goes elsewhere in the file may be sent in vain; nothing else is.
            Assert.InRange(sent, planned, planned + (2 * Blocks.Size));
            Assert.InRange(sent, 1, new FileInfo(file).Length / 2);
        }

        static string Text(MediaInfo info) => JsonSerializer.Serialize(info with { Path = "" });
    }

    [Fact]
    public async Task Block_AlteredOrCutShortOnTheDisk_IsFetchedAgain()
    {
        (string file, byte[] bytes) = Bytes(3 * Blocks.Size + 5);
        ClipId id = new(new string('a', 64), bytes.Length);
        await ReadAllAsync(id, file, bytes, expected: bytes.Length);
        string shelf = Path.Combine(_folder.File("clips"), id.Name);
        byte[] second = await File.ReadAllBytesAsync(Path.Combine(shelf, "1"));
        second[Blocks.Size / 2] ^= 1;
        await File.WriteAllBytesAsync(Path.Combine(shelf, "1"), second);
        await File.WriteAllBytesAsync(Path.Combine(shelf, "2"), second[..100]);

        await ReadAllAsync(id, file, bytes, expected: 2 * Blocks.Size);
        await ReadAllAsync(id, file, bytes, expected: 0);
    }

    [Fact]
    public async Task Block_CutShortOnItsWay_IsFetchedAgain()
    {
        (string file, byte[] bytes) = Bytes(2 * Blocks.Size);
        ClipId id = new(new string('a', 64), bytes.Length);
        int asked = 0;
        FetchBlocks whole = ServedClip.FetchFrom(file);
        using WorkClip clip = new(
            id,
            _folder.File("stands"),
            new ClipShelf(_folder.File("clips"), 1 << 30),
            (wanted, takeAsync, ct) => asked++ == 0 ? takeAsync(new MemoryStream(bytes, 0, Blocks.Size / 3)) : whole(wanted, takeAsync, ct),
            TimeProvider.System
        );
        byte[] read = new byte[Blocks.Size];

        await clip.ReadAsync(0, 2, read, new ClipUse(), default);

        Assert.Equal(bytes[..Blocks.Size], read);
        Assert.Equal(2, asked);
        Assert.Null(clip.Trouble);
    }

    [Fact]
    public async Task Host_NotToBeHad_LeavesNothingThatIsTakenForTheClip()
    {
        string stands = _folder.File("stands");
        await File.WriteAllTextAsync(stands, "its head");
        using WorkClip clip = new(
            new ClipId(new string('a', 64), Blocks.Size),
            stands,
            new ClipShelf(_folder.File("clips"), 1 << 30),
            (_, _, _) => throw new HttpRequestException("nobody answers."),
            new Hurried()
        );
        WorkTask task = new(ServedClip.SpecOf(new SourceFile("/a", 1, default, "ab"), 1)) { Clips = [clip] };

        Assert.Equal(TaskState.Failed, task.Told(new TaskEnd(TaskState.Failed, "here", "no pictures.")).State);
        await Assert.ThrowsAsync<IOException>(() => clip.ReadAsync(0, 1, new byte[Blocks.Size], new ClipUse(), default));
        TaskEnd end = task.Told(new TaskEnd(TaskState.Failed, "here", "no pictures."));

        Assert.False(File.Exists(stands));
        Assert.Equal(TaskState.Unfinished, end.State);
        Assert.Equal("here: a clip could not be had any more: nobody answers.", end.Why);
        // Nobody waits for it twice.
        await Assert.ThrowsAsync<IOException>(() => clip.ReadAsync(0, 1, new byte[Blocks.Size], new ClipUse(), default));
    }

    [Fact]
    public async Task Shelf_MoreThanItMayHold_ForgetsWhatWasUsedLongestAgo()
    {
        ClipId id = new(new string('a', 64), 10L * Blocks.Size);
        ClipShelf shelf = new(_folder.File("clips"), 4L * (Blocks.Size + 32));
        byte[] bytes = new byte[Blocks.Size];
        foreach (int block in new[] { 0, 1, 2, 3 })
        {
            await shelf.KeepAsync(id, block, bytes);
        }

        await shelf.ReadAsync(id, 0, bytes, default);
        await shelf.KeepAsync(id, 4, bytes);

        Assert.Equal([0, 1, 3, 2], shelf.RunsOf(id));
        Assert.Equal([0, 1, 3, 2], new ClipShelf(_folder.File("clips"), 1 << 30).RunsOf(id));
        Assert.Equal([0, 3, 4], Blocks.InRuns(shelf.RunsOf(id), 10));
    }

    [Theory]
    [InlineData("disguised.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:PORT/a.ts\n#EXT-X-ENDLIST\n")]
    [InlineData("disguised.mkv", "ffconcat version 1.0\nfile 'http://127.0.0.1:PORT/a.mp4'\n")]
    [InlineData("disguised.mov", "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=video PORT RTP/AVP 96\n")]
    [InlineData("disguised.ts", "#EXTM3U\n#EXTINF:9,\ntcp://127.0.0.1:PORT\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")]
    public async Task Playlist_InDisguise_OpensNothing(string name, string text)
    {
        using TcpListener trap = new(IPAddress.Loopback, 0);
        trap.Start();
        int port = ((IPEndPoint)trap.LocalEndpoint).Port;
        string file = _folder.File(name);
        await File.WriteAllTextAsync(file, text.Replace("PORT", $"{port}", StringComparison.Ordinal) + new string('#', Blocks.Size));
        List<string> said = [];
        (WorkClip clip, BlockServer server, FFmpegTools tools) = await ServeAsync(file, said);
        await using BlockServer ended = server;

        FFmpegException refused = await Assert.ThrowsAsync<FFmpegException>(() =>
            ToolProcess.RunAsync("Reading", tools.Command([.. InputFile.Arguments(clip.File), "-f", "null", "-"]), default)
        );

        Assert.False(trap.Pending());
        Assert.DoesNotContain("clips.invalid", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("http_proxy", refused.Message, StringComparison.Ordinal);

        // Were a reader of playlists let in by mistake, it would reach nobody all the same.
        string[] open = [.. InputFile.Arguments(clip.File)];
        open[Array.IndexOf(open, "-format_whitelist") + 1] = "hls,concat,sdp,mov,matroska,mpegts";
        await Assert.ThrowsAsync<FFmpegException>(() =>
            ToolProcess.RunAsync("Reading", tools.Command(["-rw_timeout", "3000000", .. open, "-f", "null", "-"]), default)
        );
        Assert.False(trap.Pending());
        clip.Dispose();
    }

    [MediaFact]
    public async Task Movie_WhosePicturesLieElsewhere_OpensNothing()
    {
        string other = _folder.File("other.mp4");
        TestTools.FFmpeg("-i", TestMedia.File("video/city_bikes.mp4"), "-an", "-c", "copy", other);
        string file = _folder.File("refers.mov");
        await File.WriteAllBytesAsync(file, Referring(await File.ReadAllBytesAsync(other), other));
        List<string> said = [];
        (WorkClip clip, BlockServer server, FFmpegTools tools) = await ServeAsync(file, said);
        await using BlockServer ended = server;
        using WorkClip closed = clip;
        string[] plain = ["-enable_drefs", "1", "-use_absolute_path", "1", "-i", "file:" + file];
        string[] input = [.. InputFile.Arguments(clip.File)];
        string[] open = [.. InputFile.Arguments(clip.File, "-enable_drefs", "1", "-use_absolute_path", "1")];

        string pictures = await PicturesAsync(ServedClip.Plain, ["-i", "file:" + other]);

        // The file is what it is meant to be.
        Assert.Equal(pictures, await PicturesAsync(ServedClip.Plain, plain));
        Assert.NotEqual(pictures, await PicturesAsync(tools, input));
        // Were references followed by mistake, files are out of reach all the same.
        Assert.NotEqual(pictures, await PicturesAsync(tools, open));
        Assert.Empty(said);

        static async Task<string> PicturesAsync(FFmpegTools from, string[] of)
        {
            try
            {
                ToolCommand command = from.Command([.. of, "-map", "0:v:0", "-c", "copy", "-f", "framemd5", "-"]);
                byte[] text = await ToolProcess.ReadOutputAsync("Reading", command, 1 << 20, default);
                return string.Join('\n', Encoding.UTF8.GetString(text).Split('\n').Where(l => !l.StartsWith('#')));
            }
            catch (FFmpegException e)
            {
                return e.Message;
            }
        }
    }

    [Fact]
    public async Task Server_AskedByStrangers_GivesNothing()
    {
        (string file, byte[] bytes) = Bytes(Blocks.Size + 100);
        (WorkClip clip, BlockServer server, _) = await ServeAsync(file, []);
        await using BlockServer ended = server;
        using WorkClip closed = clip;
        (ServedInputs inputs, IReadOnlyList<string> tokens) = server.Begin([clip], new ClipUse());
        Uri proxy = new(server.Proxy);
        Uri address = new($"http://127.0.0.1:{proxy.Port}/{tokens[0]}/clip.mp4");
        using HttpClient http = new(new SocketsHttpHandler { UseProxy = false });

        Assert.Equal("127.0.0.1", proxy.Host);
        Assert.Equal(HttpStatusCode.ProxyAuthenticationRequired, (await AskAsync("GET", null, "clips.invalid")).Status);
        Assert.Equal(HttpStatusCode.ProxyAuthenticationRequired, (await AskAsync("GET", "clips:wrong", "clips.invalid")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await AskAsync("GET", proxy.UserInfo, "example.com")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await AskAsync("PUT", proxy.UserInfo, "clips.invalid")).Status);
        Assert.Equal(
            HttpStatusCode.RequestedRangeNotSatisfiable,
            (await AskAsync("GET", proxy.UserInfo, "clips.invalid", bytes.Length)).Status
        );
        (HttpStatusCode status, byte[] given) = await AskAsync("GET", proxy.UserInfo, "clips.invalid", Blocks.Size - 10);
        Assert.Equal(HttpStatusCode.PartialContent, status);
        Assert.Equal(bytes[(Blocks.Size - 10)..], given);
        server.End(tokens);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync("GET", proxy.UserInfo, "clips.invalid")).Status);
        Assert.NotNull(inputs);

        async Task<(HttpStatusCode Status, byte[] Bytes)> AskAsync(string method, string? user, string host, int? from = null)
        {
            using HttpRequestMessage request = new(new HttpMethod(method), address);
            request.Headers.Host = host;
            request.Headers.Range = from is { } at ? new RangeHeaderValue(at, null) : null;
            request.Headers.ProxyAuthorization = user is null
                ? null
                : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user)));
            using HttpResponseMessage answer = await http.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
        }
    }

    // A movie whose table of data references names another file, as an alias of the Macintosh does.
    private static byte[] Referring(byte[] movie, string to)
    {
        byte[] path = Encoding.ASCII.GetBytes(to.Replace('/', ':'));
        byte[] alias = new byte[8 + 4 + 10 + 28 + 12 + 64 + 16 + 4 + 16 + 4 + path.Length + (path.Length % 2) + 4];
        BinaryPrimitives.WriteInt32BigEndian(alias, alias.Length);
        "alis"u8.CopyTo(alias.AsSpan(4));
        int at = 8 + 4 + 10 + 28 + 12 + 64 + 16;
        BinaryPrimitives.WriteInt32BigEndian(alias.AsSpan(at), 0x00010001);
        at += 4 + 16;
        BinaryPrimitives.WriteInt16BigEndian(alias.AsSpan(at), 2);
        BinaryPrimitives.WriteInt16BigEndian(alias.AsSpan(at + 2), (short)path.Length);
        path.CopyTo(alias.AsSpan(at + 4));
        alias.AsSpan(alias.Length - 4).Fill(0xff);
        int entry = movie.AsSpan().IndexOf("dref"u8) + 12;
        // Its own pictures are black holes.
        movie
            .AsSpan(movie.AsSpan().IndexOf("mdat"u8) + 4, movie.AsSpan().IndexOf("moov"u8) - movie.AsSpan().IndexOf("mdat"u8) - 8)
            .Clear();
        byte[] made = [.. movie[..entry], .. alias, .. movie[(entry + BinaryPrimitives.ReadInt32BigEndian(movie.AsSpan(entry)))..]];
        int more = made.Length - movie.Length;
        foreach (string box in new[] { "moov", "trak", "mdia", "minf", "dinf", "dref" })
        {
            // The tables stand at the end, so that none of the places in them changes.
            int size = made.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(box)) - 4;
            BinaryPrimitives.WriteInt32BigEndian(made.AsSpan(size), BinaryPrimitives.ReadInt32BigEndian(made.AsSpan(size)) + more);
        }

        return made;
    }

    private async Task<(WorkClip Clip, BlockServer Server, FFmpegTools Tools)> ServeAsync(string file, List<string> said)
    {
        ClipId id = new(new string('a', 64), new FileInfo(file).Length);
        string stands = _folder.File("stands" + Path.GetExtension(file));
        File.Copy(file, stands);
        WorkClip clip = new(id, stands, new ClipShelf(_folder.File("clips"), 1 << 30), ServedClip.FetchFrom(file), TimeProvider.System);
        BlockServer server = await BlockServer.StartAsync(said.Add);
        (ServedInputs inputs, _) = server.Begin([clip], new ClipUse());
        return (clip, server, ServedClip.Plain with { Served = inputs });
    }

    private async Task ReadAllAsync(ClipId id, string file, byte[] bytes, long expected)
    {
        ClipShelf shelf = new(_folder.File("clips"), 1 << 30);
        ClipUse use = new();
        using WorkClip clip = new(id, _folder.File("stands"), shelf, ServedClip.FetchFrom(file), TimeProvider.System);
        for (int block = 0; block < id.Blocks; block++)
        {
            byte[] read = new byte[Blocks.BytesOf(id.Size, block)];
            await clip.ReadAsync(block, 1, read, use, default);
            Assert.Equal(bytes.AsSpan(block * Blocks.Size, read.Length).ToArray(), read);
        }

        Assert.Equal(expected, use.Sent);
        Assert.Equal(expected, use.Needed);
    }

    private (string File, byte[] Bytes) Bytes(int count)
    {
        byte[] bytes = new byte[count];
        new Random(7).NextBytes(bytes);
        string file = _folder.File("bytes");
        File.WriteAllBytes(file, bytes);
        return (file, bytes);
    }

    private string Long(string name, string how)
    {
        string file = _folder.File(name);
        TestTools.FFmpeg(["-stream_loop", "14", "-i", TestMedia.File("video/city_bikes.mp4"), .. how.Split(' '), file]);
        return file;
    }

    // Half a minute passes between two looks at the clock.
    private sealed class Hurried : TimeProvider
    {
        private long _now;

        public override long GetTimestamp() => _now += TimestampFrequency * 30;
    }
}
