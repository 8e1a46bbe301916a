using MontageAI.Farm.Settings;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>Files that several programs of one user write at once.</summary>
public sealed class PrivateFileTests
{
    [Fact]
    public void Write_ByManyAtOnce_LeavesOneOfTheTextsAndNothingElse()
    {
        using TempFolder folder = new();
        string file = folder.File("link");
        string[] texts = [.. Enumerable.Range(0, 8).Select(i => new string((char)('a' + i), 4000))];

        Parallel.For(
            0,
            texts.Length,
            i =>
            {
                for (int n = 0; n < 50; n++)
                {
                    PrivateFile.Write(file, texts[i]);
                    Assert.Contains(File.ReadAllText(file), texts);
                }
            }
        );

        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
    }
}
