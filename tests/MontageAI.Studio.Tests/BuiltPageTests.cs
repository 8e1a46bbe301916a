using System.IO.Compression;
using MontageAI.Testing;

namespace MontageAI.Studio.Tests;

/// <summary>The page as it is sent: small enough to be there at once.</summary>
public sealed class BuiltPageTests
{
    // For the edit alone 120 kB of script are the budget, for all of the page 200; it is one file, so the smaller one holds.
    [Theory]
    [InlineData("page.js", 120_000)]
    [InlineData("page.css", 20_000)]
    [InlineData("index.html", 2_000)]
    public void Page_Compressed_IsWithinItsBudget(string name, int most)
    {
        using MemoryStream compressed = new();
        using (GZipStream zip = new(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            using FileStream file = File.OpenRead(Path.Combine(Checkout.Root, "src", "MontageAI.Studio", "wwwroot", name));
            file.CopyTo(zip);
        }

        Assert.InRange(compressed.Length, 1, most);
    }
}
