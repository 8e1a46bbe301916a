using System.Text.RegularExpressions;
using MontageAI.Media;
using MontageAI.Rendering.Proxies;
using MontageAI.Rendering.Sprites;
using MontageAI.Rendering.Tests;
using MontageAI.Testing;

namespace MontageAI.Rendering.Tests.Sprites;

public sealed partial class SpriteTests
{
    [TableTheory(Every = 3)]
    [InlineData("every half second a key frame", true, ".mp4", "-g", "15")]
    [InlineData("one key frame", false, ".mp4", "-g", "999")]
    [InlineData("B-frames and a late start", true, ".mkv", "-g", "30", "-bf", "2", "-output_ts_offset", "5")]
    [InlineData("no index", false, ".ts", "-g", "15")]
    [InlineData("no timestamps", false, ".avi", "-c:v", "mpeg4", "-g", "15", "-q:v", "2")]
    public async Task Make_AnyClip_CuesShowThePicturesOfTheirTimes(
        string kind,
        bool onlyKeyFrames,
        string extension,
        params string[] encode
    )
    {
        using Scene scene = new();
        string source = Seconds(scene, "clip" + extension, 12, encode);
        MediaInfo info = scene.Probe(source);

        bool suffice = await new SpriteMaker(Scene.Tools).KeyFramesSufficeAsync(info, info.MainVideo!, CancellationToken.None);
        (SpriteSheets sheets, byte[] file) = await MakeAsync(scene, source, suffice);

        Assert.Equal((kind, onlyKeyFrames), (kind, suffice));
        AssertPictures(scene, sheets, file);
        Assert.InRange(sheets.Seconds.Count, 11, 14);
    }

    [Fact]
    public async Task Make_BesideAProxy_SameBytesAsAlone()
    {
        using Scene scene = new();
        string source = Seconds(scene, "clip.mp4", 6, ["-g", "90", "-bf", "2"]);
        MediaInfo info = scene.Probe(source);
        ProxyFileRequest job = new()
        {
            Source = info,
            Video = info.MainVideo!,
            Format = scene.Format,
            OutputPath = scene.Folder.File("proxy.mp4"),
            Sprites = new SpriteSheetRequest(
                SpriteLayout.For(info, info.MainVideo!, onlyKeyFrames: false),
                scene.Folder.File("beside.mjpeg")
            ),
        };
        ProxyFile proxy = await new ProxyRenderer(Scene.Tools).RenderAsync(job, null, CancellationToken.None);

        (SpriteSheets alone, byte[] file) = await MakeAsync(scene, source, onlyKeyFrames: false);

        Assert.Equal(file, await File.ReadAllBytesAsync(job.Sprites.OutputPath));
        Assert.Equivalent(alone, proxy.Sprites, strict: true);
        AssertPictures(scene, alone, file);
    }

    [Fact]
    public async Task Make_TwoMinutes_GoesOnOnASecondSheet()
    {
        using Scene scene = new();
        string source = scene.Source(
            "long.mp4",
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=64x36:rate=4:duration=130",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "4"
        );

        (SpriteSheets sheets, byte[] file) = await MakeAsync(scene, source, onlyKeyFrames: true);

        Assert.Equal(2, SpriteSheets.Split(file).Count);
        Assert.Equal(130, sheets.Seconds.Count);
        string[] cues = sheets.WebVtt(n => $"s{n}.jpg").Split("\n\n");
        Assert.Equal(131, cues.Length);
        Assert.Equal("00:01:40.000 --> 00:01:41.000\ns1.jpg#xywh=0,0,160,90", cues[101]);
        Assert.Equal("00:02:09.000 --> 00:02:10.000\ns1.jpg#xywh=1440,180,160,90", cues[130].TrimEnd());
    }

    [Fact]
    public async Task Make_RotatedClip_PicturesStandUpright()
    {
        using Scene scene = new();
        // White above and black below once it is turned.
        string flat = scene.Source(
            "flat.mp4",
            "-f",
            "lavfi",
            "-i",
            "color=black:size=320x180:rate=10:duration=2,drawbox=x=0:y=0:w=160:h=180:t=fill:color=white",
            "-pix_fmt",
            "yuv420p",
            "-g",
            "5"
        );
        string source = scene.Source("turned.mp4", "-i", flat, "-c", "copy", "-metadata:s:v", "rotate=270");
        Assert.Equal(90, scene.Probe(source).MainVideo!.Rotation);

        (SpriteSheets sheets, byte[] file) = await MakeAsync(scene, source, onlyKeyFrames: true);

        Assert.Equal((160, 284), (sheets.Layout.TileWidth, sheets.Layout.TileHeight));
        byte[] tile = Tile(scene, SpriteSheets.Split(file)[0], 0, 0, 160, 284);
        Assert.True(tile[(40 * 160) + 80] > 200);
        Assert.True(tile[(240 * 160) + 80] < 50);
    }

