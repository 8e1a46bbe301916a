using MontageAI.Studio.Jobs;

namespace MontageAI.Studio.Tests;

/// <summary>Whose film is next.</summary>
public sealed class FilmTurnsTests
{
    [Fact]
    public void WhoHasHadTheFewest_IsNext()
    {
        FilmTurns turns = new();
        turns.Want("a");
        turns.Want("a");
        turns.Want("b");

        turns.Begin("a");

        Assert.Equal((1, 1, 0), (turns.Running, turns.Had("a"), turns.Had("b")));
        turns.End("a");
        Assert.Equal((0, 1, 0), (turns.Running, turns.Had("a"), turns.Had("b")));
        turns.Begin("b");
        Assert.Equal((1, 1), (turns.Had("a"), turns.Had("b")));
    }

    [Fact]
    public void WhoComesLate_StartsWhereTheOthersAre()
    {
        FilmTurns turns = new();
        for (int i = 0; i < 5; i++)
        {
            turns.Want("a");
        }

        for (int i = 0; i < 3; i++)
        {
            turns.Begin("a");
            turns.End("a");
        }

        turns.Begin("a");
        turns.Want("b");

        // What is being made for the other is not held against the one that comes.
        Assert.Equal(3, turns.Had("b"));
        Assert.True(turns.Had("b") < turns.Had("a"));
    }

    [Fact]
    public void WhoRested_HasNoClaimOnWhatOthersHadMeanwhile()
    {
        FilmTurns turns = new();
        turns.Want("a");
        turns.Want("b");
        turns.Begin("b");
        turns.End("b");
        for (int i = 0; i < 4; i++)
        {
            turns.Begin("a");
            turns.End("a");
            turns.Want("a");
        }

        turns.Want("b");

        Assert.Equal(turns.Had("a"), turns.Had("b"));
    }

    [Fact]
    public void WhoComesBack_KeepsWhatWasHad()
    {
        FilmTurns turns = new();
        turns.Want("a");
        turns.Want("b");
        turns.Want("b");
        turns.Begin("b");
        turns.End("b");
        turns.Begin("b");
        turns.End("b");
        turns.Want("b");

        // No rest makes it few again while others wait.
        Assert.Equal((0, 2), (turns.Had("a"), turns.Had("b")));
    }

    [Fact]
    public void WhenNobodyWantsAny_AllBeginAgain()
    {
        FilmTurns turns = new();
        turns.Want("a");
        turns.Begin("a");
        turns.End("a");
        Assert.Equal(0, turns.Had("a"));

        turns.Want("a");
        turns.Want("b");
        turns.Begin("a");
        turns.Withdraw("b");
        Assert.Equal(1, turns.Had("a"));
        turns.End("a");

        Assert.Equal((0, 0), (turns.Running, turns.Had("a")));
    }

    // Projects that want as many films as there are turns for have the same number, whatever order they asked in.
    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    [InlineData(20, 2)]
    public void AllHaveTheSame_WheneverTheyAsk(int projects, int atOnce)
    {
        Random random = new(projects);
        FilmTurns turns = new();
        string[] names = [.. Enumerable.Range(0, projects).Select(i => $"p{i}")];
        Dictionary<string, int> waiting = names.ToDictionary(n => n, _ => 30),
            made = names.ToDictionary(n => n, _ => 0);
        foreach (string name in names.SelectMany(n => Enumerable.Repeat(n, 30)).OrderBy(_ => random.Next()))
        {
            turns.Want(name);
        }

        List<string> running = [];
        for (int step = 0; step < projects * 10; step++)
        {
            while (running.Count < atOnce)
            {
                string next = names.Where(n => waiting[n] > 0).OrderBy(turns.Had).ThenBy(_ => random.Next()).First();
                turns.Begin(next);
                waiting[next]--;
                running.Add(next);
            }

            string ended = running[random.Next(running.Count)];
            running.Remove(ended);
            turns.End(ended);
            made[ended]++;
            Assert.Equal(running.Count, turns.Running);
        }

        // One is in the air, one more may have been begun.
        Assert.InRange(made.Values.Max() - made.Values.Min(), 0, 2);
    }
}
