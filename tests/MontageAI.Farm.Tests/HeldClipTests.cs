using MontageAI.Farm.Files;
using MontageAI.Farm.Queue;
using MontageAI.Testing;

namespace MontageAI.Farm.Tests;

/// <summary>What is said of the parts of clips that a machine has.</summary>
public sealed class HeldClipTests
{
    private const long Size = 64_000_000;

    [Theory]
    [InlineData("nothing is there", 0, 0, 10_000_000, 12_000_000, 2_000_000)]
    [InlineData("it is there", 10_000_000, 12_000_000, 10_000_000, 12_000_000, 0)]
    [InlineData("the other half is there", 10_000_000, 12_000_000, 8_000_000, 12_000_000, 2_000_000)]
    [InlineData("elsewhere something is there", 40_000_000, 50_000_000, 8_000_000, 12_000_000, 4_000_000)]
    [InlineData("to the last byte", 0, 64_000_000, 63_000_000, 64_000_000, 0)]
    public void Missing_OfARange_IsWhatIsNotHeld(string why, long from, long to, long start, long end, long missing)
    {
        string held = HeldClip.Of(Size, to > from ? [(from, to)] : []);

        Assert.True(held.Length <= HeldClip.Parts, held);
        Assert.True(HeldClip.Missing(held, Size, start, end) == missing, $"{why}: {HeldClip.Missing(held, Size, start, end)}");
    }

    [Fact]
    public void Whole_IsOneLetterWhateverItsSize()
    {
        Assert.Equal(HeldClip.Whole, HeldClip.Of(Size, [(0, 30_000_000), (30_000_000, Size)]));
        Assert.Equal(HeldClip.Whole, HeldClip.Of(100, [(0, 100)]));
        Assert.Equal(0, HeldClip.Missing(HeldClip.Whole, Size, 0, Size));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zz")]
    public void Missing_WhereNothingThatCanBeReadIsSaid_IsAll(string? held)
    {
        Assert.Equal(1000, HeldClip.Missing(held, Size, 5000, 6000));
        Assert.Equal(0, HeldClip.Missing(held, Size, 5000, 5000));
    }

    // Of a large clip a task takes less than can be said; it counts as there, or a second run would be sent elsewhere.
    [Fact]
    public void Little_OfALargeClip_CountsAsThere() =>
        Assert.Equal(
            0,
            HeldClip.Missing(HeldClip.Of(4L << 30, [(1L << 30, (1L << 30) + 500_000)]), 4L << 30, 1L << 30, (1L << 30) + 500_000)
        );

    [Fact]
    public async Task Shelf_OpenedAgain_SaysWhatItHas()
    {
        using TempFolder folder = new();
        ClipId clip = new("abc", 3L * Blocks.Size);
        ClipShelf shelf = new(folder.File("clips"), long.MaxValue);
        int empty = shelf.Changes;
        await shelf.KeepAsync(clip, 2, new byte[Blocks.Size]);
        await shelf.KeepAsync(clip, 0, new byte[Blocks.Size]);
        await shelf.KeepHeadAsync(clip, new byte[10]);
        ClipShelf again = new(folder.File("clips"), long.MaxValue);

        Assert.Equal(0, empty);
        Assert.NotEqual(0, shelf.Changes);
        Assert.NotEqual(0, again.Changes);
        (ClipId held, IReadOnlyList<int> blocks) = Assert.Single(again.Held(10));
        Assert.Equal(clip, held);
        Assert.Equal([0, 2], blocks.Order());
        Assert.Empty(again.Held(0));
    }
}
