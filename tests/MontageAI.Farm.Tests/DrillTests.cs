namespace MontageAI.Farm.Tests;

/// <summary>A real farm on loopback that loses what farms lose.</summary>
[Collection(FarmCollection.Name)]
public sealed class DrillTests(FarmFixture farm)
{
    [RedisTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Render_OnNodes_GivesTheBytesOfOneMachine(int count)
    {
        farm.Forget();
        Started[] nodes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => farm.JoinAsync()));
        string film = farm.New("film.mp4");

        using Started job = farm.Render(film);
        int code = await job.EndAsync();
        Array.ForEach(nodes, n => n.Dispose());

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.NotEmpty(nodes.SelectMany(n => n.Made));
        Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task Node_KilledInMidTask_ItsTasksAloneAreDoneAgain()
    {
        farm.Forget();
        HeldFFmpeg held = new(farm.New("held"));
        using Started dying = await farm.JoinAsync(held.Folder);
        string film = farm.New("film.mp4");
        using Started job = farm.Render(film);
        await held.HeldAsync();
        using Started other = await farm.JoinAsync();
        await other.SaysAsync(" made");

        dying.Kill();
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Single(dying.Begun);
        Assert.Contains(dying.Begun[0], other.Made);
        Assert.Equal(other.Begun.Distinct(), other.Begun);
        Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task Node_AskedToLeave_GivesItsTaskBack()
    {
        farm.Forget();
        HeldFFmpeg held = new(farm.New("held"));
        using Started leaving = await farm.JoinAsync(held.Folder);
        string film = farm.New("film.mp4");
        using Started job = farm.Render(film);
        await held.HeldAsync();
        string cache = farm.New("cache");
        (int seen, string status) = await Started.RunAsync(cache, "farm", "status", farm.Link, "--json");
        string name = leaving.Lines.First(l => l.Contains("works for the farm", StringComparison.Ordinal)).Split(' ')[0];

        // The host's own store remembers the link.
        (int asked, string text) = await Started.RunAsync(farm.HostCache, "farm", "drain", name);
        int left = await leaving.EndAsync();
        using Started other = await farm.JoinAsync();
        int code = await job.EndAsync();

        Assert.Equal(0, seen);
        Assert.Contains($"{{\"name\":\"{name}\",\"slots\":1,", status, StringComparison.Ordinal);
        Assert.True(asked == 0, text);
        Assert.Equal(0, left);
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Contains(leaving.Begun[0], other.Made);
        Assert.Equal(farm.Alone, await File.ReadAllBytesAsync(film));
    }

    [RedisFact]
    public async Task Redis_FlushedInMidJob_TheFilmIsMadeAndNothingTwice()
    {
        farm.Forget();
        HeldFFmpeg held = new(farm.New("held"));
        using Started node = await farm.JoinAsync(held.Folder);
        string film = farm.New("film.mp4");
        using Started job = farm.Render(film);
        await held.HeldAsync();

        using (StackExchange.Redis.ConnectionMultiplexer redis = await farm.Redis.ConnectAsync())
        {
            await redis.GetServer("127.0.0.1", farm.Redis.Port).FlushAllDatabasesAsync();
        }

        held.LetGo();
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Equal(node.Made.Distinct(), node.Made);
    }

    [RedisFact]
    public async Task Job_Interrupted_LeavesNoFFmpegBehind()
    {
        farm.Forget();
        HeldFFmpeg held = new(farm.New("held"));
        using Started node = await farm.JoinAsync(held.Folder);
        string film = farm.New("film.mp4");
        using Started job = farm.Render(film);
        int process = await held.HeldAsync();

        job.Signal("INT");
        int code = await job.EndAsync();
        while (Directory.Exists($"/proc/{process}"))
        {
            await Task.Delay(20);
        }

        Assert.Equal(130, code);
        Assert.False(File.Exists(film));
        Assert.Empty(node.Made);
    }
}
