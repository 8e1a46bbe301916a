using MontageAI.Editing.Materials;
using MontageAI.Editing.Planning;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Editing.Styles;

/// <summary>One montage with everything that parameters act on: a song of all kinds of sections, clips that differ in light, colour,
/// motion, shake and likeness.</summary>
internal static class Scene
{
    /// <summary>Length in seconds.</summary>
    public const double Seconds = 96;

    /// <summary>Sections of the montage in its own seconds.</summary>
    public static readonly IReadOnlyList<(double Start, double End, SectionKind Kind)> Sections =
    [
        (0, 16, SectionKind.Intro),
        (16, 32, SectionKind.Verse),
        (32, 48, SectionKind.Build),
        (48, 64, SectionKind.Chorus),
        (64, 80, SectionKind.Break),
        (80, 96, SectionKind.Outro),
    ];

    /// <summary>The clips. Every motif is there three times; the later a clip, the more moves in it.</summary>
    public static readonly IReadOnlyList<ClipMaterial> Clips = [.. Enumerable.Range(0, 15).Select(Clip)];

    /// <summary>Energy of the song at a second of the montage.</summary>
    public static double EnergyAt(double second) => 0.5 + (0.4 * Math.Sin((second + 2) / 7));

    /// <summary>The plan of a style with the song.</summary>
    public static Timeline Plan(Style style, long seed = 1) =>
        new Planner(Footage.Request(seconds: Seconds, seed: seed) with { Style = style }, Clips, Song()).Plan();

    /// <summary>The plan of a style without a song.</summary>
    public static Timeline Songless(Style style) => new Planner(Footage.Request(seconds: 30) with { Style = style }, Clips, null).Plan();

    /// <summary>Number of a clip, 0 to 14.</summary>
    public static int ClipOf(TimelineShot shot) => int.Parse(shot.Source[1..], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The key frame nearest to the in-point of a shot.</summary>
    public static PictureFeatures PictureOf(TimelineShot shot) =>
        Clips[ClipOf(shot)].Analysis.KeyFrames.MinBy(k => Math.Abs(k.Time.Seconds - shot.In.Seconds))!.Features;

    /// <summary>The song.</summary>
    public static MusicMaterial Song()
    {
        MusicMaterial song = Footage.Song(bpm: 120, stretch: new SongStretch(2, 2 + Seconds, null, null, "test"));
        return song with
        {
            Analysis = song.Analysis with
            {
                Sections =
                [
                    .. Sections.Select((s, i) => new MusicSection(i == 0 ? 0 : s.Start + 2, i == 5 ? 240 : s.End + 2, s.Kind, 0.5f)),
                ],
                Energy = new(0.1, [.. Enumerable.Range(0, 2400).Select(i => (float)EnergyAt((i / 10.0) - 2))]),
            },
        };
    }

    private static ClipMaterial Clip(int i)
    {
        ClipMaterial clip = Footage.Measured(
            Footage.Clip($"c{i:00}", [9, 5, 12, 3], seed: i % 5),
            i / 14f,
            panX: (i % 3) - 1,
            shake: i % 4 == 0 ? 0.1f : 0.01f
        );
        return clip with
        {
            Analysis = clip.Analysis with
            {
                KeyFrames =
                [
                    .. clip.Analysis.KeyFrames.Select(k =>
                        k with
                        {
                            Features = k.Features with { ChromaRed = 0.01f * (i % 5), ChromaBlue = -0.01f * (i % 3) },
                        }
                    ),
                ],
            },
        };
    }
}
