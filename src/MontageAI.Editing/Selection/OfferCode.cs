namespace MontageAI.Editing.Selection;

/// <summary>What an offer can be better or worse at. <see cref="OfferWords"/> has their sentences.</summary>
internal static class OfferCode
{
    public const string Sharper = "offer.sharper";
    public const string Softer = "offer.softer";
    public const string Finer = "offer.finer";
    public const string Coarser = "offer.coarser";
    public const string EnergyCloser = "offer.energy_closer";
    public const string Calmer = "offer.calmer";
    public const string Livelier = "offer.livelier";
    public const string MotionCloser = "offer.motion_closer";
    public const string LessMotion = "offer.less_motion";
    public const string MoreMotion = "offer.more_motion";
    public const string NewClip = "offer.new_clip";
    public const string ClipAgain = "offer.clip_again";
    public const string ShownAgain = "offer.shown_again";
    public const string Copy = "offer.copy";
    public const string Suspect = "offer.suspect";
    public const string Unsuspected = "offer.unsuspected";
    public const string NoJumpCut = "offer.no_jump_cut";
    public const string JumpCut = "offer.jump_cut";
    public const string Unlike = "offer.unlike";
    public const string Alike = "offer.alike";
    public const string SizeChanges = "offer.size_changes";
    public const string SizeStays = "offer.size_stays";
    public const string Flows = "offer.flows";
    public const string Clashes = "offer.clashes";
    public const string BeginsInMotion = "offer.begins_in_motion";
    public const string BeginsStill = "offer.begins_still";
    public const string Matches = "offer.matches";
    public const string MatchesLess = "offer.matches_less";
    public const string People = "offer.people";
    public const string FewerPeople = "offer.fewer_people";
    public const string FillsCanvas = "offer.fills_canvas";
    public const string Bars = "offer.bars";
    public const string DropAction = "offer.drop_action";
    public const string LessDropAction = "offer.less_drop_action";
    public const string Liked = "offer.liked";
    public const string Disliked = "offer.disliked";
    public const string InOrder = "offer.in_order";
    public const string OutOfOrder = "offer.out_of_order";
    public const string Wider = "offer.wider";
    public const string Nearer = "offer.nearer";
    public const string StrongerOpening = "offer.stronger_opening";
    public const string WeakerOpening = "offer.weaker_opening";
    public const string StrongerClosing = "offer.stronger_closing";
    public const string WeakerClosing = "offer.weaker_closing";
}
