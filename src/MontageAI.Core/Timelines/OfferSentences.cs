using System.Globalization;

namespace MontageAI.Timelines;

/// <summary>The sentences of <see cref="OfferCodes"/>.</summary>
internal static class OfferSentences
{
    private static readonly Dictionary<string, string> s_sentences = new()
    {
        [OfferCodes.Sharper] = "sharper ({0} against {1})",
        [OfferCodes.Softer] = "softer ({0} against {1})",
        [OfferCodes.Finer] = "a better picture ({0} against {1})",
        [OfferCodes.Coarser] = "a poorer picture ({0} against {1})",
        [OfferCodes.EnergyCloser] = "closer to the music's energy here ({0}, asked {1})",
        [OfferCodes.Calmer] = "calmer than the music here ({0}, asked {1})",
        [OfferCodes.Livelier] = "livelier than the music here ({0}, asked {1})",
        [OfferCodes.MotionCloser] = "its motion is closer to the music here ({0}, asked {1})",
        [OfferCodes.LessMotion] = "moves less than the music here ({0}, asked {1})",
        [OfferCodes.MoreMotion] = "moves more than the music here ({0}, asked {1})",
        [OfferCodes.NewClip] = "a clip that is not shown yet",
        [OfferCodes.ClipAgain] = "shows its clip a {0} time",
        [OfferCodes.ShownAgain] = "shows pictures that are shown {0} already",
        [OfferCodes.Copy] = "the same recording is shown from another file",
        [OfferCodes.Suspect] = "{0}",
        [OfferCodes.Unsuspected] = "nothing speaks against its footage",
        [OfferCodes.NoLetters] = "no letters over its picture",
        [OfferCodes.Letters] = "letters over its picture",
        [OfferCodes.NoJumpCut] = "no jump cut",
        [OfferCodes.JumpCut] = "a jump cut beside the same take",
        [OfferCodes.Unlike] = "unlike the shots close by",
        [OfferCodes.Alike] = "looks like the shot {0}",
        [OfferCodes.SizeChanges] = "its shot size differs from those beside it",
        [OfferCodes.SizeStays] = "its shot size is that of the shot beside it",
        [OfferCodes.Flows] = "moves on in the direction of the shot beside it",
        [OfferCodes.Clashes] = "moves against the shot beside it",
        [OfferCodes.BeginsInMotion] = "begins in motion",
        [OfferCodes.BeginsStill] = "begins with less motion",
        [OfferCodes.Matches] = "matches the shot before in shape and colour",
        [OfferCodes.MatchesLess] = "matches the shot before less in shape and colour",
        [OfferCodes.People] = "shows more people",
        [OfferCodes.FewerPeople] = "shows fewer people",
        [OfferCodes.FillsCanvas] = "fills the canvas",
        [OfferCodes.Bars] = "leaves a part of the canvas black",
        [OfferCodes.DropAction] = "more action for the drop",
        [OfferCodes.LessDropAction] = "less action for the drop",
        [OfferCodes.Liked] = "you decided for it before",
        [OfferCodes.Disliked] = "you decided against it before",
        [OfferCodes.InOrder] = "nearer to the footage's order",
        [OfferCodes.OutOfOrder] = "farther out of the footage's order",
        [OfferCodes.Wider] = "wider",
        [OfferCodes.Nearer] = "closer",
        [OfferCodes.StrongerOpening] = "a stronger opening picture",
        [OfferCodes.WeakerOpening] = "a weaker opening picture",
        [OfferCodes.StrongerClosing] = "a calmer closing picture",
        [OfferCodes.WeakerClosing] = "a weaker closing picture",
        [OfferCodes.AboutAsGood] = "about as good",
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
                OfferCodes.ClipAgain => Ordinal(number),
                OfferCodes.ShownAgain => number == 1 ? "once"
                : number == 2 ? "twice"
                : $"{number} times",
                OfferCodes.Alike => number < 0 ? $"{-number} before" : $"{number} after",
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
