using MontageAI.Results;

namespace MontageAI.Demo.Music;

/// <summary>
/// The demo song: house music in A minor at 124 BPM, 40 bars: intro, verse, build, drop, break, drop, outro. Made by our own
/// synthesiser, so that it may be given away and its beats are known exactly. The same samples every time.
/// </summary>
internal sealed class DemoSong
{
    /// <summary>Samples per second.</summary>
    public const int SampleRate = 48_000;

    private const double TempoBpm = 124;

    // A moment of room before the first beat, as real recordings have.
    private const double LeadInSeconds = 0.25;
    private const double TailSeconds = 2.2;

    private static readonly (SectionKind Kind, int Bars)[] s_form =
    [
        (SectionKind.Intro, 4),
        (SectionKind.Verse, 8),
        (SectionKind.Build, 4),
        (SectionKind.Chorus, 8),
        (SectionKind.Break, 4),
        (SectionKind.Chorus, 8),
        (SectionKind.Outro, 4),
    ];

    // A minor, F, C, G with colour notes; MIDI numbers.
    private static readonly int[][] s_chords =
    [
        [57, 60, 64, 71],
        [53, 60, 64, 67],
        [55, 60, 64, 71],
        [55, 59, 62, 69],
    ];
    private static readonly int[] s_roots = [33, 29, 36, 31];

    // Lead line over the four chords: (eighth in the bar, length in eighths, note).
    private static readonly (int At, int Length, int Note)[][] s_melody =
    [
        [(0, 3, 76), (3, 1, 72), (4, 2, 74), (6, 2, 76)],
        [(0, 3, 81), (3, 1, 79), (4, 2, 76), (6, 2, 72)],
        [(0, 3, 79), (3, 1, 76), (4, 2, 74), (6, 2, 72)],
        [(0, 2, 74), (2, 2, 71), (4, 2, 74), (6, 1, 76), (7, 1, 79)],
    ];

    private static readonly int s_bars = s_form.Sum(f => f.Bars);
    private static readonly int s_length = At(s_bars * 16) + (int)(TailSeconds * SampleRate);

    private readonly StereoBus _drums;
    private readonly StereoBus _music;
    private readonly StereoBus _send;
    private readonly List<int> _kicks = [];

    private DemoSong()
    {
        _drums = new StereoBus(s_length);
        _music = new StereoBus(s_length);
        _send = new StereoBus(s_length);
    }

    /// <summary>The song's beats and sections, as written.</summary>
    public static DemoTruth Truth { get; } = MakeTruth();

    /// <summary>Synthesises the song. About 0.12 GB of memory while it runs.</summary>
    public static StereoBus Make(CancellationToken cancellationToken)
    {
        DemoSong song = new();
        int bar = 0;
        foreach ((SectionKind kind, int bars) in s_form)
        {
            for (int i = 0; i < bars; i++, bar++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                song.PlayBar(bar, kind, i, bars);
            }
        }

        song.PlayEnd(bar);
        return song.Mix();
    }

    /// <summary>First sample of a sixteenth, counted from the first beat, each rounded from its own time.</summary>
    private static int At(int sixteenth) => (int)Math.Round((LeadInSeconds + (sixteenth * 15 / TempoBpm)) * SampleRate);

    private void PlayBar(int bar, SectionKind kind, int inSection, int bars)
    {
        bool loud = kind == SectionKind.Chorus;
        int first = bar * 16;
        int chord = bar % 4;
        PlayPad(first, chord, kind, inSection, bars);
        PlayDrums(first, kind, inSection, bars);
        if (kind is SectionKind.Verse or SectionKind.Chorus || (kind == SectionKind.Outro && inSection < 2))
        {
            for (int step = 2; step < 16; step += 4)
            {
                PlayBass(first + step, 2, chord, loud ? 0.5f : 0.36f);
            }

            if (loud)
            {
                PlayBass(first + 7, 1, chord, 0.35f);
                PlayBass(first + 15, 1, chord, 0.35f);
            }
        }

        PlayArpeggio(first, chord, kind, inSection);
        if (loud || (kind == SectionKind.Break && inSection >= 2))
        {
            foreach ((int at, int eighths, int note) in s_melody[chord])
            {
                int start = At(first + (at * 2));
                Voices.Lead(_music, _send, start, At(first + ((at + eighths) * 2)) - start, note, loud ? 0.3f : 0.16f);
            }
        }

        if (inSection == 0 && kind != SectionKind.Intro && kind != SectionKind.Build)
        {
            Drums.Crash(_drums, _send, At(first), loud ? 0.34f : 0.2f);
        }

        if (kind == SectionKind.Build && inSection == 0)
        {
            Drums.Riser(_music, _send, At(first), At(first + (bars * 16)), 0.5f);
        }
    }

