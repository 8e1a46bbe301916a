using System.Globalization;
using System.Text;
using MontageAI.Interchange.Sequences;
using MontageAI.Rendering.Looks;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>What was done to the pictures, shot by shot, in words and numbers that can be dialled in by hand, colours as tables.</summary>
internal sealed class PackageRecipe
{
    private readonly Timeline _timeline;
    private readonly StringBuilder _text = new();
    private readonly List<(string File, string Table)> _tables = [];
    private readonly Dictionary<(ShotCorrection?, PictureLook?), string?> _names = [];

    /// <summary>That of a timeline.</summary>
    public PackageRecipe(Timeline timeline)
    {
        _timeline = timeline;
        Write();
    }

    /// <summary>The page.</summary>
    public string Text => _text.ToString();

    /// <summary>Tables by the names of their files.</summary>
    public IReadOnlyList<(string File, string Table)> Tables => _tables;

    private void Write()
    {
        Line("# How the pictures were made");
        Line("");
        Line(
            "Times are frames of the film, counted from 0. Each `.cube` holds correction and look of a shot together (33 points, BT.709, "
                + "full range in and out), to be put on the shot as it is. Zoom 1 shows the picture so that it fills the canvas; "
                + "places are parts of the picture's width and height, from its upper left corner."
        );
        Line("");
        Line(_timeline.Look is { } look ? "Look of all shots: " + ShotNotes.Look(look) + "." : "There is no look.");
        if (_timeline.Look is { } finish && (finish.Vignette > 0 || finish.Grain > 0 || finish.Sharpen > 0 || finish.Denoise > 0))
        {
            Line("Vignette, grain, sharpening and noise removal are not in the tables.");
        }

        foreach (TimelineShot shot in _timeline.Shots)
        {
            Shot(shot);
        }

        if (_timeline.Ending is { } ending)
        {
            Line("");
            Line(Invariant($"The film ends with a {ShotLosses.Word(ending.Kind)} of {ending.Frames} frames."));
        }
    }

    private void Shot(TimelineShot shot)
    {
        List<string> lines = [];
        PictureLook? look = shot.Correction?.WithoutLook == true ? null : _timeline.Look;
        if (Table(shot.Correction, look) is { } table)
        {
            lines.Add($"colours: `{table}`");
        }

        if (shot.Correction is { } correction && ShotNotes.Correction(correction) is { Length: > 0 } put)
        {
            lines.Add("correction: " + put);
        }

        if (shot.Ramp is { Count: > 0 } ramp)
        {
            lines.Add("speed: " + string.Join(", ", ramp.Select(p => Invariant($"{p.Speed * 100:0.#} % at frame {p.Frame}"))));
        }
        else if (shot.Speed.Value != 1)
        {
            lines.Add(Invariant($"speed: {shot.Speed.Value * 100:0.###} %"));
        }

        if (shot.Camera is { Count: > 0 } camera)
        {
            lines.Add("camera: " + ShotNotes.Camera(camera));
        }

        if (shot.Entry is { } entry)
        {
            lines.Add(Invariant($"entered by a {ShotLosses.Word(entry.Kind)} of {entry.Frames} frames, in the middle of the cut"));
        }

        if (lines.Count == 0)
        {
            return;
        }

        Line("");
        Line(Invariant($"## {shot.Id}, frames {shot.Record.Start} to {shot.Record.End}"));
        Line("");
        foreach (string line in lines)
        {
            Line("- " + line);
        }
    }

    private string? Table(ShotCorrection? correction, PictureLook? look)
    {
        (ShotCorrection?, PictureLook?) key = (correction is null ? null : correction with { Reason = null }, look);
        if (!_names.TryGetValue(key, out string? name))
        {
            string? text = LookTable.Of(correction, look);
            name = text is null ? null : Invariant($"tables/colours-{_tables.Count + 1:00}.cube");
            _names[key] = name;
            if (text is not null)
            {
                _tables.Add((name!, text));
            }
        }

        return name;
    }

    private void Line(string text) => _text.Append(text).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
