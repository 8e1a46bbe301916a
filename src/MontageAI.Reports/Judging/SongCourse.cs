using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>What of a song's analysis is heard when in a film.</summary>
internal static class SongCourse
{
    /// <summary>The clock of a song as a timeline plays it.</summary>
    public static SongClock ClockOf(MusicBed music, double seconds) => new(music.Start, seconds, music.LoopStart, music.LoopEnd);

    /// <summary>Sections of the song in seconds of the film.</summary>
    public static IReadOnlyList<MusicSection> Sections(SongClock clock, MusicAnalysis song) =>
        [
            .. clock.Passes.SelectMany(p =>
                song.Sections.Where(s => s.End > p.Song + SongClock.Tolerance && s.Start < p.Song + p.Seconds - SongClock.Tolerance)
                    .Select(s =>
                        s with
                        {
                            Start = Math.Round(p.Montage + Math.Max(0, s.Start - p.Song), 6),
                            End = Math.Round(p.Montage + Math.Min(p.Seconds, s.End - p.Song), 6),
                        }
                    )
            ),
        ];

    /// <summary>Mean loudness in each second of the film; null where the song was not heard.</summary>
    public static IReadOnlyList<double?> Energy(SongClock clock, MusicAnalysis song)
    {
        const int Steps = 20;
        List<double?> energy = [];
        for (int s = 0; s < (int)Math.Ceiling(clock.Seconds - 0.25); s++)
        {
            double sum = 0;
            int known = 0;
            for (int k = 0; k < Steps; k++)
            {
                double film = s + ((k + 0.5) / Steps),
                    hop = Math.Floor((clock.SongSecondAt(Math.Min(film, clock.Seconds)) - song.AnalysedStart) / song.Energy.HopSeconds);
                if (film < clock.Seconds && hop >= 0 && hop < song.Energy.Values.Count)
                {
                    sum += song.Energy.Values[(int)hop];
                    known++;
                }
            }

            energy.Add(known == 0 ? null : sum / known);
        }

        return energy;
    }
}