    private void PlayDrums(int first, SectionKind kind, int inSection, int bars)
    {
        bool lastBar = inSection == bars - 1;
        bool kicks =
            kind is SectionKind.Verse or SectionKind.Chorus or SectionKind.Outro
            || (kind == SectionKind.Intro && inSection >= 2)
            || (kind == SectionKind.Build && !lastBar);
        bool claps = kind is SectionKind.Chorus or SectionKind.Outro || (kind == SectionKind.Verse && inSection >= 2);
        for (int step = 0; step < 16; step++)
        {
            int at = At(first + step);
            uint seed = (uint)((first + step) * 2654435761L) | 1;
            if (kicks && step % 4 == 0)
            {
                _kicks.Add(at);
                Drums.Kick(
                    _drums,
                    at,
                    kind switch
                    {
                        SectionKind.Intro => 0.6f,
                        SectionKind.Verse => 0.76f,
                        _ => 0.9f,
                    }
                );
            }

            if (claps && step % 8 == 4)
            {
                Drums.Snare(_drums, _send, at, 0.62f, seed);
            }

            // Eighths mark the beat in the quiet parts, sixteenths drive the loud ones.
            float hat =
                step % 4 == 0 ? 0.15f
                : step % 2 == 0 ? 0.1f
                : kind == SectionKind.Chorus ? 0.07f
                : 0;
            if (hat > 0)
            {
                Drums.Hat(_drums, at, kind == SectionKind.Break ? hat * 0.7f : hat, 0.03f, seed);
            }

            if (step % 4 == 2 && kind is (SectionKind.Verse or SectionKind.Chorus))
            {
                Drums.Hat(_drums, at, 0.13f, 0.11f, seed + 2);
            }

            PlayRoll(at, step, kind, inSection, seed);
        }
    }

    // The build's snare roll: quarters, eighths, then sixteenths, rising.
    private void PlayRoll(int at, int step, SectionKind kind, int inSection, uint seed)
    {
        int every = inSection switch
        {
            0 or 1 => 4,
            2 => 2,
            _ => 1,
        };
        if (kind == SectionKind.Build && step % every == 0)
        {
            Drums.Snare(_drums, _send, at, 0.2f + (0.075f * inSection) + (0.008f * step), seed + 4);
        }
    }

    private void PlayPad(int first, int chord, SectionKind kind, int inSection, int bars)
    {
        float brightness = kind switch
        {
            SectionKind.Intro => 500 + (150 * inSection),
            SectionKind.Build => 900 + (700f * inSection),
            SectionKind.Chorus => 3000,
            SectionKind.Outro => 1600 - (250 * inSection),
            _ => 1300,
        };
        float level =
            kind == SectionKind.Chorus ? 0.62f
            : kind == SectionKind.Outro ? 0.6f - (0.08f * inSection / bars)
            : 0.68f;
        Voices.Pad(_music, _send, At(first), At(first + 16) - At(first), s_chords[chord], level, brightness);
    }

    private void PlayArpeggio(int first, int chord, SectionKind kind, int inSection)
    {
        if (kind == SectionKind.Outro && inSection >= 2)
        {
            return;
        }

        ReadOnlySpan<int> order = [0, 2, 1, 3, 2, 1, 3, 2];
        int stepSize = kind is SectionKind.Intro or SectionKind.Break ? 2 : 1;
        for (int step = 0; step < 16; step += stepSize)
        {
            int note = s_chords[chord][order[step / stepSize % 8]] + (step % 8 >= 6 ? 24 : 12);
            float accent = step % 4 == 0 ? 1 : 0.7f;
            float level = (kind == SectionKind.Chorus ? 0.16f : 0.2f) * accent;
            Voices.Pluck(_music, _send, At(first + step), note, level, step % 2 == 0 ? -0.4f : 0.4f);
        }
    }

    private void PlayBass(int sixteenth, int length, int chord, float level)
    {
        int start = At(sixteenth);
        Voices.Bass(_music, start, At(sixteenth + length) - start, s_roots[chord], level);
    }

    // The last downbeat: one kick, a crash and the home chord, left to ring.
    private void PlayEnd(int bar)
    {
        int at = At(bar * 16);
        _kicks.Add(at);
        Drums.Kick(_drums, at, 0.9f);
        Drums.Crash(_drums, _send, at, 0.28f);
        Voices.Pad(_music, _send, at, SampleRate * 3 / 2, s_chords[0], 0.6f, 1400);
        Voices.Bass(_music, at, SampleRate, s_roots[0], 0.45f);
    }

    private StereoBus Mix()
    {
        Effects.PingPong(_send, At(3) - At(0), 0.38f);
        Effects.Reverb(_send);
        _music.Add(_send, 0.5f);
        Effects.Duck(_music, _kicks, 0.62f);
        _drums.Add(_music, 1);
        Effects.Master(_drums, SampleRate);
        return _drums;
    }

    private static DemoTruth MakeTruth()
    {
        static double Seconds(int sixteenth) => (double)At(sixteenth) / SampleRate;
        double[] beats = [.. Enumerable.Range(0, (s_bars * 4) + 1).Select(b => Seconds(b * 4))];
        List<MusicSection> sections = [];
        int bar = 0;
        foreach ((SectionKind kind, int bars) in s_form)
        {
            sections.Add(new MusicSection(Seconds(bar * 16), Seconds((bar + bars) * 16), kind, 0));
            bar += bars;
        }

        return new DemoTruth(TempoBpm, beats, [.. beats.Where((_, i) => i % 4 == 0)], sections, (double)s_length / SampleRate);
    }
}
