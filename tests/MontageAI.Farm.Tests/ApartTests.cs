using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using MontageAI.Farm.Members;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>Machines that share no folder with the host, and what it says to those who are not to ask.</summary>
[Collection(FarmCollection.Name)]
public sealed partial class ApartTests(FarmFixture farms)
{
    private TestFarm Farm => farms.OnItsOwn;

    [RedisFact]
    public async Task Render_OnNodesWithoutTheFolder_GivesTheSameBytesAndFetchesClipsOnce()
    {
        Farm.Forget();
        string cache = Farm.New("apart");
        string film = Farm.New("film.mp4");
        (IReadOnlyList<string> first, int code, IReadOnlyList<string> said) = await RenderAsync(cache, film);
        Farm.Forget();
        // The clips stay in the node's folder, its results do not.
        Directory.Delete(Path.Combine(cache, "farm-work", "shared-1"), recursive: true);
        string again = Farm.New("film.mp4");
        (IReadOnlyList<string> second, int codeAgain, _) = await RenderAsync(cache, again);

        Assert.True(code == 0, string.Join('\n', said));
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.DoesNotContain(said, l => l.Contains("not on the farm", StringComparison.Ordinal));
        long clips =
            new FileInfo(TestMedia.File("video/basketball_gym.mp4")).Length + new FileInfo(TestMedia.File("video/city_bikes.mp4")).Length;
        Assert.Equal(clips, Fetched(first));
        Assert.Equal(0, codeAgain);
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(again));
        Assert.Contains(second, l => l.EndsWith(" made", StringComparison.Ordinal));
        Assert.Equal(0, Fetched(second));
    }

    [RedisFact]
    public async Task Node_WhoseFolderHasAnotherPath_FindsItByItsMap()
    {
        Farm.Forget();
        string link = Farm.New("mounted");
        Directory.CreateSymbolicLink(link, Farm.Store);
        using Started node = await Farm.JoinAsync(Farm.New("node"), null, "--map", $"{Farm.Store}={link}");
        string film = Farm.New("film.mp4");
        using Started job = Farm.Render(film);
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.NotEmpty(node.Made);
        Assert.Equal(0, Fetched(node.Lines));
    }

    [RedisFact]
    public async Task Node_Removed_LosesItsRightsAndItsTaskIsDoneElsewhere()
    {
        Farm.Forget();
        HeldFFmpeg held = new(Farm.New("held"));
        using Started removed = await Farm.JoinAsync(held.Folder);
        string film = Farm.New("film.mp4");
        using Started job = Farm.Render(film);
        await held.HeldAsync();
        string name = removed.Lines.First(l => l.Contains("works for the farm", StringComparison.Ordinal)).Split(' ')[0];

        (int strange, string refused) = await Started.RunAsync(Farm.New("cache"), "farm", "remove", name, Farm.Link);
        (int done, string said) = await Started.RunAsync(Farm.HostCache, "farm", "remove", name);
        (int twice, string gone) = await Started.RunAsync(Farm.HostCache, "farm", "remove", name);
        using Started other = await Farm.JoinAsync();
        int code = await job.EndAsync();
        await removed.SaysAsync("was removed from the farm");
        await removed.EndAsync();

        Assert.Equal(1, strange);
        Assert.Contains("removed by the host", refused, StringComparison.Ordinal);
        Assert.True(done == 0, said);
        Assert.Equal(2, twice);
        Assert.Contains("is a member of the farm", gone, StringComparison.Ordinal);
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Contains(removed.Begun[0], other.Made);
    }

    [RootFact]
    public async Task Node_WithAFullDisk_LeavesAndItsTaskIsDoneElsewhere()
    {
        Farm.Forget();
        using SmallDisk disk = new(Farm.New("disk"));
        using Started full = await Farm.JoinAsync(disk.Folder, null, "--apart");
        disk.Fill();
        string film = Farm.New("film.mp4");
        using Started job = Farm.Render(film);
        await full.SaysAsync(" unfinished: ");
        using Started other = await Farm.JoinAsync();
        int code = await job.EndAsync();
        await full.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Contains(full.Lines, l => l.Contains("its disk is full", StringComparison.Ordinal));
        Assert.DoesNotContain(full.Lines, l => l.Contains("\\n", StringComparison.Ordinal));
        Assert.Empty(full.Made);
        Assert.Contains(full.Begun[0], other.Made);
    }

    [RedisFact]
    public async Task Node_ThatGivesBackBadResults_IsSetAsideUntilItJoinsAgain()
    {
        Farm.Forget();
        string cache = Farm.New("apart");
        (_, int first, IReadOnlyList<string> said) = await RenderAsync(cache, Farm.New("film.mp4"));
        Farm.Forget();
        foreach (string shot in Directory.GetFiles(Path.Combine(cache, "farm-work", "shared-1"), "*.mp4", SearchOption.AllDirectories))
        {
            // As a disk does that goes bad: other bytes, and nothing else to see.
            DateTime changed = File.GetLastWriteTimeUtc(shot);
            byte[] bytes = await File.ReadAllBytesAsync(shot);
            Array.Clear(bytes, 0, 1024);
            await File.WriteAllBytesAsync(shot, bytes);
            File.SetLastWriteTimeUtc(shot, changed);
        }

        using Started bad = await Farm.JoinAsync(cache, null, "--apart");
        string name = bad.Lines.First(l => l.Contains("works for the farm", StringComparison.Ordinal)).Split(' ')[0];
        string film = Farm.New("film.mp4");
        using Started job = Farm.Render(film);
        await bad.SaysAsync("leaves, since the host sets this machine aside");
        using Started good = await Farm.JoinAsync();
        int code = await job.EndAsync();
        await bad.EndAsync();
        (_, string status) = await Started.RunAsync(Farm.HostCache, "farm", "status");
        using Started again = await Farm.JoinAsync(cache, null, "--apart");
        (_, string after) = await Started.RunAsync(Farm.HostCache, "farm", "nodes");

        Assert.True(first == 0, string.Join('\n', said));
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(Farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Contains($"{name}  is set aside: it gave back three bad results; the last: ", status, StringComparison.Ordinal);
        Assert.Contains("Look at its disk, memory and FFmpeg, then join again.", status, StringComparison.Ordinal);
        Assert.Empty(bad.Made);
        Assert.DoesNotContain("set aside", after, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Host_Rotated_RefusesOldLinksAndKeepsItsNodes()
    {
        string old = Farm.Link;
        using Started node = await Farm.JoinAsync();
        await Farm.StartHostAsync("--rotate");
        await Farm.Host.SaysAsync("has joined");

        (int code, string text) = await Started.RunAsync(Farm.New("cache"), "farm", "join", old);

        Assert.NotEqual(old, Farm.Link);
        Assert.Equal(1, code);
        Assert.Contains("not good any more", text, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Host_AskedByStrangers_SaysNothing()
    {
        using HttpClientHandler handler = new()
        {
            ServerCertificateCustomValidationCallback = (_, c, _, _) =>
                c is not null && Farm.Link.Contains(HostCertificate.PinOf(c), StringComparison.Ordinal),
        };
        using HttpClient stranger = new(handler) { BaseAddress = new Uri($"https://127.0.0.1:{Farm.Port + 1}") };
        using HttpClient node = new(handler) { BaseAddress = stranger.BaseAddress };
        string secret = Farm.Link.Split('.')[^2];
        node.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        using StringContent join = new("{\"name\":\"hostile\",\"build\":null}");
        using HttpResponseMessage joined = await node.PostAsync(new Uri("/join", UriKind.Relative), join);
        string own = Form().Match(await joined.Content.ReadAsStringAsync()).Groups[1].Value;
        node.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", own);
        string[] paths = ["/", "/me", "/blocks", "/sources", "/remove", "/shots/a/b", "/../secrets.json", "/host.pfx", "/join"];
        HashSet<HttpStatusCode> answers = [];
        foreach (int round in Enumerable.Range(0, 50))
        {
            foreach (string path in paths)
            {
                using HttpRequestMessage request = new(round % 2 == 0 ? HttpMethod.Post : HttpMethod.Get, new Uri(path, UriKind.Relative));
                request.Headers.Authorization = round % 3 == 0 ? null : new AuthenticationHeaderValue("Bearer", new string('a', round));
                using HttpResponseMessage answer = await stranger.SendAsync(request);
                answers.Add(answer.StatusCode);
                Assert.DoesNotContain(secret, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
        }

        // A member reads no file that no running job has offered, and none by its path.
        string[] asked =
        [
            "{\"fingerprint\":\"/etc/passwd\",\"blocks\":[0]}",
            "{\"fingerprint\":\"../../secrets.json\",\"blocks\":[0]}",
            $"{{\"fingerprint\":\"{new string('0', 64)}\",\"blocks\":[0]}}",
        ];
        string offer = $"[{{\"fingerprint\":\"{new string('0', 64)}\",\"size\":10,\"path\":\"/etc/passwd\"}}]";
        HttpStatusCode offered = await PostAsync("/sources", offer);
        foreach (string text in asked)
        {
            Assert.Equal(HttpStatusCode.NotFound, await PostAsync("/blocks", text));
        }

        Assert.Equal(HttpStatusCode.OK, joined.StatusCode);
        Assert.Equal([HttpStatusCode.Unauthorized], answers);
        Assert.Equal(HttpStatusCode.NoContent, offered);
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync("/blocks", "no JSON"));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync("/remove", "{\"name\":\"host\",\"build\":null}"));
        using HttpResponseMessage left = await node.DeleteAsync(new Uri("/me", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, left.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync("/blocks", asked[0]));

        async Task<HttpStatusCode> PostAsync(string path, string text)
        {
            using StringContent content = new(text);
            using HttpResponseMessage answer = await node.PostAsync(new Uri(path, UriKind.Relative), content);
            return answer.StatusCode;
        }
    }

    private async Task<(IReadOnlyList<string> Node, int Code, IReadOnlyList<string> Job)> RenderAsync(string cache, string film)
    {
        using Started node = await Farm.JoinAsync(cache, null, "--apart");
        using Started job = Farm.Render(film);
        int code = await job.EndAsync();
        node.Signal("TERM");
        await node.EndAsync();
        return (node.Lines, code, job.Lines);
    }

    private static long Fetched(IEnumerable<string> lines) =>
        lines.Select(l => Bytes().Match(l)).Where(m => m.Success).Sum(m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("([0-9]+) bytes of clips were fetched")]
    private static partial Regex Bytes();

    [GeneratedRegex("\"secret\":\"([^\"]+)\"")]
    private static partial Regex Form();
}
