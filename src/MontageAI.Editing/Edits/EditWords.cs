using System.Text.RegularExpressions;
using MontageAI.Errors;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Editing.Edits;

/// <summary>A word for an edit.</summary>
/// <param name="Name">What stands before the equals sign.</param>
/// <param name="Form">What it looks like.</param>
/// <param name="Help">What it does.</param>
/// <param name="Read">Reads what stands behind the equals sign; null where that has another form.</param>
internal sealed record EditWord(string Name, string Form, string Help, Func<string, TimelineEdit?> Read);

/// <summary>
/// The one table of words for edits. In all of them <c>:</c> comes before frames and <c>@</c> before seconds, except for the speed and the
/// frames of a transition, which follow their name.
/// </summary>
internal static partial class EditWords
{
    // Clips whose clock is not known yet are named by microseconds.
    private static readonly Rational s_microseconds = new(1, 1_000_000);

    // Beyond all that a timeline may hold.
    private const double MostAmount = 1e8;
    private const double MostSpeedPart = 1000;

    /// <summary>All words.</summary>
    public static IReadOnlyList<EditWord> All { get; } =
    [
        new("swap", "swap=SHOT", "its next alternative (again: the one after)", v => new SwapEdit(ShotRef.Parse(v))),
        new("pin", "pin=SHOT:CLIP@SEC", "show this clip from this second", Pin),
        new("slip", "slip=SHOT:+FRAMES", "show a later (or -earlier) part of the same take", Slip),
        new("roll", "roll=SHOT:+FRAMES", "move the cut at its end; +1b by beats, @+0.5 by seconds", Roll),
        new("move", "move=SHOT:PLACE", "show it at another place", Move),
        new("drop", "drop=SHOT", "take it out; the shot before it is shown longer", v => new DropEdit(ShotRef.Parse(v))),
        new("split", "split=SHOT@SEC", "cut it in two; :FRAME by frames, :1b on a beat inside it", Split),
        new("join", "join=SHOT", "make one shot of it and the next, which goes on from it", v => new JoinEdit(ShotRef.Parse(v))),
        new("lock", "lock=SHOT", "keep it as it is, also when planned again", v => new LockEdit(ShotRef.Parse(v))),
        new("unlock", "unlock=SHOT", "let it be changed again", v => new UnlockEdit(ShotRef.Parse(v))),
        new("speed", "speed=SHOT@1/2", "show it slower or faster, in place of a ramp", Speed),
        new("transition", "transition=SHOT:KIND@FRAMES", $"enter it so: {Kinds()}, cut; 'end' for SHOT: how the montage ends", Transition),
        new(
            "correct",
            "correct=SHOT:NAME=VALUE,..",
            $"{string.Join(", ", CorrectionChange.Values.Select(v => v.Name))}, look=off; none",
            Correct
        ),
        new("camera", "camera=SHOT:F,X,Y,ZOOM;..", "the view at frame F: centre 0 to 1, zoom 1 to 8, ease; none", Camera),
        new("text", "text=KIND@FROM-TO:WORDS", "caption, title, lower_third, end_card; |SMALL; no words: take off", Text),
        new("rebeat", "rebeat=GRID", "other beats: x2, /2, half, bar+1, +20ms, 120bpm, or seconds 0.5*,1,1.5 (* downbeat)", Rebeat),
        new("ban", "ban=CLIP", "never show this clip", v => new BanEdit(v)),
        new("unban", "unban=CLIP", "allow a banned clip again", v => new UnbanEdit(v)),
    ];

    private static PinEdit? Pin(string value) =>
        PinForm().Match(value) is { Success: true } m
            ? new PinEdit(
                ShotRef.Parse(m.Groups[1].Value),
                m.Groups[2].Value,
                MediaTime.FromSeconds(Seconds(m.Groups[3].Value), s_microseconds)
            )
            : null;

    private static SlipEdit? Slip(string value) =>
        Halves(value, ':') is var (shot, frames) ? new SlipEdit(ShotRef.Parse(shot), Whole(frames)) : null;

    private static RollEdit? Roll(string value) => Amount(value) is var (shot, by) ? new RollEdit(shot, by) : null;

    private static SplitEdit? Split(string value) => Amount(value) is var (shot, at) ? new SplitEdit(shot, at) : null;

    private static MoveEdit? Move(string value) =>
        Halves(value, ':') is var (shot, place) ? new MoveEdit(ShotRef.Parse(shot), ShotRef.Parse(place)) : null;

    private static SpeedEdit? Speed(string value) =>
        Halves(value, '@') is var (shot, speed) ? new SpeedEdit(ShotRef.Parse(shot), Fraction(speed)) : null;

    private static TransitionEdit? Transition(string value)
    {
        if (Halves(value, ':') is not var (shot, what))
        {
            return null;
        }

        ShotRef? at = shot == "end" ? null : ShotRef.Parse(shot);
        if (what == "cut")
        {
            return new TransitionEdit(at, null);
        }

        if (Halves(what, '@') is not var (name, frames))
        {
            return null;
        }

        string[] kind = name.Split('-', 2);
        return new TransitionEdit(
            at,
            new ShotTransition(
                EditNames.Read<TransitionKind>(kind[0], "transition"),
                Whole(frames),
                kind.Length > 1 ? EditNames.Read<TransitionDirection>(kind[1], "direction") : TransitionDirection.Left
            )
        );
    }

