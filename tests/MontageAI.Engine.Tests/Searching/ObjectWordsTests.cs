using MontageAI.Engine.Searching;

namespace MontageAI.Engine.Tests.Searching;

public sealed class ObjectWordsTests
{
    private static readonly string[] s_labels = ["person", "bicycle", "motorbike", "dog", "wine glass", "cup", "knife", "sheep"];

    [Theory]
    [InlineData("dog", "dog")]
    [InlineData("Two puppies", "dog")]
    [InlineData("a wine glass", "wine glass")]
    [InlineData("knives", "knife")]
    [InlineData("sheep", "sheep")]
    [InlineData("people", "person")]
    [InlineData("bike", "bicycle,motorbike")]
    [InlineData("women with dogs", "person;dog")]
    public void Read_WordsForThings_NameThem(string words, string things) =>
        Assert.Equal(
            things,
            string.Join(';', new ObjectWords(s_labels).Read(words).Things.Select(t => string.Join(',', t.Select(i => s_labels[i]))))
        );

    [Fact]
    public void Read_OtherWords_AreGivenBack()
    {
        (IReadOnlyList<IReadOnlyList<int>> things, IReadOnlyList<string> unknown) = new ObjectWords(s_labels).Read(
            "A dog at the golden sunset"
        );

        Assert.Single(things);
        Assert.Equal(["golden", "sunset"], unknown);
    }
}
