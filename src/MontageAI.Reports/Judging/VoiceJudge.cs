using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>Voices that a plan cuts off. Pure.</summary>
internal static class VoiceJudge
{
    // So much on either side of a cut, without a pause, is a line that was cut.
    private const double LeastSung = 0.15;

    /// <summary>Ends of the part of a song that lie within a voice.</summary>
    /// <param name="song">The song, with its voices.</param>
    /// <param name="clock">How it is played.</param>
    public static int SungLinesCut(MusicAnalysis song, SongClock clock) =>
        new[] { clock.SongSecondAt(0), clock.SongSecondAt(clock.Seconds) }.Count(at =>
            song.Voices.Any(v => at - v.Start > LeastSung && v.End - at > LeastSung)
        );
}
