using MontageAI.Media;
using MontageAI.Results;

namespace MontageAI.Analysis.Clips.Pictures;

/// <summary>
/// The colour of the light by points near grey: what has little colour of its own has that of the light (grey colour points; Huo, Chang,
/// Wang and Wei, "Robust Automatic White Balance Algorithm using Gray Color Points in Images", IEEE Transactions on Consumer Electronics,
/// 2006). Points in the dark and burnt-out ones tell nothing.
/// </summary>
internal static class LightMeter
{
    // Limited range, luma 16 to 235: from a fifth to 97 %.
    private const int LeastLuma = 60;
    private const int MostLuma = 228;

    // Distance of chroma over luma from neutral, then from what was found (as often as that is asked), within which a point counts as near
    // grey. The paper's 0.13 and its coming back; more at first, to find the greys of a strong cast. Skin lies at 0.3.
    private const float NearNeutral = 0.2f;
    private const float NearLight = 0.13f;
    private const int Rounds = 3;
    private const float BlueWeight = 0.91f;
    private const float RedWeight = 1.38f;

    // Fewer of those that could be tell nothing, and so few bright points neither.
    private const double LeastShare = 0.05;
    private const double LeastBright = 0.1;

    /// <summary>The light of a picture; null where too few points tell it. O(pixels).</summary>
    public static GreyLight? Measure(SmallFrame frame)
    {
        (int bright, GreyLight? light) = Near(frame, 0, 0, NearNeutral);
        for (int round = 1; round < Rounds && light is { } found; round++)
        {
            light = Near(frame, found.Blue, found.Red, NearLight).Light;
        }

        return bright < LeastBright * frame.ChromaBlue.Length || light is null || Distance(light.Blue, light.Red) > NearNeutral
            ? null
            : light;
    }

    private static float Distance(float blue, float red) => (BlueWeight * Math.Abs(blue)) + (RedWeight * Math.Abs(red));

    // The mean of all points near a colour, and how many points there are that could be.
    private static (int Bright, GreyLight? Light) Near(SmallFrame frame, float nearBlue, float nearRed, float reach)
    {
        ReadOnlySpan<byte> luma = frame.Luma,
            blue = frame.ChromaBlue,
            red = frame.ChromaRed;
        int across = frame.Width / 2,
            bright = 0,
            grey = 0;
        double blues = 0,
            reds = 0;
        for (int i = 0; i < blue.Length; i++)
        {
            int y = luma[(i / across * 2 * frame.Width) + (i % across * 2)];
            if (y is < LeastLuma or > MostLuma)
            {
                continue;
            }

            bright++;
            float lightness = (y - 16) / 219f,
                cb = (blue[i] - 128) / 224f / lightness,
                cr = (red[i] - 128) / 224f / lightness;
            if (Distance(cb - nearBlue, cr - nearRed) < reach)
            {
                grey++;
                blues += cb;
                reds += cr;
            }
        }

        return (
            bright,
            grey == 0 || grey < LeastShare * bright
                ? null
                : new GreyLight((float)(blues / grey), (float)(reds / grey), (float)grey / bright)
        );
    }
}
