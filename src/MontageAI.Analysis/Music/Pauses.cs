namespace MontageAI.Analysis.Music;

/// <summary>How much of a track is pauses, which tells speech (a third and more) from music (seldom over a fifth).</summary>
internal static class Pauses
{
    // Half a second to either side.
    private const int Reach = 12;

    /// <summary>Share of time at less than half the mean level of the second around, 0 to 1.</summary>
    /// <param name="rms">Levels of <see cref="EnergyMeter"/>.</param>
    /// <remarks>
    /// The low-energy measure of Scheirer and Slaney, "Construction and evaluation of a robust multifeature speech/music discriminator",
    /// ICASSP 1997.
    /// </remarks>
    public static double Share(ReadOnlySpan<float> rms)
    {
        int low = 0;
        double sum = 0;
        int count = 0;
        for (int i = 0; i < Math.Min(Reach, rms.Length); i++)
        {
            sum += rms[i];
            count++;
        }

        for (int i = 0; i < rms.Length; i++)
        {
            if (i + Reach < rms.Length)
            {
                sum += rms[i + Reach];
                count++;
            }

            if (i - Reach - 1 >= 0)
            {
                sum -= rms[i - Reach - 1];
                count--;
            }

            low += rms[i] < 0.5 * sum / count ? 1 : 0;
        }

        return rms.Length == 0 ? 0 : low / (double)rms.Length;
    }
}
