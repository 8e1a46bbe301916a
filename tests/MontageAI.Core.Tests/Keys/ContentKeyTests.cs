using MontageAI.Keys;

namespace MontageAI.Core.Tests.Keys;

public sealed class ContentKeyTests
{
    [Fact]
    public void Build_SameFields_GivesSameKey() => Assert.Equal(Sample("a").Build(), Sample("a").Build());

    [Fact]
    public void Build_KnownFields_KeepsItsValue() =>
        // Changing this hash throws away every user's cache: bump versions instead.
        Assert.Equal("test/91860c62ba28", Sample("a").Build().ToString()[..17]);

    [Fact]
    public void Build_FieldBoundaryMoved_GivesOtherKey()
    {
        ContentKey first = Start().With("ab", "c").Build();
        ContentKey second = Start().With("a", "bc").Build();

        Assert.NotEqual(first, second);
    }

    [Fact]
    public void Build_AnyDifference_GivesOtherKey()
    {
        ContentKey[] keys =
        [
            Start().Build(),
            Start().With("x", (string?)null).Build(),
            Start().With("x", "").Build(),
            Start().With("x", "1").Build(),
            Start().With("x", 1).Build(),
            Start().With("x", 1.0).Build(),
            Start().With("x", true).Build(),
            Start().With("x", 1.0000000000000002).Build(),
            Start().With("x", ["1"]).Build(),
            Start().With("x", ["1", "2"]).Build(),
            Start().With("y", "1").Build(),
            Start().With("x", "1").With("x", "1").Build(),
            ContentKey.For("test", "2").With("x", "1").Build(),
            ContentKey.For("other", "1").With("x", "1").Build(),
        ];

        Assert.Equal(keys.Length, keys.Select(k => k.Hash).Distinct().Count());
    }

    [Fact]
    public void With_NegativeZero_EqualsZero() => Assert.Equal(Start().With("x", 0.0).Build(), Start().With("x", -0.0).Build());

    [Theory]
    [InlineData("../evil")]
    [InlineData("Two Words")]
    [InlineData("")]
    public void For_BadKind_Throws(string kind) => Assert.ThrowsAny<ArgumentException>(() => ContentKey.For(kind, "1"));

    private static ContentKeyBuilder Start() => ContentKey.For("test", "1");

    private static ContentKeyBuilder Sample(string text) =>
        Start().With("text", text).With("n", 5).With("d", 0.1).With("b", true).With("list", ["p", "q"]);
}