    private static CorrectEdit? Correct(string value)
    {
        if (Halves(value, ':') is not var (shot, what))
        {
            return null;
        }

        CorrectionChange? change = what == "none" ? null : new CorrectionChange();
        foreach (string part in change is null ? [] : what.Split(','))
        {
            if (Halves(part, '=') is not var (name, amount))
            {
                return null;
            }

            change =
                name == "look" && amount is "on" or "off" ? change! with { WithoutLook = amount == "off" }
                : CorrectionChange.Values.FirstOrDefault(v => v.Name == name) is { } known ? known.With(change!, Number(amount))
                : throw new ConfigurationException(
                    ErrorCode.EditInvalid,
                    $"'{name}' is nothing that can be corrected; there are "
                        + $"{string.Join(", ", CorrectionChange.Values.Select(v => v.Name))}, look=on, look=off."
                );
        }

        return new CorrectEdit(ShotRef.Parse(shot), change);
    }

    private static CameraEdit? Camera(string value)
    {
        if (Halves(value, ':') is not var (shot, what))
        {
            return null;
        }

        List<CameraKey> keys = [];
        foreach (string[] key in what == "none" ? [] : what.Split(';').Select(k => k.Split(',')))
        {
            if (key.Length is not (4 or 5))
            {
                return null;
            }

            CameraEase ease = key.Length == 5 ? EditNames.Read<CameraEase>(key[4], "ease") : CameraEase.Linear;
            keys.Add(new CameraKey(Whole(key[0]), Number(key[1]), Number(key[2]), Number(key[3]), ease));
        }

        return new CameraEdit(ShotRef.Parse(shot), keys.Count > 0 ? keys : null);
    }

    private static TextEdit? Text(string value)
    {
        Match form = TextForm().Match(value);
        if (!form.Success)
        {
            return null;
        }

        string[] words = form.Groups["words"].Value.Split('|', 2);
        return new TextEdit(
            EditNames.Read<TextKind>(form.Groups["kind"].Value, "kind of text"),
            Seconds(form.Groups["from"].Value),
            form.Groups["to"].Success ? Seconds(form.Groups["to"].Value) : null,
            words[0].Length > 0 ? words[0] : null,
            words.Length > 1 ? words[1] : null
        );
    }

    private static RebeatEdit? Rebeat(string value) =>
        value switch
        {
            "x2" => new(new BeatChange(BeatChangeKind.Double)),
            "/2" => new(new BeatChange(BeatChangeKind.Halve)),
            "half" => new(new BeatChange(BeatChangeKind.OffBeat)),
            _ when value.StartsWith("bar", StringComparison.Ordinal) => new(new BeatChange(BeatChangeKind.BarShift, Whole(value[3..]))),
            _ when value.EndsWith("ms", StringComparison.Ordinal) => new(new BeatChange(BeatChangeKind.Nudge, Number(value[..^2]))),
            _ when value.EndsWith("bpm", StringComparison.Ordinal) => new(new BeatChange(BeatChangeKind.Tempo, Number(value[..^3]))),
            _ => new(new BeatChange(BeatChangeKind.Beats, Given: [.. value.Split(',').Select(Beat)])),
        };

    private static BeatMark Beat(string text) => new(Seconds(text.TrimEnd('*')), text.EndsWith('*'));

    // SHOT:FRAMES, SHOT:BEATSb or SHOT@SECONDS.
    private static (ShotRef Shot, EditAmount Amount)? Amount(string value) =>
        Halves(value, '@') is var (early, seconds) ? (ShotRef.Parse(early), new EditAmount(Seconds(seconds), EditUnit.Seconds))
        : Halves(value, ':') is not var (shot, amount) ? null
        : (
            ShotRef.Parse(shot),
            amount.EndsWith('b') ? new EditAmount(Whole(amount[..^1]), EditUnit.Beats) : new EditAmount(Whole(amount), EditUnit.Frames)
        );

    private static (string First, string Second)? Halves(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is > 0 and int i && i + 1 < text.Length ? (text[..i], text[(i + 1)..]) : null;

    private static int Whole(string text) =>
        NumberText.TryWhole(text, out long value, out string problem) ? (int)Bounded(text, value) : throw Refused(text, problem);

    private static double Number(string text) =>
        NumberText.TryNumber(text, out double value, out string problem) ? Bounded(text, value) : throw Refused(text, problem);

    private static double Seconds(string text) =>
        NumberText.TrySeconds(text, out double value, out string problem) ? Bounded(text, value) : throw Refused(text, problem);

    private static Rational Fraction(string text) =>
        Rational.TryParse(text, out Rational value) && Math.Max(Math.Abs(value.Value), value.Denominator) <= MostSpeedPart ? value
        : NumberText.TryNumber(text, out double number, out _) && Math.Abs(number) <= 1000
            ? new Rational((long)Math.Round(number * 1000), 1000)
        : throw Refused(text, "is no speed such as 1/2 or 0.5" + Corrected(text));

    private static double Bounded(string text, double value) => Math.Abs(value) <= MostAmount ? value : throw Refused(text, "is too large");

    private static string Corrected(string text) =>
        NumberText.Correction(text, t => NumberText.TryNumber(t, out _, out _)) is { } right ? $"; {right}" : "";

    private static ConfigurationException Refused(string text, string why) => new(ErrorCode.EditInvalid, $"'{Printable.Of(text)}' {why}.");

    private static string Kinds() => string.Join(", ", Enum.GetValues<TransitionKind>().Select(EditNames.Of));

    [GeneratedRegex("^([^:]+):(.+)@([^@]+)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PinForm();

    // Words may begin with figures and a colon, so minutes are read only where both ends are given.
    [GeneratedRegex(
        @"^(?<kind>[a-z_]+)@(?:(?<from>[0-9]+(?::[0-9]{2}){0,2}(?:[.,][0-9]+)?)-(?<to>[0-9]+(?::[0-9]{2}){0,2}(?:[.,][0-9]+)?)"
            + "|(?<from>-?[0-9.,]+)(?:-(?<to>-?[0-9.,]+))?):(?<words>.*)$",
        RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex TextForm();
}
