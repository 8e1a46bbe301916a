using System.Globalization;
using MontageAI.Engine.Tasks;
using MontageAI.Farm.Drivers;

namespace MontageAI.Farm.Tests;

/// <summary>Where a task goes, reckoned by hand from measured costs. A shot of two seconds in HD is about 100 million pixels.</summary>
public sealed class CostModelTests
{
    // "a 80 lacks 200 rate 1" is a machine "a" that was measured with 80 million pixels/s, lacks 200 MB of the clips and fetches 1 MB/s;
    // "?" was not measured, "hand" is what it has in hand (seconds), "rough" its speed with other work. "here" is the job's own machine,
    // and "" as the place that is chosen is whoever is free first.
    [Theory]
    // 100 / 20 = 5 here; there 200 / 1 + 100 / 80 + 0.1 = 201.35.
    [InlineData("with a link of 1 MB/s work stays here", "here 20; a 80 lacks 200 rate 1", "here", 5.0)]
    // There 200 / 100 + 1.25 + 0.1.
    [InlineData("with a link of 100 MB/s it goes out", "here 20; a 80 lacks 200 rate 100", "a", 3.35)]
    // 100 / 20 + 0.1 there.
    [InlineData("no quicker elsewhere: it stays here", "here 20; a 20", "here", 5.0)]
    // Here 8 + 5; there 100 / 10 + 0.1.
    [InlineData("hands full here: it goes to a slower one", "here 20 hand 8; a 10", "a", 10.1)]
    // a: 400 / 50 + 2 + 0.1 = 10.1; b: 100 / 20 + 0.1.
    [InlineData("the clips draw it to a slower machine", "a 50 lacks 400 rate 50; b 20", "b", 5.1)]
    // far: 1 + 40 / 10 + 0.1; near: 100 / 10 + 0.1.
    [InlineData("quick and far goes before slow and near", "far 100 lacks 40 rate 10; near 10", "far", 5.1)]
    // far: 1 + 120 / 10 + 0.1 = 13.1.
    [InlineData("but not for so many bytes", "far 100 lacks 120 rate 10; near 10", "near", 10.1)]
    // quick: the first slot is free in 3: 3 + 2 + 0.1; slow: 10.1.
    [InlineData("waiting is reckoned by slots", "quick 50 slots 2 hand 3 hand 4; slow 10", "quick", 5.1)]
    // quick: 3 + 4 + 2 + 0.1 = 9.1; slow: 5.1.
    [InlineData("of one slot it is the sum", "quick 50 hand 3 hand 4; slow 20", "slow", 5.1)]
    [InlineData("equal ones: whoever is free first", "a 20; b 21", "", null)]
    [InlineData("nobody was measured: whoever is free first", "a ?; b ?", "", null)]
    [InlineData("nobody was measured, a slot free here", "here ?; a ?", "here", null)]
    [InlineData("nobody was measured, none free here", "here ? hand 9; a ?", "", null)]
    // It may be as quick as the other, and is free.
    [InlineData("a new one is tried where it may be best", "a 20 hand 9; new ?", "", null)]
    [InlineData("a new one is not tried where it cannot be", "a 20; new ? lacks 500 rate 1", "a", 5.1)]
    // Nobody has fetched anything yet: 10 MB/s are supposed, 200 / 10 + 2 + 0.1 = 22.1.
    [InlineData("a link that nobody knows is supposed to be slow", "here 10; a 50 lacks 200", "here", 10.0)]
    // "a" is half as quick with such work as with other work, so it is 100 / 40 here.
    [InlineData("other work tells", "here ? rough 80; a 20 rough 40", "here", 2.5)]
    [InlineData("nobody is there", "", "", null)]
    [InlineData("only the job's own machine is there", "here 20", "", null)]
    public void Task_GoesWhereItIsCheapest(string why, string places, string place, double? seconds)
    {
        RouteChoice choice = CostModel.Choose(100, ["x264"], [.. places.Split(';').Where(p => p.Length > 0).Select(Read)]);

        string expected = place == "here" ? TaskRoute.Own : place;
        Assert.True(choice.Route.Place == expected, $"{why}: {choice.Route.Place}, since {choice.Route.Why}");
        Assert.Equal(place.Length == 0 ? RouteKind.Anyone : RouteKind.Place, choice.Kind);
        double? cost = choice.Route.Costs.FirstOrDefault(c => c.Place == expected)?.Seconds;
        Assert.True(cost == seconds, $"{why}: {cost} s");
    }

    [Fact]
    public void Task_ForGraphics_GoesOnlyWhereTheyAre()
    {
        Candidate[] places = [Node("quick", 500), Node("card", 20, can: "nvenc"), Node("other", 400)];

        Assert.Equal("card", CostModel.Choose(100, ["nvenc"], places).Route.Place);
        Assert.Equal("quick", CostModel.Choose(100, ["x264"], places).Route.Place);
        RouteChoice nobody = CostModel.Choose(100, ["qsv"], places);
        Assert.Equal((RouteKind.Anyone, "no machine can do it now"), (nobody.Kind, nobody.Route.Why));
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(1, 2, true)]
    [InlineData(4, 7, false)]
    [InlineData(4, 8, true)]
    public void Task_WhosePlaceHasItsHandsFull_WaitsWhereItCanStillGoElsewhere(int slots, int inHand, bool waits)
    {
        Candidate[] places = [Node("quick", 1000, slots) with { InHand = [.. Enumerable.Repeat(0.1, inHand)] }, Node("slow", 1)];

        RouteChoice choice = CostModel.Choose(100, [], places);

        Assert.Equal(waits ? RouteKind.Later : RouteKind.Place, choice.Kind);
        Assert.Equal("quick", choice.Route.Place);
    }

    [Fact]
    public void Costs_OfManyMachines_AreTheCheapestFew()
    {
        Candidate[] places = [.. Enumerable.Range(1, 200).Select(i => Node($"n{i}", i))];

        RouteChoice choice = CostModel.Choose(100, [], places);

        Assert.Equal(["n200", "n199", "n198", "n197", "n196"], choice.Route.Costs.Select(c => c.Place));
    }

    private static Candidate Read(string text)
    {
        string[] words = text.Trim().Split(' ');
        double? speed = words[1] == "?" ? null : Number(words[1]);
        Candidate place =
            words[0] == "here" ? new Candidate(TaskRoute.Own, 1) { Speed = speed, RoughSpeed = speed } : Node(words[0], speed);
        for (int i = 2; i < words.Length; i += 2)
        {
            double value = Number(words[i + 1]);
            place = words[i] switch
            {
                "lacks" => place with { MissingBytes = (long)(value * 1e6) },
                "rate" => place with { BytesPerSecond = value * 1e6 },
                "slots" => place with { Slots = (int)value },
                "hand" => place with { InHand = [.. place.InHand, value] },
                "rough" => place with { RoughSpeed = value },
                var word => throw new ArgumentException(word, nameof(text)),
            };
        }

        return place;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Candidate Node(string name, double? speed, int slots = 1, string can = "cpu") =>
        new(name, slots)
        {
            Speed = speed,
            RoughSpeed = speed,
            Can = ["cpu", "x264", can],
        };
}
