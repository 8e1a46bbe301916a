using MontageAI.Keys;

namespace MontageAI.Core.Tests.Keys;

public sealed class RungVersionsTests
{
    [Fact]
    public void Current_EveryRung_HasAVersion() => Assert.All(Enum.GetValues<Rung>(), r => Assert.True(RungVersions.Current[r] > 0));

    [Fact]
    public void For_VersionOfOneRungRaised_ChangesTheKeysThatNameIt()
    {
        foreach (Rung raised in Enum.GetValues<Rung>())
        {
            RungVersions next = RungVersions.Current.With(raised, RungVersions.Current[raised] + 1);
            Assert.All(Enum.GetValues<Rung>(), r => Assert.Equal(r == raised, Key(RungVersions.Current, r) != Key(next, r)));
            Assert.Equal(
                raised is Rung.KeyFrames or Rung.Windows,
                Key(RungVersions.Current, Rung.KeyFrames, Rung.Windows) != Key(next, Rung.KeyFrames, Rung.Windows)
            );
        }
    }

    [Fact]
    public void For_SameVersionsOfOtherRungs_GivesAnotherKey() =>
        Assert.Equal(
            Enum.GetValues<Rung>().Length,
            Enum.GetValues<Rung>().Select(r => Key(RungVersions.Current.With(r, 1000), r)).Distinct().Count()
        );

    [Fact]
    public void For_NoRung_IsRefused() => Assert.Throws<ArgumentException>(() => Key(RungVersions.Current));

    private static ContentKey Key(RungVersions versions, params ReadOnlySpan<Rung> madeBy) =>
        ContentKey.For("test", versions, madeBy).With("source", "aa").Build();
}
