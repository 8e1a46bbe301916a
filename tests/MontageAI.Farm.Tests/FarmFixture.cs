using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>A film of real clips that was made without a farm, and two farms on loopback without nodes: one on a Redis, one whose host
/// keeps the queue itself.</summary>
public sealed class FarmFixture : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    /// <summary>On a real Redis.</summary>
    internal TestFarm OnRedis { get; private set; } = null!;

    /// <summary>On the host's own queue.</summary>
    internal TestFarm OnItsOwn { get; private set; } = null!;

    /// <summary>A plan that is longer than what previews show first.</summary>
    internal string LongPlan { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Needs.SkipReason is not null)
        {
            return;
        }

        string cache = _folder.File("alone");
        string plan = _folder.File("plan.json");
        LongPlan = _folder.File("long.json");
        await PlanAsync(plan, "6");
        await PlanAsync(LongPlan, "16");
        string film = _folder.File("alone.mp4");
        await DoneAsync(Started.RunAsync(cache, "render", plan, "--profile", "preview", "--output", film));
        byte[] alone = await File.ReadAllBytesAsync(film);
        OnRedis = new TestFarm(_folder.File("redis"), plan, alone, isOwn: false);
        OnItsOwn = new TestFarm(_folder.File("own"), plan, alone, isOwn: true);
        await OnRedis.StartAsync();
        await OnItsOwn.StartAsync();

        Task PlanAsync(string file, string seconds) =>
            DoneAsync(
                Started.RunAsync(
                    cache,
                    "plan",
                    "--clips",
                    TestMedia.File("video/basketball_gym.mp4"),
                    TestMedia.File("video/city_bikes.mp4"),
                    "--music",
                    TestMedia.File("music/electropop_fairy_bot.ogg"),
                    "--duration",
                    seconds,
                    "--output",
                    file
                )
            );
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        OnRedis?.Dispose();
        OnItsOwn?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task DoneAsync(Task<(int Code, string Text)> run)
    {
        (int code, string text) = await run;
        Assert.True(code == 0, text);
    }
}
