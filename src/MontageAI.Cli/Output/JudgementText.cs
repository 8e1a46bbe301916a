using System.Globalization;
using MontageAI.Reports.Judging;

namespace MontageAI.Cli.Output;

/// <summary>A judgement for people: one line per question.</summary>
internal static class JudgementText
{
    private const int MostFaults = 6;

    private delegate void RowWriter(string name, params FormattableString[] text);

    /// <summary>Prints it.</summary>
    public static void Print(MontageJudgement j, TextWriter to)
    {
        void Row(string name, params FormattableString[] text) =>
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name, -11}{InvariantText.Of(text)}"));
        JudgedSubject s = j.Subject;
        to.WriteLine(Text($"{s.Path}"));
        Row(
            s.Kind,
            $"{s.Seconds:0.00} s, {s.Frames} frames at {s.Rate:0.###} fps, {s.Shots} ",
            $"{(s.Shots == 1 ? "shot" : "shots")}",
            $"{(s.Style is null ? "" : FormattableString.Invariant($", style {s.Style}, seed {s.Seed}"))}"
        );
        if (j.Beats is { } b)
        {
            Row(
                "beats",
                $"{b.Source}{(b.TempoBpm is { } t ? Text($", {t:0.0} BPM") : "")}",
                $"{(b.Confidence is { } c ? Text($", confidence {c:0.00}") : "")}"
            );
            Row(
                "cuts",
                $"{b.ErrorMs.Median:0.0} ms from the nearest beat in the median (mean {b.ErrorMs.Mean:0.0}, 95 % within ",
                $"{b.ErrorMs.P95:0.0}; {b.ErrorFrames.Median:0.00} frames); chance {b.ChanceMs.Median:0.0} ms"
            );
            Row(
                "",
                $"{b.OnBeat:P0} on a beat, within {b.ToleranceMs:0} ms (chance ",
                $"{b.OnBeatChance:P0}){(b.OnDownbeat is { } d ? Text($"; {d:P0} on a downbeat (chance {b.OnDownbeatChance:P0})") : "")}"
            );
            if (b.SectionChanges is { } changes)
            {
                string there = b.SectionChangesCut is { } cut
                    ? Text($", {cut:P0} of them with a cut; {b.CutsOnSectionChange:P0} of the cuts are there")
                    : "";
                Row("sections", $"{changes} {(changes == 1 ? "change" : "changes")} inside{there}");
            }
        }

        PaceFigures p = j.Pace;
        Row(
            "pace",
            $"{p.CutsPerMinute:0.0} cuts a minute; shots of {p.MeanShotSeconds:0.00} s (median {p.MedianShotSeconds:0.00}, ",
            $"{p.ShortestShotSeconds:0.00} to {p.LongestShotSeconds:0.00}), unevenness {p.Unevenness:0.00}"
        );
        if (p.CutsPerMinuteOver10Seconds.Count > 1)
        {
            Row(
                "",
                $"cuts a minute, ten seconds each: ",
                $"{string.Join(" ", p.CutsPerMinuteOver10Seconds.Select(v => v.ToString("0", CultureInfo.InvariantCulture)))}"
            );
        }

        if (j.Energy is { } e && (e.Motion ?? e.Pace) is not null)
        {
            Row(
                "energy",
                $"correlation with the music: {(e.Motion is { } m ? Text($"motion {m:+0.00;-0.00;0.00}, ") : "")}",
                $"{(e.Pace is { } q ? Text($"pace {q:+0.00;-0.00;0.00}") : "")} (by chance within {e.Chance:0.00})"
            );
        }

        PrintPictures(j, Row);
        PrintPeople(j, Row);
        if (j.Transitions.Any(t => t.Value > 0))
        {
            Row("joints", $"{string.Join(", ", j.Transitions.Where(t => t.Value > 0).Select(t => $"{t.Value} {t.Key}"))}");
        }

