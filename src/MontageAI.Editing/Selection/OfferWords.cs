using System.Globalization;

namespace MontageAI.Editing.Selection;

/// <summary>The sentences of <see cref="OfferCode"/>, for whoever shows offers to people.</summary>
public static class OfferWords
{
    private static readonly Dictionary<string, string> s_sentences = new()
    {
        [OfferCode.Sharper] = "sharper ({0} against {1})",
        [OfferCode.Softer] = "softer ({0} against {1})",
        [OfferCode.Finer] = "a better picture ({0} against {1})",
        [OfferCode.Coarser] = "a poorer picture ({0} against {1})",
        [OfferCode.EnergyCloser] = "closer to the music's energy here ({0}, asked {1})",
        [OfferCode.Calmer] = "calmer than the music here ({0}, asked {1})",
        [OfferCode.Livelier] = "livelier than the music here ({0}, asked {1})",
        [OfferCode.MotionCloser] = "its motion is closer to the music here ({0}, asked {1})",
        [OfferCode.LessMotion] = "moves less than the music here ({0}, asked {1})",
        [OfferCode.MoreMotion] = "moves more than the music here ({0}, asked {1})",
        [OfferCode.NewClip] = "a clip that is not shown yet",
        [OfferCode.ClipAgain] = "shows its clip a {0} time",
        [OfferCode.ShownAgain] = "shows pictures that are shown {0} already",
        [OfferCode.Copy] = "the same recording is shown from another file",
        [OfferCode.Suspect] = "{0}",
        [OfferCode.Unsuspected] = "nothing speaks against its footage",
        [OfferCode.NoJumpCut] = "no jump cut",
        [OfferCode.JumpCut] = "a jump cut beside the same take",
        [OfferCode.Unlike] = "unlike the shots close by",
        [OfferCode.Alike] = "looks like the shot {0}",
        [OfferCode.SizeChanges] = "its shot size differs from those beside it",
        [OfferCode.SizeStays] = "its shot size is that of the shot beside it",
        [OfferCode.Flows] = "moves on in the direction of the shot beside it",
        [OfferCode.Clashes] = "moves against the shot beside it",
        [OfferCode.BeginsInMotion] = "begins in motion",
        [OfferCode.BeginsStill] = "begins with less motion",
        [OfferCode.Matches] = "matches the shot before in shape and colour",
        [OfferCode.MatchesLess] = "matches the shot before less in shape and colour",
        [OfferCode.People] = "shows more people",
        [OfferCode.FewerPeople] = "shows fewer people",
        [OfferCode.FillsCanvas] = "fills the canvas",
        [OfferCode.Bars] = "leaves a part of the canvas black",
        [OfferCode.DropAction] = "more action for the drop",
        [OfferCode.LessDropAction] = "less action for the drop",
        [OfferCode.Liked] = "you decided for it before",
        [OfferCode.Disliked] = "you decided against it before",
        [OfferCode.InOrder] = "nearer to the footage's order",
        [OfferCode.OutOfOrder] = "farther out of the footage's order",
        [OfferCode.Wider] = "wider",
        [OfferCode.Nearer] = "closer",
        [OfferCode.StrongerOpening] = "a stronger opening picture",
        [OfferCode.WeakerOpening] = "a weaker opening picture",
        [OfferCode.StrongerClosing] = "a calmer closing picture",
        [OfferCode.WeakerClosing] = "a weaker closing picture",
    };

    /// <summary>What a point says; null for one that is none of an offer.</summary>
    public static string? Of(ShotReason point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return s_sentences.TryGetValue(point.Code, out string? sentence)
            ? string.Format(CultureInfo.InvariantCulture, sentence, [.. point.Args.Select(a => Said(point.Code, a))])
            : null;
    }

    private static string Said(string code, string argument) =>
        int.TryParse(argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? code switch
            {
                OfferCode.ClipAgain => Ordinal(number),
                OfferCode.ShownAgain => number == 1 ? "once"
                : number == 2 ? "twice"
                : $"{number} times",
                OfferCode.Alike => number < 0 ? $"{-number} before" : $"{number} after",
                _ => argument,
            }
            : argument;

    private static string Ordinal(int number) =>
        number switch
        {
            2 => "second",
            3 => "third",
            4 => "fourth",
            5 => "fifth",
            6 => "sixth",
            _ => (number % 100) is >= 11 and <= 13
                ? $"{number}th"
                : (number % 10) switch
                {
                    1 => $"{number}st",
                    2 => $"{number}nd",
                    3 => $"{number}rd",
                    _ => $"{number}th",
                },
        };
}
