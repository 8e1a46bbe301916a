using System.Text.Json;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;

namespace MontageAI.Interchange.Tests.Samples;

/// <summary>XML of other programs is read: xmeml as the real library's adapter reads it, FCPXML by its own numbers.</summary>
public sealed class XmlSamplesTests
{
    // Where we read otherwise, and why.
    private static readonly Dictionary<string, string[]> s_deviations = new() { };

    [SampleFact]
    public void Xmeml_OneAndAll_IsReadAsTheLibraryReadsIt()
    {
        List<string> found = [];
        foreach (string name in HandoffSamples.Named(".xml"))
        {
            EditedSequence read = HandoffFormats.Read(HandoffSamples.Bytes(name), name);
            found.AddRange(
                ExpectedSequences
                    .Differences(HandoffSamples.Expected(name), read)
                    .Except(s_deviations.GetValueOrDefault(name, []))
                    .Select(d => $"{name}: {d}")
            );
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [SampleFact]
    public void Fcpxml_OneAndAll_IsRead()
    {
        foreach (string name in HandoffSamples.Named(".fcpxml"))
        {
            EditedSequence read = HandoffFormats.Read(HandoffSamples.Bytes(name), name);
            Assert.NotEmpty(read.Tracks);
            Assert.True(read.Rate > 20, name);
        }
    }
}
