namespace MontageAI.Timelines;

/// <summary>
/// Codes of <see cref="ShotReason"/>. They are part of the timeline's schema: none changes its meaning, new ones may come. The group in
/// front of the dot says what a reason is about.
/// </summary>
public static class ReasonCodes
{
    /// <summary>"{0}". Values: somebody's own words.</summary>
    public const string Words = "words";

    /// <summary>"opens the montage ({0})". Values: section.</summary>
    public const string Opens = "cut.opens";

    /// <summary>"starts on a downbeat ({0})". Values: section.</summary>
    public const string Downbeat = "cut.downbeat";

    /// <summary>"starts on beat {0} of the bar ({1})". Values: position in the bar, section.</summary>
    public const string BarBeat = "cut.bar_beat";

    /// <summary>"starts on a beat ({0})". Values: section.</summary>
    public const string Beat = "cut.beat";

    /// <summary>"starts on an accent of the song ({0})". Values: section.</summary>
    public const string Accent = "cut.accent";

    /// <summary>"starts at the style's pace, on no beat ({0})". Values: section.</summary>
    public const string NoBeat = "cut.no_beat";

    /// <summary>"another part of a shot already shown, since no unused shot lasts {0} s". Values: seconds.</summary>
    public const string UnusedPart = "use.unused_part";

    /// <summary>"the same recording was shown from another file, since nothing else lasts {0} s". Values: seconds.</summary>
    public const string Twin = "use.twin";

    /// <summary>"shown again, since no unused footage lasts {0} s". Values: seconds.</summary>
    public const string Repeated = "use.repeated";

    /// <summary>"cut shorter than the style asks for, since the footage does not fill the whole time". Values: none.</summary>
    public const string Shortened = "use.shortened";

    /// <summary>"shown although {0}: there is no other new footage for this place". Values: what speaks against it.</summary>
    public const string Suspect = "use.suspect";

    /// <summary>"a title of the footage comes {0} s after it begins: nothing without one fits here that was not shown twice". Values:
    /// seconds.</summary>
    public const string Title = "use.title";

    /// <summary>"letters lie over its picture, as over most of its clip". Values: seconds after which they do.</summary>
    public const string Lettering = "use.lettering";

    /// <summary>"a jump cut: there is no other footage for this place". Values: none.</summary>
    public const string JumpCut = "use.jump_cut";

    /// <summary>"the only footage that fits". Values: none.</summary>
    public const string OnlyOne = "use.only_one";

    /// <summary>"fits, and its clip was not shown close by". Values: none.</summary>
    public const string Fits = "use.fits";

    /// <summary>"has changed places with another shot: both suit the music and the shots beside them better so". Values: none.</summary>
    public const string Exchanged = "use.exchanged";

    /// <summary>"stands in for footage that could not be read". Values: none.</summary>
    public const string StandsIn = "use.stands_in";

    /// <summary>"chosen by hand". Values: none.</summary>
    public const string ChosenByHand = "hand.chosen";

    /// <summary>"alternative taken by hand; when planned: {0}". Values: what spoke against it.</summary>
    public const string AlternativeTaken = "hand.alternative";

    /// <summary>"was here before the change by hand". Values: none.</summary>
    public const string WasHere = "hand.was_here";

    /// <summary>"slipped by hand". Values: none.</summary>
    public const string Slipped = "hand.slipped";

    /// <summary>"moved here by hand". Values: none.</summary>
    public const string Moved = "hand.moved";

    /// <summary>"split off by hand". Values: none.</summary>
    public const string SplitOff = "hand.split_off";

    /// <summary>"speed {0} set by hand". Values: speed.</summary>
    public const string SpeedSet = "speed.by_hand";

    /// <summary>"begins earlier in its clip, so that it lasts on beats changed by hand". Values: none.</summary>
    public const string BegunEarlier = "hand.begun_earlier";

    /// <summary>"energy {0} matches the moment's {1}". Values: energy of footage and music, 0 to 1.</summary>
    public const string EnergyMatches = "match.energy";

