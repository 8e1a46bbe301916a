using System.Globalization;
using System.Text.RegularExpressions;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>Films of clips that a machine has in part only.</summary>
[Collection(FarmCollection.Name)]
public sealed partial class BlocksOnFarmTests(FarmFixture farms)
{
    private TestFarm Farm => farms.OnItsOwn;

    [RedisFact]
    public async Task Render_OfLongClips_FetchesWhatIsShownAndNothingTwice()
    {
        (string folder, string plan, byte[] alone) = await FilmAsync();
        long clips = Directory.GetFiles(folder).Sum(f => new FileInfo(f).Length);
        string cache = Farm.New("apart");

        (Started node, string film, IReadOnlyList<string> said) = await RenderAsync(cache, plan);
        Assert.Equal(alone, await File.ReadAllBytesAsync(film));
        Assert.DoesNotContain(said, l => l.Contains("not on the farm", StringComparison.Ordinal));
        (long sent, long needed) = Fetched(node);
        Assert.InRange(sent, 1, clips / 2);
        Assert.InRange(needed, 1, sent);
        Assert.Contains(said, l => l.Contains("clips sent", StringComparison.Ordinal));
        Assert.DoesNotContain(node.Lines, l => l.Contains("clips.invalid", StringComparison.Ordinal));

        // The same content under other names.
        string moved = folder + "-moved";
        Directory.Move(folder, moved);
        string again = Farm.New("again.json");
        await File.WriteAllTextAsync(again, (await File.ReadAllTextAsync(plan)).Replace(folder, moved, StringComparison.Ordinal));
        (Started second, string same, _) = await RenderAsync(cache, again);
        Assert.Equal(alone, await File.ReadAllBytesAsync(same));
        Assert.NotEmpty(second.Made);
        Assert.Equal((0, 0), Fetched(second));

        // As a disk does that goes bad.
        foreach (string block in Directory.GetFiles(Path.Combine(cache, "farm-work", "clips"), "*", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(block);
            bytes[bytes.Length / 2] ^= 0x40;
            await File.WriteAllBytesAsync(block, bytes);
        }

        (Started third, string right, _) = await RenderAsync(cache, again);
        Assert.Equal(alone, await File.ReadAllBytesAsync(right));
        Assert.NotEmpty(third.Made);
        Assert.InRange(Fetched(third).Sent, needed / 2, sent);
    }

    [RedisFact]
    public async Task Host_GoneInMidClip_IsWaitedFor()
    {
        (_, string plan, byte[] alone) = await FilmAsync();
        Farm.Forget();
        HeldFFmpeg held = new(Farm.New("held"));
        using Started node = await Farm.JoinAsync(Farm.New("apart"), held.Folder, "--apart");
        string film = Farm.New("film.mp4");
        using Started job = Farm.RenderPlan(plan, film);
        await held.HeldAsync();
        // FFmpeg finds the host gone, and what it still lacks.
        Farm.Host.Kill();
        held.LetGo();
        await Farm.StartHostAsync();
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(alone, await File.ReadAllBytesAsync(film));
        Assert.NotEmpty(node.Made);
        Assert.DoesNotContain(node.Lines, l => l.Contains(" failed: ", StringComparison.Ordinal));
    }

    private async Task<(string Folder, string Plan, byte[] Alone)> FilmAsync()
    {
        string folder = Farm.New("long");
        Directory.CreateDirectory(folder);
        Loop("city_bikes.mp4", "bikes.mp4");
        Loop("basketball_gym.mp4", "gym.mkv");
        string cache = Farm.New("alone");
        string plan = Farm.New("plan.json");
        string film = Farm.New("alone.mp4");
        string song = TestMedia.File("music/electropop_fairy_bot.ogg");
        await DoneAsync("plan", "--clips", folder, "--music", song, "--duration", "5", "--output", plan);
        await DoneAsync("render", plan, "--profile", "preview", "--output", film);
        return (folder, plan, await File.ReadAllBytesAsync(film));

        void Loop(string clip, string name) =>
            TestTools.FFmpeg([
                "-stream_loop",
                "29",
                "-i",
                TestMedia.File("video/" + clip),
                "-map",
                "0:v:0",
                "-c",
                "copy",
                Path.Combine(folder, name),
            ]);

        async Task DoneAsync(params string[] arguments)
        {
            (int code, string text) = await Started.RunAsync(cache, arguments);
            Assert.True(code == 0, text);
        }
    }

    private async Task<(Started Node, string Film, IReadOnlyList<string> Job)> RenderAsync(string cache, string plan)
    {
        Farm.Forget();
        string results = Path.Combine(cache, "farm-work", "shared-1");
        if (Directory.Exists(results))
        {
            Directory.Delete(results, recursive: true);
        }

        string film = Farm.New("film.mp4");
        using Started node = await Farm.JoinAsync(cache, null, "--apart");
        using Started job = Farm.RenderPlan(plan, film);
        int code = await job.EndAsync();
        node.Signal("TERM");
        await node.EndAsync();
        Assert.True(code == 0, string.Join('\n', job.Lines.Concat(node.Lines)));
        return (node, film, job.Lines);
    }

    private static (long Sent, long Needed) Fetched(Started node)
    {
        Match[] all = [.. node.Lines.Select(l => Bytes().Match(l)).Where(m => m.Success)];
        return (all.Sum(m => Number(m.Groups[1])), all.Sum(m => Number(m.Groups[2])));

        static long Number(Group text) => long.Parse(text.Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("([0-9]+) bytes of clips were fetched from the host, ([0-9]+) of them needed")]
    private static partial Regex Bytes();
}
