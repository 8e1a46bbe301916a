using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Host.Tests;

/// <summary>Jobs of the same urgency have the same of the cores.</summary>
public sealed class FairnessTests
{
    private const int Jobs = 10;
    private const int Pieces = 10;

    [Fact]
    public async Task TenAtOnce_WhenTheFirstEnds_NoneHasHadTwiceAsMuchAsAnother()
    {
        using Footage footage = new(1);
        await using MontageEngine engine = footage.Engine("store");
        double[] had = new double[Jobs];
        JobContext[] contexts = new JobContext[Jobs];
        using CountdownEvent ready = new(Jobs);
        TaskCompletionSource go = new();
        int ended = 0;

        Job<int>[] jobs =
        [
            .. Enumerable.Range(0, Jobs).Select(i => engine.Start("load", (context, token) => LoadAsync(i, context, token))),
        ];
        ready.Wait(TestContext.Current.CancellationToken);
        go.SetResult();
        await Task.WhenAll(jobs.Select(j => j.Completion));

        Assert.True(had.Max() <= 2 * had.Min(), string.Join(", ", had.Select(h => $"{h:0.00}")));

        async Task<int> LoadAsync(int number, JobContext context, CancellationToken token)
        {
            contexts[number] = context;
            ready.Signal();
            await go.Task;
            // Every other job works in pieces that are three times as long, and with more hands; neither gives it more.
            await Task.WhenAll(Enumerable.Range(0, 2 + (number % 2)).Select(_ => PiecesAsync(context, number % 2 == 0 ? 2 : 6, token)));
            if (Interlocked.Increment(ref ended) == 1)
            {
                for (int i = 0; i < Jobs; i++)
                {
                    had[i] = contexts[i].Budget.CoreSeconds;
                }
            }

            return number;
        }
    }

    [Fact]
    public async Task Background_WhileOthersWait_GetsNoTurn()
    {
        using Footage footage = new(1);
        await using MontageEngine engine = footage.Engine("store", cores: 1);
        List<string> turns = [];
        TaskCompletionSource waiting = new();

        Job<bool> holder = engine.Start(
            "holder",
            async (context, token) =>
            {
                using IDisposable one = await context.Budget.EnterAsync(token);
                await waiting.Task;
                return true;
            }
        );
        Job<bool>[] others =
        [
            engine.Start("proxies", (c, t) => TurnAsync("background", c, t), new JobOptions { Urgency = Urgency.Background }),
            engine.Start("create", (c, t) => TurnAsync("work", c, t)),
        ];
        while (others.Any(j => j.Events.ToList().Count == 0))
        {
            await Task.Yield();
        }

        waiting.SetResult();
        await Task.WhenAll(others.Select(o => o.Completion));
        await holder.Completion;

        Assert.Equal(["work", "work", "work", "background", "background", "background"], turns);

        async Task<bool> TurnAsync(string name, JobContext context, CancellationToken token)
        {
            Task[] three = [.. Enumerable.Range(0, 3).Select(_ => OneAsync())];
            context.Recorder.Advance("waiting", 1, 1);
            await Task.WhenAll(three);
            return true;

            async Task OneAsync()
            {
                using IDisposable turn = await context.Budget.EnterAsync(token);
                lock (turns)
                {
                    turns.Add(name);
                }
            }
        }
    }

    private static async Task PiecesAsync(JobContext context, int seconds, CancellationToken token)
    {
        for (int i = 0; i < Pieces; i++)
        {
            using IDisposable turn = await context.Budget.EnterAsync(token);
            await ToolProcess.RunAsync(
                "Making pictures",
                context.Tools.Command("-f", "lavfi", "-i", $"testsrc2=s=320x180:r=25:d={seconds}", "-f", "null", "-"),
                token
            );
        }
    }
}
