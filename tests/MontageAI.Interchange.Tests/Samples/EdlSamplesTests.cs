using System.Text.Json;
using MontageAI.Errors;
using MontageAI.Interchange.Edited;
using MontageAI.Interchange.Formats;
using MontageAI.Time;

namespace MontageAI.Interchange.Tests.Samples;

/// <summary>Edit decision lists of other programs are read as the real library's adapter reads them, or refused with a reason.</summary>
public sealed class EdlSamplesTests
{
    // The library puts the cut of a transition where it begins, we in its middle: a dissolve of 10 frames is 5 of either shot.
    private static readonly string[] s_centred =
    [
        "track 0[0] length: the library reads 0.375, we read 0.5833333333333334",
        "track 0[1] in: the library reads 0, we read 0.20833333333333334",
        "track 0[1] out: the library reads 0.4166666666666667, we read 0.20833333333333334",
        "track 0[2] place: the library reads 0.375, we read 0.5833333333333334",
        "track 0[2] start: the library reads 3608.3333333333335, we read 3608.5416666666665",
        "track 0[2] length: the library reads 0.4166666666666667, we read 0.20833333333333334",
    ];

    // Where we read otherwise, and why.
    private static readonly Dictionary<string, string[]> s_deviations = new()
    {
        ["cmx_dissolve.edl"] = s_centred,
        ["cmx_wipe.edl"] = s_centred,
        // Names are taken as they are; the library takes "FF" off, and a frozen frame that lasts one frame for natural speed.
        ["cmx_speed_small.edl"] =
        [
            "track 0[2] name: the library reads Z682_156 (LAY3), we read Z682_156 (LAY3) FF",
            "track 0[3] speeds: the library reads , we read 0",
        ],
    };

    [SampleFact]
    public void Samples_OneAndAll_AreReadAsTheLibraryReadsThem()
    {
        List<string> found = [];
        foreach (string name in HandoffSamples.Named(".edl"))
        {
            JsonElement expected = HandoffSamples.Expected(name);
            if (expected.TryGetProperty("error", out _))
            {
                continue;
            }

            double rate = expected.GetProperty("rate").GetDouble();
            EditedSequence read = HandoffFormats.Read(HandoffSamples.Bytes(name), name, new FrameRate((long)rate));
            // The library's adapter knows of no start of a list.
            string[] differences =
            [
                .. ExpectedSequences.Differences(expected, read with { Start = null }).Except(s_deviations.GetValueOrDefault(name, [])),
            ];
            found.AddRange(differences.Select(d => $"{name}: {d}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [SampleFact]
    public void Samples_ThatAreWrong_AreRefusedWithLineAndReason()
    {
        Assert.Contains("line 13", Refusal("cmx_mismatch.edl", 25), StringComparison.Ordinal);
        Assert.Contains("transition", Refusal("cmx_dissolve_fail.edl", 24), StringComparison.Ordinal);
        Assert.Contains("01:00:59:24", Refusal("pycmx_24psf.edl", 24), StringComparison.Ordinal);
    }

    [SampleFact]
    public void List_WithoutARate_IsRefusedWithTheRatesThatFit()
    {
        ConfigurationException e = Assert.Throws<ConfigurationException>(() =>
            HandoffFormats.Read(HandoffSamples.Bytes("pycmx_24psf.edl"), "a.edl")
        );
        Assert.Contains("25, 30000/1001, 30, 48, 50", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("24, 25", e.Message, StringComparison.Ordinal);
    }

    private static string Refusal(string name, long rate) =>
        Assert.Throws<ConfigurationException>(() => HandoffFormats.Read(HandoffSamples.Bytes(name), name, new FrameRate(rate))).Message;
}
