using System.Threading.Channels;
using MontageAI.Engine.Resources;

namespace MontageAI.Engine.Tests.Resources;

public sealed class SeatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_BetweenTurns_LetsNobodySlipIn()
    {
        using ResourceBudget whole = new(1, 8L << 30);
        JobShare budget = new(whole);
        using Seat seat = new(budget);
        await seat.TakeAsync(Urgency.Opening, Token);
        Task<IDisposable> other = budget.EnterAsync(Token);

        await seat.TakeAsync(Urgency.Opening, Token);
        Assert.False(other.IsCompleted);

        seat.Leave();
        (await other).Dispose();
    }

    [Fact]
    public async Task TryTake_WhereNoneIsIdle_WaitsOnlyWhenItsTurnComes()
    {
        using ResourceBudget whole = new(1, 8L << 30);
        JobShare budget = new(whole);
        using IDisposable held = await budget.EnterAsync(Token);
        using Seat seat = new(budget);
        seat.TryTake();

        Task turn = seat.TakeAsync(Urgency.Opening, Token);
        Assert.False(turn.IsCompleted);

        held.Dispose();
        await turn;
        Assert.Null(budget.TryEnter());
    }

    [Fact]
    public async Task Next_GivesTheCoreBackWhileTheQueueIsEmpty_AndAtItsEnd()
    {
        using ResourceBudget whole = new(1, 8L << 30);
        JobShare budget = new(whole);
        using Seat seat = new(budget);
        Channel<string> queue = Channel.CreateUnbounded<string>();
        queue.Writer.TryWrite("first");
        await seat.TakeAsync(Urgency.Opening, Token);

        Assert.Equal("first", await seat.NextAsync(queue.Reader, Token));
        Assert.Null(budget.TryEnter());

        Task<string?> next = seat.NextAsync(queue.Reader, Token);
        Assert.NotNull(budget.TryEnter());
        queue.Writer.TryWrite("second");
        Assert.Equal("second", await next);

        queue.Writer.Complete();
        Assert.Null(await seat.NextAsync(queue.Reader, Token));
    }
}
