using MontageAI.Engine.Resources;

namespace MontageAI.Engine.Tests.Resources;

public sealed class ResourceBudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enter_WhenFull_TheMostUrgentGoesFirst_AndAmongEqualsTheFirstToCome()
    {
        using ResourceBudget whole = new(1, 8L << 30);
        JobShare budget = new(whole);
        IDisposable own = await budget.EnterAsync(Token);
        List<string> order = [];
        Task[] waiting =
        [
            WaitAsync("proxy", Urgency.Background),
            WaitAsync("rest 1", Urgency.Work),
            WaitAsync("look", Urgency.Ahead),
            WaitAsync("rest 2", Urgency.Work),
            WaitAsync("opening", Urgency.Opening),
        ];

        Assert.Null(budget.TryEnter());
        own.Dispose();
        await Task.WhenAll(waiting);

        Assert.Equal(["opening", "rest 1", "rest 2", "look", "proxy"], order);

        async Task WaitAsync(string name, Urgency urgency)
        {
            using IDisposable slot = await budget.EnterAsync(Token, urgency);
            order.Add(name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task WithIdleCores_DoesEveryPartOnce_AndGivesTheCoresBack(int cores)
    {
        using ResourceBudget whole = new(cores, 64L << 30);
        JobShare budget = new(whole);
        int[] done = new int[20];
        using (await budget.EnterAsync(Token))
        {
            await budget.WithIdleCoresAsync(
                done.Length,
                async i =>
                {
                    await Task.Yield();
                    Interlocked.Increment(ref done[i]);
                }
            );
        }

        Assert.All(done, times => Assert.Equal(1, times));
        IDisposable?[] free = [.. Enumerable.Range(0, cores + 1).Select(_ => budget.TryEnter())];
        Assert.Equal(cores, free.Count(f => f is not null));
    }

    [Fact]
    public async Task WithIdleCores_APartThatFails_FailsAll_AndGivesTheCoresBack()
    {
        using ResourceBudget whole = new(2, 64L << 30);
        JobShare budget = new(whole);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            budget.WithIdleCoresAsync(3, i => i == 1 ? throw new InvalidOperationException() : Task.CompletedTask)
        );

        Assert.NotNull(budget.TryEnter());
        Assert.NotNull(budget.TryEnter());
    }

    [Fact]
    public async Task Enter_GivenUp_LosesNoCore()
    {
        using ResourceBudget whole = new(1, 8L << 30);
        JobShare budget = new(whole);
        using CancellationTokenSource impatient = new();
        IDisposable own = await budget.EnterAsync(Token);
        Task<IDisposable> given = budget.EnterAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);

        own.Dispose();
        own.Dispose();

        using IDisposable? next = budget.TryEnter();
        Assert.NotNull(next);
        Assert.Null(budget.TryEnter());
    }

    [Theory]
    [InlineData(16, 64L << 30, 16)]
    [InlineData(16, 4L << 30, 5)]
    [InlineData(2, 256L << 20, 1)]
    public void Processes_FollowCoresAndMemory(int cores, long memory, int processes)
    {
        using ResourceBudget budget = new(cores, memory);

        Assert.Equal(processes, budget.Processes);
        Assert.Equal(processes, budget.Renderers);
        Assert.Equal(processes, budget.Analysers);
        Assert.True(budget.ScratchMemoryBytes <= memory / 4);
    }
}
