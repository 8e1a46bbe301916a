using MontageAI.Editing.Styles;
using MontageAI.Errors;
using MontageAI.Timelines;

namespace MontageAI.Editing.Looks;

public sealed class LookTests
{
    [Fact]
    public void All_BuiltInLooks_AreTenAtLeastAndDiffer()
    {
        Assert.True(LookLibrary.All.Count >= 10);
        Assert.Equal(LookLibrary.All.Count, LookLibrary.All.Select(l => l.Look).Distinct().Count());
        Assert.All(LookLibrary.All, l => Assert.NotEmpty(l.Description));
        Assert.Contains(
            "There are: bleach, cold",
            Assert.Throws<ConfigurationException>(() => LookLibrary.Find("sepia")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Plan_NamedLook_IsWrittenWithItsNameAndKeepsMatching()
    {
        Style style = LookLibrary.Apply(StyleLibrary.Find("wedding"), LookLibrary.Find("Noir"));

        Timeline plan = Scene.Plan(style);

        Assert.Equal(("noir", -1.0), (plan.Look!.Name, plan.Look.Saturation));
        Assert.Equal(StyleLibrary.Find("wedding").Look.Match, style.Look.Match);
    }

    [Fact]
    public void Plan_Dynamic_HasNoLookNoEffectsAndNoClipSound()
    {
        Timeline plan = Scene.Plan(StyleLibrary.Default);

        Assert.True(plan.Look is null && plan.Sound is null && plan.Ending is null && plan.Music!.ClipSoundDb is null);
        Assert.All(
            plan.Shots,
            s => Assert.True(s.Ramp is null && s.Entry is null && s.Camera is null && s.Correction is null && s.Speed.Value == 1)
        );
    }

    [Fact]
    public void Check_SoundTable_GivesItsSize() => Assert.Equal(2, CubeTable.Check(Table(2, 8), "a.cube"));

    [Theory]
    [InlineData("", "there is no LUT_3D_SIZE")]
    [InlineData("0 0 0\n", "line 1: colours stand before LUT_3D_SIZE")]
    [InlineData("LUT_3D_SIZE 1\n", "line 1: LUT_3D_SIZE must be a whole number, 2 to 256")]
    [InlineData("LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n", "line 2: LUT_3D_SIZE stands there although")]
    [InlineData("LUT_3D_SIZE 2\n0 0 zero\n", "line 2: a colour is three numbers")]
    [InlineData("LUT_3D_SIZE 2\n0 nan 0\n", "line 2: a colour is three numbers")]
    [InlineData("LUT_3D_SIZE 2\nhello\n", "line 2: 'hello' is no keyword")]
    [InlineData("LUT_3D_SIZE 2\nDOMAIN_MIN 0 0\n", "line 2: DOMAIN_MIN needs three numbers")]
    public void Check_WrongTable_NamesTheLine(string text, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<ConfigurationException>(() => CubeTable.Check(text, "a.cube")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Check_TableCutOff_SaysHowMuchIsMissing() =>
        Assert.Contains(
            "ends after 5 colours; LUT_3D_SIZE 2 needs 8",
            Assert.Throws<ConfigurationException>(() => CubeTable.Check(Table(2, 5), "a.cube")).Message,
            StringComparison.Ordinal
        );

    private static string Table(int size, int rows) =>
        $"# made for a test\nTITLE \"a\"\nLUT_3D_SIZE {size}\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n"
        + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i / 8.0} 0.5 1e-1\n"));
}
