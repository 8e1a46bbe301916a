using System.Globalization;
using MontageAI.Time;

namespace MontageAI.Rendering.Requests;

/// <summary>
/// How pictures that were copied out of a proxy get their source's times back: their file counts from 0, the source's clock from anywhere.
/// </summary>
/// <param name="TimeBase">Seconds per tick of the source's stream.</param>
/// <param name="First">PTS of the first picture on the source's clock.</param>
/// <param name="Part">Filter with a trailing comma that takes the source's picture out of the proxy's, or empty.</param>
internal sealed record ProxyClock(Rational TimeBase, long First, string Part)
{
    /// <summary>Filters with a trailing comma that stand in front of all others, which then find what the source would give.</summary>
    internal string Filters =>
        string.Create(CultureInfo.InvariantCulture, $"settb={TimeBase.Numerator}/{TimeBase.Denominator},setpts=PTS+({First}),{Part}");
}
