using System.Globalization;
using System.Text;
using MontageAI.Interchange.Sequences;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>The page that says which file to open where, and what is different there.</summary>
internal static class PackageConform
{
    private const int MostLosses = 200;

    /// <summary>The page.</summary>
    public static string Text(
        Timeline timeline,
        string name,
        IReadOnlyList<PackagedMedia> media,
        IReadOnlyList<Loss> losses,
        bool hasSounds
    )
    {
        StringBuilder text = new();
        void Line(string line) => text.Append(line).Append('\n');
        Line("# How to open this");
        Line("");
        Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{timeline.Frames} frames at {timeline.Rate} per second, {timeline.Shots.Count} shots. "
                    + $"`film.mp4` is the film as it was made: compare with it. All paths are relative: keep the folder together."
            )
        );
        Line("");
        Line("| program | file | then |");
        Line("|---|---|---|");
        Line(
            $"| DaVinci Resolve | `{name}.fcpxml` or `{name}.xml`; `{name}.otio` from 18.5 on | "
                + $"import `{name}.markers.edl` as timeline markers if they are missing |"
        );
        Line($"| Premiere Pro | `{name}.xml` | link media to the folder `media` if asked |");
        Line($"| Final Cut Pro | `{name}.fcpxml` | |");
        Line($"| Kdenlive | `{name}.kdenlive`; `{name}.otio` from 25.04 on | |");
        Line($"| Shotcut, melt | `{name}.mlt` | |");
        Line($"| Avid, Flame, Blender and others | `{name}.edl` | set the project to the film's rate first |");
        Line("");
        Line($"`{name}.csv` lists the shots, `{name}.vtt` the sections of the song. `RECIPE.md` says what was done to the pictures.");
        Line("");
        Line($"To bring an edited timeline back, import it with `{name}.montage.json` as the timeline that it came from.");
        if (hasSounds)
        {
            Line("");
            Line(
                "`audio/mix.wav` is the film's own mix. `audio/song.wav` and `audio/clips.wav` begin on the film's first sample, "
                    + "too, and have the level of their files: song and clips alone, not lowered under each other."
            );
        }

        if (media.Any(m => m.Proxy is not null))
        {
            Line("");
            Line(
                "`proxies` holds smaller stand-ins of the media (ProRes 422 Proxy, half the size): the same frames, timecode, channels and "
                    + $"names. The documents name the media, `{name}.otio` and `{name}.fcpxml` the proxies, too; programs attach them by "
                    + "name and timecode. Relinked to the folder `proxies`, with replacing what is there, the timeline shows them, and "
                    + "relinked to `media` the media again."
            );
        }

        Media(media, Line);
        Losses(losses, Line);
        return text.ToString();
    }

    private static void Media(IReadOnlyList<PackagedMedia> media, Action<string> line)
    {
        line("");
        line("## Media");
        line("");
        line("| file | original | first frame of it | frames | timecode |");
        line("|---|---|---|---|---|");
        foreach (PackagedMedia file in media)
        {
            string frames = file.Frames?.ToString(CultureInfo.InvariantCulture) ?? "all";
            string of = file.Note is null ? frames : $"{frames} ({file.Note})";
            line(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {Cell(file.File ?? "where it is")} | {Cell(file.Original)} | {file.FirstFrame} | {of} | {file.Timecode ?? "none"} |"
                )
            );
        }
    }

    private static void Losses(IReadOnlyList<Loss> losses, Action<string> line)
    {
        if (losses.Count == 0)
        {
            return;
        }

        line("");
        line("## What some of the formats do not hold");
        line("");
        foreach (Loss loss in losses.Take(MostLosses))
        {
            line($"- {(loss.Shot is { } shot ? shot + ": " : "")}{loss.Sentence}");
        }

        if (losses.Count > MostLosses)
        {
            line(string.Create(CultureInfo.InvariantCulture, $"- and {losses.Count - MostLosses} more, all of them in `report.json`"));
        }
    }

    private static string Cell(string text) => Errors.Printable.Of(text).Replace("|", "\\|", StringComparison.Ordinal);
}
