using MontageAI.Containers.Mp4;

namespace MontageAI.Containers.Joining;

/// <summary>Refuses tracks whose tables hold numbers that no film can have, before anything is laid out by them.</summary>
internal static class TrackCheck
{
    // Twelve days at a million ticks per second.
    private const long MostTicks = 1L << 40;

    /// <summary>Checks a track whose samples are to be copied.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void Refuse(Mp4Track track)
    {
        bool isPossible = track.Timescale is > 0 and <= int.MaxValue && track.Width >= 0 && track.Height >= 0;
        for (int i = 0; i < track.Count && isPossible; i++)
        {
            isPossible =
                track.Sizes[i] >= 0
                && track.Offsets[i] >= 0
                && track.Offsets[i] <= track.DataEnd - track.Sizes[i]
                && track.DurationTicks[i] is >= 0 and < MostTicks
                && track.PresentationTicks[i] is > -MostTicks and < MostTicks;
        }

        if (!isPossible || !IsWhole(track))
        {
            throw new InvalidDataException("its tables are damaged.");
        }
    }

    private static bool IsWhole(Mp4Track track)
    {
        try
        {
            TrackBoxes.Entry(track.SampleEntry, track.Handler == "vide");
            _ = ParameterSets.IsAvc(track) || ParameterSets.IsHevc(track) ? ParameterSets.InBand(track) : [];
            return true;
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            return false;
        }
    }
}
