using System.Numerics;
using System.Runtime.Intrinsics;

namespace MontageAI.Dsp.Tests;

/// <summary>'./test' runs these tests twice; the second run must really be one without vector instructions.</summary>
public sealed class SimdSwitchTests
{
    [Fact]
    public void Vectors_InEachOfTheTwoRuns_AreOnOrOffAsAsked()
    {
        bool asked = Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") != "0";

        Assert.Equal(asked, Vector128.IsHardwareAccelerated);
        Assert.Equal(asked, Vector.IsHardwareAccelerated);
    }
}
