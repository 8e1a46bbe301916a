using System.Globalization;
using MontageAI.Errors;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Tests.Samples;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Interchange.Tests.Hostile;

/// <summary>
/// Documents with something broken in them are read or refused as every document is, never otherwise. About 2,000 of them; with
/// MONTAGE_MUTATIONS=520, so many of each document, 20,000.
/// </summary>
public sealed class MutationTests
{
    private const long MostAllocated = 200_000_000;

    private static readonly int s_each = int.TryParse(
        Environment.GetEnvironmentVariable("MONTAGE_MUTATIONS"),
        CultureInfo.InvariantCulture,
        out int each
    )
        ? each
        : 50;

    [SampleFact]
    public void Samples_BrokenInManyWays_AreReadOrRefused() =>
        Check(HandoffSamples.Named(".otio", ".edl", ".xml", ".fcpxml").Select(n => (n, HandoffSamples.Bytes(n))));

    [Fact]
    public void Exports_BrokenInManyWays_AreReadOrRefused()
    {
        Timeline timeline = MadeTimelines.Of(12, 5);
        SequenceOptions options = new() { Song = new SongFacts(48_000, 2, 300) };
        Check(
            new[] { HandoffFormat.Otio, HandoffFormat.Edl, HandoffFormat.Fcpxml, HandoffFormat.Xmeml }.Select(f =>
                (f.ToString(), Bytes(HandoffFormats.Export(timeline, f, options).Parts[0]))
            )
        );
    }

    private static void Check(IEnumerable<(string Name, byte[] Bytes)> documents)
    {
        List<string> found = [];
        foreach ((string name, byte[] bytes) in documents)
        {
            for (int i = 0; i < s_each; i++)
            {
                byte[] broken = MutatedDocuments.Mutated(bytes, new Random(HashCode(name) + i));
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    MutatedDocuments.Through(broken, name, new FrameRate(24));
                }
                catch (ConfigurationException e) when (e.Message.Contains(name, StringComparison.Ordinal))
                {
                    // Refused, as it should be.
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    found.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {i}: {e.GetType().Name}: {e.Message} {e.StackTrace}"));
                }

                long cost = GC.GetAllocatedBytesForCurrentThread() - before;
                if (cost > MostAllocated)
                {
                    found.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {i}: {cost} bytes"));
                }
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found.Take(20)));
    }

    // The same on every run.
    private static int HashCode(string name) => name.Aggregate(17, (hash, c) => ((hash * 31) + c) & 0xffffff);

    private static byte[] Bytes(HandoffPart part)
    {
        using MemoryStream to = new();
        part.Write(to);
        return to.ToArray();
    }
}
