using System.Globalization;
using System.Text.RegularExpressions;

namespace MontageAI.Timelines;

/// <summary>The English sentences of reasons. Decisions are made by codes; sentences are for people.</summary>
internal static partial class ReasonSentences
{
    private static readonly Dictionary<string, string> s_sentences = new()
    {
        [ReasonCodes.Words] = "{0}",
        [ReasonCodes.Opens] = "opens the montage ({0})",
        [ReasonCodes.Downbeat] = "starts on a downbeat ({0})",
        [ReasonCodes.BarBeat] = "starts on beat {0} of the bar ({1})",
        [ReasonCodes.Beat] = "starts on a beat ({0})",
        [ReasonCodes.Accent] = "starts on an accent of the song ({0})",
        [ReasonCodes.NoBeat] = "starts at the style's pace, on no beat ({0})",
        [ReasonCodes.UnusedPart] = "another part of a shot already shown, since no unused shot lasts {0} s",
        [ReasonCodes.Twin] = "the same recording was shown from another file, since nothing else lasts {0} s",
        [ReasonCodes.Repeated] = "shown again, since no unused footage lasts {0} s",
        [ReasonCodes.Shortened] = "cut shorter than the style asks for, since the footage does not fill the whole time",
        [ReasonCodes.Suspect] = "shown although {0}: there is no other new footage for this place",
        [ReasonCodes.Title] = "a title of the footage comes {0} s after it begins: nothing without one fits here that was not shown twice",
        [ReasonCodes.Lettering] = "letters lie over its picture, as over most of its clip",
        [ReasonCodes.JumpCut] = "a jump cut: there is no other footage for this place",
        [ReasonCodes.OnlyOne] = "the only footage that fits",
        [ReasonCodes.Fits] = "fits, and its clip was not shown close by",
        [ReasonCodes.Exchanged] = "has changed places with another shot: both suit the music and the shots beside them better so",
        [ReasonCodes.StandsIn] = "stands in for footage that could not be read",
        [ReasonCodes.ChosenByHand] = "chosen by hand",
        [ReasonCodes.AlternativeTaken] = "alternative taken by hand; when planned: {0}",
        [ReasonCodes.WasHere] = "was here before the change by hand",
        [ReasonCodes.Slipped] = "slipped by hand",
        [ReasonCodes.SplitOff] = "split off by hand",
        [ReasonCodes.SpeedSet] = "speed {0} set by hand",
        [ReasonCodes.BegunEarlier] = "begins earlier in its clip, so that it lasts on beats changed by hand",
        [ReasonCodes.Moved] = "moved here by hand",
        [ReasonCodes.EnergyMatches] = "energy {0} matches the moment's {1}",
        [ReasonCodes.EnergyNearest] = "energy {0} is the nearest to the moment's {1} of {2} candidates",
        [ReasonCodes.MotionMatches] = "motion {0} matches the moment's {1}",
        [ReasonCodes.MotionNearest] = "motion {0} is the nearest to the moment's {1} of {2} candidates",
        [ReasonCodes.Sharpest] = "sharpest of {0} candidates",
        [ReasonCodes.Quality] = "picture quality {0}",
        [ReasonCodes.OnKeyFrame] = "starts on a key frame",
        [ReasonCodes.FramesBefore] = "{0} frames are decoded before it",
        [ReasonCodes.LaterStart] = "starts {0} s later than it could: {1}",
        [ReasonCodes.DropForce] = "the drop: the strongest action found for it ({0} of the most that was measured)",
        [ReasonCodes.DropEnergy] = "the drop: the liveliest picture found for it ({0}; its motion was not measured)",
        [ReasonCodes.OnDrop] = "stands on the drop",
        [ReasonCodes.Breath] = "breathing room after the drop: calmer and longer",
        [ReasonCodes.Opening] = "a strong opening: {0}{1}",
        [ReasonCodes.Closing] = "a closing picture: calm{0}{1}",
        [ReasonCodes.FillsCanvas] = "fills the canvas, where another would have left it partly black",
        [ReasonCodes.NoJumpCut] = "another shot would have been a jump cut",
        [ReasonCodes.WideFirst] = "a wide shot first, where a section begins (closeness {0})",
        [ReasonCodes.NearerAfterWide] = "nearer after the wide shot (closeness {0})",
        [ReasonCodes.SizeChanges] = "{0} after {1}: the shot size changes ({2} to {3})",
        [ReasonCodes.HoldsWide] = "wide enough to be held (closeness {0})",
        [ReasonCodes.ReadsClose] = "close enough to be read quickly (closeness {0})",
        [ReasonCodes.CutOnAction] = "cut on action: its motion peaks {0} s after the cut",
        [ReasonCodes.Moment] = "most happens {0} s after it begins",
        [ReasonCodes.Flows] = "moves on in the direction of the shot beside it (cosine {0})",
        [ReasonCodes.Clashes] = "moves against the shot beside it (cosine {0})",
        [ReasonCodes.MatchCut] = "a match cut: alike in shape ({0} of 64 bits differ) and colour",
        [ReasonCodes.People] = "people, as far as colour tells (skin-coloured patches on {0} % of the picture)",
        [ReasonCodes.Faces] = "people: a face in {0} % of its pictures, at most {1} at once, the largest on {2} % of the picture",
        [ReasonCodes.NoFaces] = "nobody in it",
        [ReasonCodes.Wished] = "shows what was wished for (fits {0}; 1 is the best of the footage)",
        [ReasonCodes.MemoryFor] = "tipped by memory: {0} ({1})",
        [ReasonCodes.MemoryAgainst] = "tipped by memory: you decided against another one ({0})",
        [ReasonCodes.Entered] = "entered by {0} of {1} frames: {2}",
        [ReasonCodes.NotEntered] = "not entered by {0}: {1}",
        [ReasonCodes.LaterForDissolve] = "begins {0} s later in its clip than chosen, so that it can be dissolved into",
        [ReasonCodes.SlowMotion] = "slow motion at {0}: high action (measured {1}, limit {2})",
        [ReasonCodes.Freeze] = "its last {0} frames stand still: a section ends",
        [ReasonCodes.Ramp] = "slows from {0} to {1} into {2}",
        [ReasonCodes.PunchIn] = "punch-in to {0} on {1} (frame {2})",
        [ReasonCodes.Push] = "a slow push to {0}: the camera stands still (measured {1} widths per second, limit {2})",
        [ReasonCodes.PhotoMove] = "moves {0} the photograph, zoom {1}",
        [ReasonCodes.PhotoStands] = "the photograph stands still: to move over it, too much of it would be cut off",
        [ReasonCodes.ViewStands] = "the view stands on the subject, at {0} % of the picture",
        [ReasonCodes.ViewWhole] = "shown whole over a blurred enlargement of itself: to fill the canvas, {0} would be cut off",
        [ReasonCodes.BarsCut] = "black bars inside the picture, {0} % of it, are cut away",
        [ReasonCodes.ViewFollows] = "the view follows the subject, at most {0} picture widths per second",
        [ReasonCodes.Log] = "its colour tags say that it is in log ({0})",
        [ReasonCodes.Steadied] = "steadied: shake of {0} picture widths per second was measured (limit {1})",
        [ReasonCodes.LeftDark] = "left dark (measured luma {0}, night is below {1})",
        [ReasonCodes.Matched] = "matched to the shots beside it: exposure {0} stops, red {1}, blue {2} (luma {3}, wanted {4})",
        [ReasonCodes.CastTaken] = "part of a cast is taken out: greys are off by red {0}, blue {1} octaves",
    };