        PrintSound(j.Sound, Row);
        foreach (MissingFigure missing in j.Missing)
        {
            Row("unknown", $"{missing.Figure}: {missing.Reason}");
        }
    }

    private static void PrintPictures(MontageJudgement j, RowWriter row)
    {
        VarietyFigures v = j.Variety;
        List<string> variety = [];
        AddIf(
            variety,
            v.Sources is not null,
            $"{v.Sources} {(v.Sources == 1 ? "file" : "files")} ({v.EntropyBits:0.00} ",
            $"bits{(v.Evenness is { } even ? Text($", evenness {even:0.00}") : "")})"
        );
        AddIf(variety, v.Looks is not null, $"{v.Looks} different {(v.Looks == 1 ? "look" : "looks")}");
        AddIf(variety, v.RepeatedFrames is not null, $"{v.RepeatedFrames:P0} of frames shown before");
        AddIf(variety, v.RepeatedPictures is not null, $"{v.RepeatedPictures:P0} look like shown before");
        AddIf(variety, v.JumpCuts is not null, $"{v.JumpCuts?.Count} jump {(v.JumpCuts?.Count == 1 ? "cut" : "cuts")}");
        if (variety.Count > 0)
        {
            row("variety", $"{string.Join(", ", variety)}");
        }

        if (j.Pictures is { } p)
        {
            List<string> bad = [],
                look = [];
            AddIf(bad, p.Shaken is not null, $"{p.Shaken:P0} shaken");
            AddIf(bad, p.Blurred is not null, $"{p.Blurred:P0} blurred");
            AddIf(bad, true, $"{p.Smeared:P0} smeared");
            AddIf(bad, true, $"{p.Cards:P0} cards");
            AddIf(bad, p.Lettering > 0, $"{p.Lettering:P0} with letters over them");
            AddIf(bad, p.Bars > 0, $"{p.Bars:P0} with bars");
            AddIf(bad, p.FrozenInside > 0, $"{p.FrozenInside:P0} standing still in moving takes");
            AddIf(bad, p.HiddenCuts > 0, $"{p.HiddenCuts} hidden {(p.HiddenCuts == 1 ? "cut" : "cuts")}");
            row(
                "pictures",
                $"{string.Join(", ", [.. bad, Text($"{p.Black:P0} black"), Text($"{p.Frozen:P0} frozen")])}; {p.Measured:P0} of frames ",
                $"measured"
            );
            if (p.Faults.Count > 0)
            {
                string more = p.Faults.Count > MostFaults ? Text($" and {p.Faults.Count - MostFaults} more") : "";
                row(
                    "",
                    $"{string.Join(", ", p.Faults.Take(MostFaults).Select(f => Text($"{f.Kind} at {f.From:0.0} s (shot {f.Shot})")))}{more}"
                );
            }

            AddIf(look, p.Motion is not null, $"motion {p.Motion:0.00}");
            AddIf(look, p.Shake is not null, $"shake {p.Shake:0.00}");
            AddIf(look, p.Sharpness is not null, $"sharpness {p.Sharpness:0.00}");
            look.AddRange([Text($"brightness {p.Luma:0.00}"), Text($"saturation {p.Saturation:0.00}"), Text($"burnt out {p.White:P1}")]);
            row("", $"{string.Join(", ", look)}");
        }
    }

    private static void PrintPeople(MontageJudgement j, RowWriter row)
    {
        if (j.People is { } people)
        {
            List<string> facts = [Text($"a face in {people.Faces:P0} of the time")];
            AddIf(facts, j.Footage is not null, $"{j.Footage?.Faces:P0} of the footage has one");
            facts.Add(Text($"{people.CutHeads} {(people.CutHeads == 1 ? "shot cuts" : "shots cut")} a head"));
            AddIf(
                facts,
                people.OutOfView > 0,
                $"{people.OutOfView} {(people.OutOfView == 1 ? "shows" : "show")} none of the faces there are"
            );
            row("people", $"{string.Join(", ", facts)}");
        }

        if (j.Footage is { } f)
        {
            row(
                "footage",
                $"{f.ClipsShown} of {f.Clips} clips, {f.BestMomentsShown} of the {f.BestMoments} best moments ",
                $"(by chance {f.BestMomentsChance:0.0})"
            );
        }

        if (j.Voices is { } v)
        {
            List<string> cut = [];
            AddIf(cut, v.SungLinesCut is not null, $"{v.SungLinesCut} of both ends of the song within a sung line");
            AddIf(cut, v.Sentences is not null, $"{v.SentencesCut} of {v.Sentences} sentences cut off");
            AddIf(cut, v.OverSongLu is not null, $"{v.OverSongLu:0.0} LU over the song (least {v.OverSongLeastLu:0.0})");
            row("voices", $"{string.Join(", ", cut)}");
        }
    }

    private static void PrintSound(SoundFigures s, RowWriter row)
    {
        List<string> facts = [];
        AddIf(facts, s.LoudnessLufs is not null, $"{s.LoudnessLufs:0.0} LUFS");
        AddIf(facts, s.TruePeakDb is not null, $"true peak {s.TruePeakDb:0.0} dBTP");
        AddIf(facts, s.PlannedLufs is not null, $"{s.PlannedLufs:0.0} LUFS planned");
        AddIf(facts, s.EndDb is not null, $"ends {s.EndDb:0} dB below the loudest second");
        AddIf(facts, s.EndsClean is not null, $"{(s.EndsClean == true ? "clean end" : "cut off at the end")}");
        AddIf(facts, s.EndsOnDownbeat is not null, $"{(s.EndsOnDownbeat == true ? "ends on a bar" : "ends inside a bar")}");
        if (facts.Count > 0)
        {
            row("sound", $"{string.Join(", ", facts)}");
        }
    }

    private static void AddIf(List<string> facts, bool condition, params FormattableString[] fact)
    {
        if (condition)
        {
            facts.Add(Text(fact));
        }
    }

    private static string Text(params FormattableString[] text) => InvariantText.Of(text);
}