    /// <summary>"energy {0} is the nearest to the moment's {1} of {2} candidates". Values: energy of footage and music,
    /// candidates.</summary>
    public const string EnergyNearest = "match.energy_nearest";

    /// <summary>"motion {0} matches the moment's {1}". Values: motion of footage, energy of music, 0 to 1.</summary>
    public const string MotionMatches = "match.motion";

    /// <summary>"motion {0} is the nearest to the moment's {1} of {2} candidates". Values: motion of footage, energy of music,
    /// candidates.</summary>
    public const string MotionNearest = "match.motion_nearest";

    /// <summary>"sharpest of {0} candidates". Values: candidates.</summary>
    public const string Sharpest = "picture.sharpest";

    /// <summary>"picture quality {0}". Values: 0 to 1.</summary>
    public const string Quality = "picture.quality";

    /// <summary>"starts on a key frame". Values: none.</summary>
    public const string OnKeyFrame = "price.key_frame";

    /// <summary>"{0} frames are decoded before it". Values: frames.</summary>
    public const string FramesBefore = "price.frames";

    /// <summary>"starts {0} s later than it could: {1}". Values: seconds, why.</summary>
    public const string LaterStart = "in.later";

    /// <summary>"the drop: the strongest action found for it ({0} of the most that was measured)". Values: share, 0 to 1.</summary>
    public const string DropForce = "craft.drop_force";

    /// <summary>"the drop: the liveliest picture found for it ({0}; its motion was not measured)". Values: energy, 0 to 1.</summary>
    public const string DropEnergy = "craft.drop_energy";

    /// <summary>"stands on the drop". Values: none.</summary>
    public const string OnDrop = "craft.on_drop";

    /// <summary>"breathing room after the drop: calmer and longer". Values: none.</summary>
    public const string Breath = "craft.breath";

    /// <summary>"a strong opening: {0}{1}". Values: why, quality.</summary>
    public const string Opening = "craft.opening";

    /// <summary>"a closing picture: calm{0}{1}". Values: size, quality.</summary>
    public const string Closing = "craft.closing";

    /// <summary>"fills the canvas, where another would have left it partly black". Values: none.</summary>
    public const string FillsCanvas = "craft.fills_canvas";

    /// <summary>"another shot would have been a jump cut". Values: none.</summary>
    public const string NoJumpCut = "craft.no_jump_cut";

    /// <summary>"a wide shot first, where a section begins (closeness {0})". Values: closeness, 0 to 1.</summary>
    public const string WideFirst = "craft.wide_first";

    /// <summary>"nearer after the wide shot (closeness {0})". Values: closeness, 0 to 1.</summary>
    public const string NearerAfterWide = "craft.nearer";

    /// <summary>"{0} after {1}: the shot size changes ({2} to {3})". Values: sizes, closeness of both.</summary>
    public const string SizeChanges = "craft.size";

    /// <summary>"wide enough to be held (closeness {0})". Values: closeness, 0 to 1.</summary>
    public const string HoldsWide = "craft.holds_wide";

    /// <summary>"close enough to be read quickly (closeness {0})". Values: closeness, 0 to 1.</summary>
    public const string ReadsClose = "craft.reads_close";

    /// <summary>"cut on action: its motion peaks {0} s after the cut". Values: seconds.</summary>
    public const string CutOnAction = "craft.cut_on_action";

    /// <summary>"most happens {0} s after it begins". Values: seconds.</summary>
    public const string Moment = "craft.moment";

    /// <summary>"moves on in the direction of the shot beside it (cosine {0})". Values: cosine.</summary>
    public const string Flows = "craft.flows";

    /// <summary>"moves against the shot beside it (cosine {0})". Values: cosine.</summary>
    public const string Clashes = "craft.clashes";

    /// <summary>"a match cut: alike in shape ({0} of 64 bits differ) and colour". Values: bits.</summary>
    public const string MatchCut = "craft.match_cut";