    /// <summary>The sentence of a reason; of a code that this version does not know, the code and its values.</summary>
    public static string Of(ShotReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return s_sentences.TryGetValue(reason.Code, out string? sentence)
            ? Hole().Replace(sentence, hole => Value(reason, hole))
            : OfferSentences.Of(reason) ?? string.Join(' ', [reason.Code, .. reason.Args]);
    }

    /// <summary>
    /// The reason that a sentence of schema 1 stands for. Only those are told apart that later changes of the timeline have to know: how a
    /// shot is entered, slow motion, the price of an in-point, and memory; everything else stays somebody's words.
    /// </summary>
    public static ShotReason Parse(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        foreach ((Regex form, string code) in s_known)
        {
            if (form.Match(sentence) is { Success: true } match)
            {
                return new ShotReason(code, [.. match.Groups.Values.Skip(1).Select(g => g.Value)]);
            }
        }

        return ShotReason.Words(sentence);
    }

    private static readonly (Regex Form, string Code)[] s_known =
    [
        (EnteredForm(), ReasonCodes.Entered),
        (NotEnteredForm(), ReasonCodes.NotEntered),
        (SlowForm(), ReasonCodes.SlowMotion),
        (KeyFrameForm(), ReasonCodes.OnKeyFrame),
        (FramesForm(), ReasonCodes.FramesBefore),
        (AgainstForm(), ReasonCodes.MemoryAgainst),
        (MemoryForm(), ReasonCodes.MemoryFor),
    ];

    private static string Value(ShotReason reason, Match hole)
    {
        int at = int.Parse(hole.Groups[1].Value, CultureInfo.InvariantCulture);
        return at < reason.Args.Count ? reason.Args[at] : "?";
    }

    [GeneratedRegex(@"\{(\d)\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"^entered by (.+?) of (\d+) frames: (.*)$", RegexOptions.Singleline)]
    private static partial Regex EnteredForm();

    [GeneratedRegex(@"^not entered by (.+?): (.*)$", RegexOptions.Singleline)]
    private static partial Regex NotEnteredForm();

    [GeneratedRegex(@"^slow motion at (\S+): high action \(measured (\S+), limit (\S+)\)$")]
    private static partial Regex SlowForm();

    [GeneratedRegex(@"^starts on a key frame$")]
    private static partial Regex KeyFrameForm();

    [GeneratedRegex(@"^(\d+) frames are decoded before it$")]
    private static partial Regex FramesForm();

    [GeneratedRegex(@"^tipped by memory: you decided against another one \((.*)\)$", RegexOptions.Singleline)]
    private static partial Regex AgainstForm();

    [GeneratedRegex(@"^tipped by memory: (.+?) \((.*)\)$", RegexOptions.Singleline)]
    private static partial Regex MemoryForm();
}
