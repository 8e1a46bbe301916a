using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Reports.Judging;

/// <summary>Where in the song each second of a film is: straight on from a moment, or jumping back at a loop.</summary>
internal sealed class SongCourse
{
    private readonly List<(double Film, double Song, double Seconds)> _passes = [];

    /// <summary>The song plays straight on.</summary>
    /// <param name="start">Second of the song at the film's first frame; may lie before the song.</param>
    /// <param name="seconds">Length of the film.</param>
    public SongCourse(double start, double seconds) => _passes.Add((0, start, seconds));

    /// <summary>As a timeline plays it.</summary>
    public SongCourse(MusicBed music, double seconds)
    {
        double film = 0,
            song = music.Start;
        while (film < seconds - 1e-9)
        {
            double length = music.LoopEnd is { } end && end > song ? Math.Min(seconds - film, end - song) : seconds - film;
            _passes.Add((film, song, length));
            film += length;
            song = music.LoopStart;
        }
    }

    /// <summary>The second of the song that sounds at a second of the film.</summary>
    public double SongAt(double film)
    {
        (double Film, double Song, double Seconds) pass = _passes.FindLast(p => p.Film <= film + 1e-9);
        return pass.Song + film - pass.Film;
    }

    /// <summary>Moments of the song as seconds of the film, in order.</summary>
    public IEnumerable<(double Film, T Item)> Unroll<T>(IReadOnlyList<T> items, Func<T, double> timeOf) =>
        _passes.SelectMany(p =>
            items
                .Where(i => timeOf(i) >= p.Song - 0.001 && timeOf(i) < p.Song + p.Seconds - 0.001)
                .Select(i => (Math.Max(0, p.Film + timeOf(i) - p.Song), i))
        );

    /// <summary>Sections of the song in seconds of the film.</summary>
    public IReadOnlyList<MusicSection> Sections(MusicAnalysis song) =>
        [
            .. _passes.SelectMany(p =>
                song.Sections.Where(s => s.End > p.Song + 0.001 && s.Start < p.Song + p.Seconds - 0.001)
                    .Select(s =>
                        s with
                        {
                            Start = Math.Round(p.Film + Math.Max(0, s.Start - p.Song), 6),
                            End = Math.Round(p.Film + Math.Min(p.Seconds, s.End - p.Song), 6),
                        }
                    )
            ),
        ];

    /// <summary>Mean loudness in each second of the film; null where the song was not heard.</summary>
    public IReadOnlyList<double?> Energy(MusicAnalysis song, double seconds)
    {
        const int Steps = 20;
        List<double?> energy = [];
        for (int s = 0; s < (int)Math.Ceiling(seconds - 0.25); s++)
        {
            double sum = 0;
            int known = 0;
            for (int k = 0; k < Steps; k++)
            {
                double film = s + ((k + 0.5) / Steps),
                    hop = Math.Floor((SongAt(Math.Min(film, seconds)) - song.AnalysedStart) / song.Energy.HopSeconds);
                if (film < seconds && hop >= 0 && hop < song.Energy.Values.Count)
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
