using System.Text.Json;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;

namespace MontageAI.Interchange.Tests.Samples;

/// <summary>OpenTimelineIO files of other programs are read as the real library reads them.</summary>
public sealed class OtioSamplesTests
{
    // Marker.3 means what Marker.2 does; the library of 0.18 refuses it, we read it, as the file before it was written anew.
    private const string Newer = "otio_marker3_newer.otio",
        Older = "otio_premiere_example.otio";

    [SampleFact]
    public void Samples_OneAndAll_AreReadAsTheLibraryReadsThem()
    {
        List<string> found = [];
        foreach (string name in HandoffSamples.Named(".otio"))
        {
            JsonElement expected = HandoffSamples.Expected(name == Newer ? Older : name);
            EditedSequence read = HandoffFormats.Read(HandoffSamples.Bytes(name), name);
            found.AddRange(ExpectedSequences.Differences(expected, read).Select(d => $"{name}: {d}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }
}
