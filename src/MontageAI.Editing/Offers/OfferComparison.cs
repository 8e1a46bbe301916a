using System.Globalization;
using MontageAI.Editing.Selection;
using MontageAI.Timelines;

namespace MontageAI.Editing.Offers;

/// <summary>
/// Says what an offer would do better and worse than what stands in its place, from the same numbers that rank it. What was not measured of
/// both is not compared.
/// </summary>
/// <param name="place">The place.</param>
/// <param name="offer">What is offered.</param>
/// <param name="seconds">Seconds of source that it would show.</param>
/// <param name="overlaps">How many shots of the timeline show some of the same pictures.</param>
internal sealed class OfferComparison(Place place, Candidate offer, double seconds, int overlaps)
{
    // Points that are told of each side at most, differences of loss that are not worth a word, and differences of a measure that are seen.
    private const int MostPoints = 3;
    private const float LeastLoss = 0.05f;
    private const float LeastSeen = 0.08f;

    // What always matters more than a matter of degree.
    private const float Always = 10;

    private readonly List<(float Weight, ShotReason Point)> _better = [];
    private readonly List<(float Weight, ShotReason Point)> _worse = [];

    /// <summary>What it would do better, most important first.</summary>
    public IReadOnlyList<ShotReason> Better => [.. _better.OrderByDescending(p => p.Weight).Take(MostPoints).Select(p => p.Point)];

    /// <summary>What it would do worse, most important first.</summary>
    public IReadOnlyList<ShotReason> Worse => [.. _worse.OrderByDescending(p => p.Weight).Take(MostPoints).Select(p => p.Point)];

    /// <summary>Compares.</summary>
    /// <param name="own">What speaks against the offer, term by term.</param>
    /// <param name="other">What speaks against what stands there.</param>
    public void Weigh(in Losses own, in Losses other)
    {
        Candidate now = place.Now;
        WeighUse();
        WeighPicture(now);
        Match(offer.Energy, now.Energy, other.Energy - own.Energy, OfferCodes.EnergyCloser, OfferCodes.Calmer, OfferCodes.Livelier);
        Match(offer.Action, now.Action, other.Action - own.Action, OfferCodes.MotionCloser, OfferCodes.LessMotion, OfferCodes.MoreMotion);
        (bool jumps, bool jumped) = (place.Near.IsJumpCut(offer, seconds), place.Near.IsJumpCut(now, seconds));
        float cut = other.JumpCut - own.JumpCut + (jumped ? 1 : 0) - (jumps ? 1 : 0);
        Tell(cut, OfferCodes.NoJumpCut, OfferCodes.JumpCut);
        Tell(other.Likeness - own.Likeness, OfferCodes.Unlike, OfferCodes.Alike, place.Near.MostAlike(offer)?.Distance);
        Tell(other.Size - own.Size, OfferCodes.SizeChanges, OfferCodes.SizeStays);
        Tell(other.Direction - own.Direction, OfferCodes.Flows, OfferCodes.Clashes);
        Tell(other.CutOnAction - own.CutOnAction, OfferCodes.BeginsInMotion, OfferCodes.BeginsStill);
        Tell(other.Match - own.Match, OfferCodes.Matches, OfferCodes.MatchesLess);
        Tell(other.People - own.People, OfferCodes.People, OfferCodes.FewerPeople);
        Tell(other.Bars - own.Bars, OfferCodes.FillsCanvas, OfferCodes.Bars);
        Tell(other.Drop - own.Drop, OfferCodes.DropAction, OfferCodes.LessDropAction);
        Tell(other.Memory - own.Memory, OfferCodes.Liked, OfferCodes.Disliked);
        Tell(other.Place - own.Place, OfferCodes.InOrder, OfferCodes.OutOfOrder);
        bool wide = place.Craft.Role.Establishes || place.Craft.Role.Hold > 0;
        Tell(
            other.Establishing + other.Hold - own.Establishing - own.Hold,
            wide ? OfferCodes.Wider : OfferCodes.Nearer,
            wide ? OfferCodes.Nearer : OfferCodes.Wider
        );
        Tell(
            other.Bookend - own.Bookend,
            place.Craft.Role.Opens ? OfferCodes.StrongerOpening : OfferCodes.StrongerClosing,
            place.Craft.Role.Opens ? OfferCodes.WeakerOpening : OfferCodes.WeakerClosing
        );
    }

    private void WeighUse()
    {
        Candidate now = place.Now;
        int uses = place.Usage.UsesOf(offer.Clip);
        if (overlaps > 0)
        {
            _worse.Add((2 * Always, ShotReason.Of(OfferCodes.ShownAgain, Number(overlaps))));
        }
        else if (place.Usage.IsTwinUsed(offer.Twin) && !place.Usage.IsUsed(offer.Shot))
        {
            _worse.Add((Always, ShotReason.Of(OfferCodes.Copy)));
        }

        if (uses > 0 && offer.Clip != now.Clip)
        {
            _worse.Add((0.3f * uses, ShotReason.Of(OfferCodes.ClipAgain, Number(uses + 1))));
        }
        else if (uses == 0 && place.Usage.UsesOf(now.Clip) > 0)
        {
            _better.Add((0.5f, ShotReason.Of(OfferCodes.NewClip)));
        }

        if (offer.Suspicion is { } suspicion && now.Suspicion is null)
        {
            _worse.Add((Always, ShotReason.Of(OfferCodes.Suspect, suspicion)));
        }
        else if (now.Suspicion is not null && offer.Suspicion is null)
        {
            _better.Add((Always, ShotReason.Of(OfferCodes.Unsuspected)));
        }

        bool letters = offer.ShowsLetters(seconds);
        if (letters != now.ShowsLetters(seconds))
        {
            (letters ? _worse : _better).Add((Always, ShotReason.Of(letters ? OfferCodes.Letters : OfferCodes.NoLetters)));
        }
    }

    private void WeighPicture(Candidate now)
    {
        float sharper = offer.Sharpness - now.Sharpness ?? 0;
        if (Math.Abs(sharper) >= LeastSeen)
        {
            Add(
                sharper,
                ShotReason.Of(
                    sharper > 0 ? OfferCodes.Sharper : OfferCodes.Softer,
                    Share(offer.Sharpness!.Value),
                    Share(now.Sharpness!.Value)
                )
            );
        }

        // Sharpness is a part of quality and is not told twice.
        float finer = offer.Quality - now.Quality ?? 0;
        if (Math.Abs(finer) >= LeastSeen && (Math.Abs(sharper) < LeastSeen || Math.Sign(sharper) != Math.Sign(finer)))
        {
            Add(
                finer,
                ShotReason.Of(finer > 0 ? OfferCodes.Finer : OfferCodes.Coarser, Share(offer.Quality!.Value), Share(now.Quality!.Value))
            );
        }
    }

    private void Match(float? own, float? now, float gain, string closer, string below, string above)
    {
        if (own is { } value && now is not null && place.Energy is { } wish && Math.Abs(gain) >= LeastLoss)
        {
            string code =
                gain > 0 ? closer
                : value < wish ? below
                : above;
            Add(gain, ShotReason.Of(code, Share(value), Share((float)wish)));
        }
    }

    private void Tell(float gain, string better, string worse, int? argument = null)
    {
        if (Math.Abs(gain) >= LeastLoss)
        {
            Add(gain, gain < 0 && argument is { } number ? ShotReason.Of(worse, Number(number)) : ShotReason.Of(gain > 0 ? better : worse));
        }
    }

    private void Add(float gain, ShotReason point) => (gain > 0 ? _better : _worse).Add((Math.Abs(gain), point));

    private static string Share(float value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