    /// <summary>"people, as far as colour tells (skin-coloured patches on {0} % of the picture)". Values: percent.</summary>
    public const string People = "craft.people";

    /// <summary>"people: a face in {0} % of its pictures, at most {1} at once, the largest on {2} % of the picture". Values: percent,
    /// faces, percent.</summary>
    public const string Faces = "craft.faces";

    /// <summary>"nobody in it". Values: none.</summary>
    public const string NoFaces = "craft.no_faces";

    /// <summary>"shows what was wished for (fits {0}; 1 is the best of the footage)". Values: 0 to 1.</summary>
    public const string Wished = "craft.wished";

    /// <summary>"tipped by memory: {0} ({1})". Values: what was decided, where.</summary>
    public const string MemoryFor = "memory.for";

    /// <summary>"tipped by memory: you decided against another one ({0})". Values: where.</summary>
    public const string MemoryAgainst = "memory.against";

    /// <summary>"entered by {0} of {1} frames: {2}". Values: kind with its article, frames, why.</summary>
    public const string Entered = "entry.entered";

    /// <summary>"not entered by {0}: {1}". Values: kind with its article, why.</summary>
    public const string NotEntered = "entry.missing";

    /// <summary>"begins {0} s later in its clip than chosen, so that it can be dissolved into". Values: seconds.</summary>
    public const string LaterForDissolve = "entry.later";

    /// <summary>"slow motion at {0}: high action (measured {1}, limit {2})". Values: speed, action, limit.</summary>
    public const string SlowMotion = "speed.slow";

    /// <summary>"its last {0} frames stand still: a section ends". Values: frames.</summary>
    public const string Freeze = "speed.freeze";

    /// <summary>"slows from {0} to {1} into {2}". Values: speeds, moment.</summary>
    public const string Ramp = "speed.ramp";

    /// <summary>"punch-in to {0} on {1} (frame {2})". Values: zoom, accents, frames.</summary>
    public const string PunchIn = "camera.punch_in";

    /// <summary>"a slow push to {0}: the camera stands still (measured {1} widths per second, limit {2})". Values: zoom, speed,
    /// limit.</summary>
    public const string Push = "camera.push";

    /// <summary>"moves {0} the photograph, zoom {1}". Values: into or out of, zoom.</summary>
    public const string PhotoMove = "camera.photo";

    /// <summary>"the photograph stands still: to move over it, too much of it would be cut off". Values: none.</summary>
    public const string PhotoStands = "camera.photo_still";

    /// <summary>"the view stands on the subject, at {0} % of the picture". Values: percent.</summary>
    public const string ViewStands = "camera.view";

    /// <summary>"the view follows the subject, at most {0} picture widths per second". Values: speed.</summary>
    public const string ViewFollows = "camera.follow";

    /// <summary>"shown whole over a blurred enlargement of itself: to fill the canvas, {0} would be cut off". Values: what.</summary>
    public const string ViewWhole = "camera.whole";

    /// <summary>Black bars that belong to the picture are cut away. {0} percent of the picture.</summary>
    public const string BarsCut = "camera.bars";

    /// <summary>"its colour tags say that it is in log ({0})". Values: curve.</summary>
    public const string Log = "colour.log";

    /// <summary>"steadied: shake of {0} picture widths per second was measured (limit {1})". Values: shake, limit.</summary>
    public const string Steadied = "colour.steadied";

    /// <summary>"left dark (measured luma {0}, night is below {1})". Values: luma, limit.</summary>
    public const string LeftDark = "colour.dark";

    /// <summary>"matched to the shots beside it: exposure {0} stops, red {1}, blue {2} (luma {3}, wanted {4})". Values: stops,
    /// luma.</summary>
    public const string Matched = "colour.matched";

    /// <summary>"part of a cast is taken out: greys are off by red {0}, blue {1} octaves". Values: signed octaves of signal.</summary>
    public const string CastTaken = "colour.cast";
}
