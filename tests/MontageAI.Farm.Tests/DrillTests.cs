using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>The drills on a Redis.</summary>
[Collection(FarmCollection.Name)]
public sealed class RedisDrillTests(FarmFixture farms) : DrillTests(farms.OnRedis);

/// <summary>The drills on a queue inside the host.</summary>
[Collection(FarmCollection.Name)]
public sealed class OwnQueueDrillTests(FarmFixture farms) : DrillTests(farms.OnItsOwn);

/// <summary>A real farm on loopback that loses what farms lose.</summary>
public abstract class DrillTests
{
    private readonly TestFarm _farm;

    private protected DrillTests(TestFarm farm) => _farm = farm;

    [RedisTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Render_OnNodes_GivesTheBytesOfOneMachine(int count)
    {
        _farm.Forget();
        Started[] nodes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => _farm.JoinAsync()));
        string film = _farm.New("film.mp4");

        using Started job = _farm.Render(film);
        int code = await job.EndAsync();
        Array.ForEach(nodes, n => n.Dispose());

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.NotEmpty(nodes.SelectMany(n => n.Made));
        string said = string.Join('\n', job.Lines);
        Assert.True(!said.Contains("not on the farm", StringComparison.Ordinal), said);
    }

    [RedisFact]
    public async Task Node_KilledInMidTask_ItsTasksAloneAreDoneAgain()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started dying = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        await held.HeldAsync();
        using Started other = await _farm.JoinAsync();
        await other.SaysAsync(" made");

        dying.Kill();
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Single(dying.Begun);
        Assert.Contains(dying.Begun[0], other.Made);
        Assert.Equal(other.Begun.Distinct(), other.Begun);
        Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task Node_AskedToLeave_GivesItsTaskBack()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started leaving = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        await held.HeldAsync();
        string cache = _farm.New("cache");
        (int seen, string status) = await Started.RunAsync(cache, "farm", "status", _farm.Link, "--json");
        string name = leaving.Lines.First(l => l.Contains("works for the farm", StringComparison.Ordinal)).Split(' ')[0];

        // The host's own store remembers the link.
        (int asked, string text) = await Started.RunAsync(_farm.HostCache, "farm", "drain", name);
        int left = await leaving.EndAsync();
        using Started other = await _farm.JoinAsync();
        int code = await job.EndAsync();

        Assert.Equal(0, seen);
        Assert.Contains($"{{\"name\":\"{name}\",\"slots\":1,", status, StringComparison.Ordinal);
        Assert.True(asked == 0, text);
        Assert.Equal(0, left);
        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Contains(leaving.Begun[0], other.Made);
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
    }

    [RedisFact]
    public async Task Queue_EmptiedInMidJob_TheFilmIsMadeAndNothingTwice()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started node = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        await held.HeldAsync();

        await _farm.EmptyQueueAsync();
        held.LetGo();
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.Equal(node.Made.Distinct(), node.Made);
    }

    [RedisFact]
    public async Task Job_Interrupted_LeavesNoFFmpegBehind()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started node = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        int process = await held.HeldAsync();

        job.Signal("INT");
        int code = await job.EndAsync();
        await Patience.UntilAsync("the end of FFmpeg", () => !Processes.Runs(process));

        (_, string status) = await Started.RunAsync(_farm.HostCache, "farm", "status", "--json");

        Assert.Equal(130, code);
        Assert.False(File.Exists(film));
        Assert.Empty(node.Made);
        Assert.True(status.Contains("\"waiting\":0,", StringComparison.Ordinal), status);
    }

    [RedisFact]
    public async Task Queue_KilledInMidJob_GoesOnFromItsLogAndNothingIsMadeTwice()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started node = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        await held.HeldAsync();
        string link = _farm.Link;

        await _farm.LoseQueueAsync();
        held.LetGo();
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(link, _farm.Link);
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.NotEmpty(node.Made);
        Assert.Equal(node.Made.Distinct(), node.Made);
        Assert.DoesNotContain(job.Lines, l => l.Contains("not on the farm", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task Host_KilledAndStartedAgainAtOnce_GoesOn()
    {
        _farm.Forget();
        using Started node = await _farm.JoinAsync();
        string link = _farm.Link;

        _farm.Host.Kill();
        await _farm.StartHostAsync();
        await _farm.Host.SaysAsync("has joined");
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        int code = await job.EndAsync();

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(link, _farm.Link);
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(film));
        Assert.NotEmpty(node.Made);
    }

    [RedisFact]
    public async Task Node_FrozenInMidTask_IsReplacedAndItsLateResultDoesNoHarm()
    {
        _farm.Forget();
        HeldFFmpeg held = new(_farm.New("held"));
        using Started frozen = await _farm.JoinAsync(held.Folder);
        string film = _farm.New("film.mp4");
        using Started job = _farm.Render(film);
        await held.HeldAsync();
        frozen.Signal("STOP");
        using Started other = await _farm.JoinAsync();

        int code = await job.EndAsync();
        byte[] made = await File.ReadAllBytesAsync(film);
        held.LetGo();
        frozen.Signal("CONT");
        await frozen.SaysAsync(frozen.Begun[0] + " ");
        string again = _farm.New("film.mp4");
        using Started second = _farm.Render(again);

        Assert.True(code == 0, string.Join('\n', job.Lines));
        Assert.Equal(_farm.Alone, made);
        Assert.Contains(frozen.Begun[0], other.Made);
        Assert.Equal(0, await second.EndAsync());
        Assert.Equal(_farm.Alone, await File.ReadAllBytesAsync(again));
    }
}
