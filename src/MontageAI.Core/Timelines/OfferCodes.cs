namespace MontageAI.Timelines;

/// <summary>What an offer can be better or worse at. <see cref="ShotReason.Sentence"/> says them.</summary>
public static class OfferCodes
{
    /// <summary>"sharper ({0} against {1})".</summary>
    public const string Sharper = "offer.sharper";

    /// <summary>"softer ({0} against {1})".</summary>
    public const string Softer = "offer.softer";

    /// <summary>"a better picture ({0} against {1})".</summary>
    public const string Finer = "offer.finer";

    /// <summary>"a poorer picture ({0} against {1})".</summary>
    public const string Coarser = "offer.coarser";

    /// <summary>"closer to the music's energy here ({0}, asked {1})".</summary>
    public const string EnergyCloser = "offer.energy_closer";

    /// <summary>"calmer than the music here ({0}, asked {1})".</summary>
    public const string Calmer = "offer.calmer";

    /// <summary>"livelier than the music here ({0}, asked {1})".</summary>
    public const string Livelier = "offer.livelier";

    /// <summary>"its motion is closer to the music here ({0}, asked {1})".</summary>
    public const string MotionCloser = "offer.motion_closer";

    /// <summary>"moves less than the music here ({0}, asked {1})".</summary>
    public const string LessMotion = "offer.less_motion";

    /// <summary>"moves more than the music here ({0}, asked {1})".</summary>
    public const string MoreMotion = "offer.more_motion";

    /// <summary>"a clip that is not shown yet".</summary>
    public const string NewClip = "offer.new_clip";

    /// <summary>"shows its clip a {0} time".</summary>
    public const string ClipAgain = "offer.clip_again";

    /// <summary>"shows pictures that are shown {0} already".</summary>
    public const string ShownAgain = "offer.shown_again";

    /// <summary>"the same recording is shown from another file".</summary>
    public const string Copy = "offer.copy";

    /// <summary>"{0}".</summary>
    public const string Suspect = "offer.suspect";

    /// <summary>"nothing speaks against its footage".</summary>
    public const string Unsuspected = "offer.unsuspected";

    /// <summary>"no letters over its picture".</summary>
    public const string NoLetters = "offer.no_letters";

    /// <summary>"letters over its picture".</summary>
    public const string Letters = "offer.letters";

    /// <summary>"no jump cut".</summary>
    public const string NoJumpCut = "offer.no_jump_cut";

    /// <summary>"a jump cut beside the same take".</summary>
    public const string JumpCut = "offer.jump_cut";

    /// <summary>"unlike the shots close by".</summary>
    public const string Unlike = "offer.unlike";

    /// <summary>"looks like the shot {0}".</summary>
    public const string Alike = "offer.alike";

    /// <summary>"its shot size differs from those beside it".</summary>
    public const string SizeChanges = "offer.size_changes";

    /// <summary>"its shot size is that of the shot beside it".</summary>
    public const string SizeStays = "offer.size_stays";

    /// <summary>"moves on in the direction of the shot beside it".</summary>
    public const string Flows = "offer.flows";

    /// <summary>"moves against the shot beside it".</summary>
    public const string Clashes = "offer.clashes";

    /// <summary>"begins in motion".</summary>
    public const string BeginsInMotion = "offer.begins_in_motion";

    /// <summary>"begins with less motion".</summary>
    public const string BeginsStill = "offer.begins_still";

    /// <summary>"matches the shot before in shape and colour".</summary>
    public const string Matches = "offer.matches";

    /// <summary>"matches the shot before less in shape and colour".</summary>
    public const string MatchesLess = "offer.matches_less";

    /// <summary>"shows more people".</summary>
    public const string People = "offer.people";

    /// <summary>"shows fewer people".</summary>
    public const string FewerPeople = "offer.fewer_people";

    /// <summary>"fills the canvas".</summary>
    public const string FillsCanvas = "offer.fills_canvas";

    /// <summary>"leaves a part of the canvas black".</summary>
    public const string Bars = "offer.bars";

    /// <summary>"more action for the drop".</summary>
    public const string DropAction = "offer.drop_action";

    /// <summary>"less action for the drop".</summary>
    public const string LessDropAction = "offer.less_drop_action";

    /// <summary>"you decided for it before".</summary>
    public const string Liked = "offer.liked";

    /// <summary>"you decided against it before".</summary>
    public const string Disliked = "offer.disliked";

    /// <summary>"nearer to the footage's order".</summary>
    public const string InOrder = "offer.in_order";

    /// <summary>"farther out of the footage's order".</summary>
    public const string OutOfOrder = "offer.out_of_order";

    /// <summary>"wider".</summary>
    public const string Wider = "offer.wider";

    /// <summary>"closer".</summary>
    public const string Nearer = "offer.nearer";

    /// <summary>"a stronger opening picture".</summary>
    public const string StrongerOpening = "offer.stronger_opening";

    /// <summary>"a weaker opening picture".</summary>
    public const string WeakerOpening = "offer.weaker_opening";

    /// <summary>"a calmer closing picture".</summary>
    public const string StrongerClosing = "offer.stronger_closing";

    /// <summary>"a weaker closing picture".</summary>
    public const string WeakerClosing = "offer.weaker_closing";

    /// <summary>"about as good".</summary>
    public const string AboutAsGood = "offer.about_as_good";
}
