using MontageAI.Errors;

namespace MontageAI.Looks;

public sealed class CubeTableTests
{
    [Fact]
    public void Parse_SoundTable_GivesItsPointsAndDomain()
    {
        CubeTable table = CubeTable.Parse("\uFEFF" + Table(2, 8).Replace("\n", "\r\n", StringComparison.Ordinal), "a.cube");

        Assert.Equal((2, true, 24), (table.Size, table.IsCube, table.Colours.Length));
        Assert.Equal([0.125, 0.5, 0.1], table.Colours.Slice(3, 3).ToArray());
        Assert.Equal([0, 0, 0, 1, 1, 1], [.. table.Least, .. table.Most]);
    }

    [Fact]
    public void Parse_OneDimensionalTableWithInputRange_GivesItsPointsAndDomain()
    {
        CubeTable table = CubeTable.Parse("LUT_1D_SIZE 3\nLUT_1D_INPUT_RANGE -1 2\n0 0 0\n.5 .5 .5\n1 1 1\n", "a.cube");

        Assert.Equal((3, false), (table.Size, table.IsCube));
        Assert.Equal([-1, -1, -1, 2, 2, 2], [.. table.Least, .. table.Most]);
    }

    [Theory]
    [InlineData("", "there is no LUT_3D_SIZE")]
    [InlineData("0 0 0\n", "line 1: colours stand before LUT_3D_SIZE")]
    [InlineData("LUT_3D_SIZE 1\n", "line 1: LUT_3D_SIZE must be a whole number, 2 to 129")]
    [InlineData("LUT_3D_SIZE 130\n", "line 1: LUT_3D_SIZE must be a whole number, 2 to 129")]
    [InlineData("LUT_1D_SIZE 65537\n", "line 1: LUT_1D_SIZE must be a whole number, 2 to 65536")]
    [InlineData("LUT_3D_SIZE 2\nLUT_3D_SIZE 2\n", "line 2: LUT_3D_SIZE stands there although")]
    [InlineData("LUT_3D_SIZE 2\n0 0 zero\n", "line 2: that is neither a keyword")]
    [InlineData("LUT_3D_SIZE 2\n0 nan 0\n", "line 2: that is neither a keyword")]
    [InlineData("LUT_3D_SIZE 2\n0 0 0 0\n", "line 2: that is neither a keyword")]
    [InlineData("LUT_3D_SIZE 2\nDOMAIN_MIN 0 0\n", "line 2: DOMAIN_MIN needs three numbers")]
    [InlineData("LUT_1D_SIZE 2\nDOMAIN_MIN 0 2 0\n0 0 0\n1 1 1\n", "DOMAIN_MIN is not below DOMAIN_MAX")]
    [InlineData("LUT_1D_SIZE 2\nLUT_1D_INPUT_RANGE 1 1\n0 0 0\n1 1 1\n", "DOMAIN_MIN is not below DOMAIN_MAX")]
    [InlineData("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n1 1 1\n", "line 4: more than the 2 colours")]
    public void Parse_WrongTable_NamesTheLine(string text, string expected) =>
        Assert.Contains(
            expected,
            Assert.Throws<ConfigurationException>(() => CubeTable.Parse(text, "a.cube")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Parse_TableCutOff_SaysHowMuchIsMissing() =>
        Assert.Contains(
            "ends after 5 colours; a size of 2 needs 8",
            Assert.Throws<ConfigurationException>(() => CubeTable.Parse(Table(2, 5), "a.cube")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Parse_FileThatIsNoTable_RepeatsNothingOfIt()
    {
        const string Text = "root:secret:19000\npassword = hunter2\nDOMAIN_MIN hunter2\nLUT_3D_SIZE hunter2\n";

        string message = Assert.Throws<ConfigurationException>(() => CubeTable.Parse(Text, "a.cube")).Message;

        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.Contains("line 2", message, StringComparison.Ordinal);
    }

    private static string Table(int size, int rows) =>
        $"# made for a test\nTITLE \"a\"\nLUT_3D_SIZE {size}\nDOMAIN_MIN 0 0 0\nDOMAIN_MAX 1 1 1\n"
        + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i / 8.0} 0.5 1e-1\n"));
}