    [Fact]
    public async Task Make_Cancelled_LeavesNothing()
    {
        using Scene scene = new();
        string source = Seconds(scene, "clip.mp4", 6, []);
        MediaInfo info = scene.Probe(source);
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new SpriteMaker(Scene.Tools).MakeAsync(
                info,
                info.MainVideo!,
                SpriteLayout.For(info, info.MainVideo!, false),
                scene.Folder.File("s.mjpeg"),
                1,
                stop.Token
            )
        );

        Assert.Equal(["clip.mp4"], Directory.GetFiles(scene.Folder.Path).Select(Path.GetFileName));
    }

    // Grey that is 15 lighter every second.
    private static string Seconds(Scene scene, string name, int seconds, IEnumerable<string> encode) =>
        scene.Source(
            name,
            [
                "-f",
                "lavfi",
                "-i",
                $"color=gray:size=320x180:rate=30:duration={seconds},geq=lum='40+15*floor(N/30)':cb=128:cr=128,"
                    + $"setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709",
                "-pix_fmt",
                "yuv420p",
                .. encode,
            ]
        );

    private static async Task<(SpriteSheets Sheets, byte[] File)> MakeAsync(Scene scene, string source, bool onlyKeyFrames)
    {
        MediaInfo info = scene.Probe(source);
        string path = scene.Folder.File("sheets.mjpeg");
        SpriteSheets sheets = await new SpriteMaker(Scene.Tools).MakeAsync(
            info,
            info.MainVideo!,
            SpriteLayout.For(info, info.MainVideo!, onlyKeyFrames),
            path,
            1,
            CancellationToken.None
        );
        return (sheets, await File.ReadAllBytesAsync(path));
    }

    private static void AssertPictures(Scene scene, SpriteSheets sheets, byte[] file)
    {
        IReadOnlyList<byte[]> jpegs = SpriteSheets.Split(file);
        MatchCollection cues = Cue().Matches(sheets.WebVtt(n => $"sheet{n}.jpg"));
        Assert.Equal(sheets.Seconds.Count, cues.Count);
        double before = 0;
        foreach (Match cue in cues)
        {
            int[] n = [.. cue.Groups.Values.Skip(1).Select(g => int.Parse(g.Value, System.Globalization.CultureInfo.InvariantCulture))];
            double from = (n[0] * 60) + n[1] + (n[2] / 1000.0),
                to = (n[3] * 60) + n[4] + (n[5] / 1000.0);
            Assert.Equal(before, from, 3);
            Assert.True(to > from);
            before = to;
            byte[] tile = Tile(scene, jpegs[n[6]], n[7], n[8], n[9], n[10]);
            double luma = tile.Average(b => b) * 219 / 255 + 16;
            Assert.InRange(luma, 40 + (15 * Math.Floor(from + 0.02)) - 4, 40 + (15 * Math.Floor(from + 0.02)) + 4);
        }

        Assert.InRange(before, sheets.Seconds[^1], sheets.Seconds[^1] + 3);
    }

    private static byte[] Tile(Scene scene, byte[] jpeg, int x, int y, int width, int height)
    {
        string sheet = scene.Folder.File("sheet.jpg"),
            raw = scene.Folder.File("tile.raw");
        File.WriteAllBytes(sheet, jpeg);
        TestTools.FFmpeg("-i", sheet, "-vf", $"extractplanes=y,crop={width}:{height}:{x}:{y}", "-f", "rawvideo", "-pix_fmt", "gray", raw);
        return File.ReadAllBytes(raw);
    }

    [GeneratedRegex(@"00:(\d\d):(\d\d)\.(\d{3}) --> 00:(\d\d):(\d\d)\.(\d{3})\nsheet(\d)\.jpg#xywh=(\d+),(\d+),(\d+),(\d+)")]
    private static partial Regex Cue();
}
