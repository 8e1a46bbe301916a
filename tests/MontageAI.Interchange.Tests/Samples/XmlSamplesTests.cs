using System.Text.Json;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;

namespace MontageAI.Interchange.Tests.Samples;

/// <summary>XML of other programs is read: xmeml as the real library's adapter reads it, FCPXML by its own numbers.</summary>
public sealed class XmlSamplesTests
{
    // Where we read otherwise, and why.
    private static readonly Dictionary<string, string[]> s_deviations = new()
    {
        // The library's adapter knows of no speed; Hiero writes it as a part where others write per cent.
        ["xmeml_hiero.xml"] =
        [
            "track 0[3] start: the library reads 13600, we read 34",
            "track 0[3] speeds: the library reads , we read 0.0025",
        ],
        // Sounds that fade into each other are cut where their pictures are; the library lets the first go on to the end of the fade.
        ["xmeml_premiere.xml"] =
        [
            "track 7[2] start: the library reads 0.2, we read 0.6",
            "track 7[2] length: the library reads 3.1333333333333333, we read 2.7",
        ],
    };

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
