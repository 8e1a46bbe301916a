using MontageAI.Editing.Styles;

namespace MontageAI.Editing.Selection;

/// <summary>
/// What the craft asks of one slot because of its place in the montage: an establishing shot where a section begins, wide shots held
/// longer, the strongest action on the drop, a strong first and a calm last picture, people. A measure that is missing costs nothing,
/// except on the drop, where what is not known to move is not the strongest. Scales chosen by hand.
/// </summary>
/// <param name="style">The weights.</param>
/// <param name="role">The slot's role.</param>
/// <param name="bars">Part of the canvas that each clip leaves black, 0 to 1, by its index.</param>
/// <param name="seconds">How long the slot is.</param>
internal sealed class CraftRules(CraftStyle style, SlotRole role, IReadOnlyList<float> bars, double seconds)
{
    // Liveliness of key frames stands in for motion that was not measured, at this share.
    private const float GuessedAction = 0.5f;

    // What a clip whose moments are not known is taken to show.
    private const float UnknownMoment = 0.4f;

    // Highest liking that memory can have.
    private const float MostLiked = 0.25f;

    // A wish in words outweighs one rule of the craft, not several.
    private const float WishWeight = 3;

    private const float DropScale = 3;
    private const float HoldScale = 0.7f;
    private const float DetailScale = 0.5f;

    // A doubt on the first shot, within the opening, and where there is time to look. Where nothing moves, as black and broken pictures do
    // not, all of the opening counts as its first shot does: nobody looks at it.
    private const float OpeningDoubt = 1.2f;
    private const float EarlyDoubt = 0.5f;
    private const float LateDoubt = 0.1f;

    // Titles of other films are no pictures; a clip that has letters all over is shown when its turn comes.
    private const float Lettered = 0.8f;
    private const float LetteredBookend = 1.5f;

    // Cameras are raised at the beginning of a file.
    private const float FileStart = 0.15f;

    // A wide picture in which nothing happens is half a hook: it may be a lawn.
    private const float PlaceHook = 0.6f;
    private const float DarkLuma = 0.12f;

    /// <summary>The slot's role.</summary>
    public SlotRole Role => role;

    /// <summary>Whether the drop asks for action.</summary>
    public bool Reserves => style.DropAction > 0;

    /// <summary>Lowest value that the terms of <see cref="Against"/> can sum to.</summary>
    public float Lowest => -(float)(Math.Max(0, style.People) + style.Portraits + style.Groups) - MostLiked - WishWeight;

    /// <summary>How strong the action of a candidate is as far as it is known, 0 to 1.</summary>
    public static float Strength(Candidate candidate) => candidate.Force ?? (GuessedAction * candidate.Energy ?? 0);

    /// <summary>The best moment that a candidate shows in the slot; null where that is not known.</summary>
    public Moment? MomentOf(Candidate candidate) => candidate.Moments is { } after ? ClipMoments.Best(after, seconds) : null;

    /// <summary>What the slot thinks of letters that a candidate shows in it.</summary>
    public Lettering LettersOf(Candidate candidate) =>
        !candidate.ShowsLetters(seconds) ? Lettering.None
        : role.Opens || role.Closes || role.IsDrop ? Lettering.Barred
        : candidate.LettersPass ? Lettering.Title
        : Lettering.None;

    /// <summary>Longest window in seconds that may start at a candidate and shows no letters that are not wanted here.</summary>
    public double PlainRoom(Candidate candidate) =>
        LettersOf(candidate) == Lettering.None ? candidate.Room : Math.Min(candidate.Room, candidate.LetteringAfter);

    /// <summary>Adds what the role says against a candidate.</summary>
    public Losses Against(Candidate candidate, in Losses losses) =>
        losses with
        {
            Establishing =
                candidate.Closeness is not { } size ? 0
                : role.Establishes ? (float)style.EstablishingFirst * size
                : role.Details ? (float)style.EstablishingFirst * DetailScale * (1 - size)
                : 0,
            Hold = candidate.Closeness is not { } close
                ? 0
                : (float)style.HoldWide * HoldScale * Math.Abs(role.Hold) * (role.Hold > 0 ? close : 1 - close),
            People = candidate.People is not { } people
                ? 0
                : -(
                    ((float)style.People * people.Presence)
                    + ((float)style.Portraits * people.Portrait)
                    + ((float)style.Groups * people.Group)
                ),
            Drop = role.IsDrop ? (float)style.DropAction * DropScale * (1 - Strength(candidate)) : 0,
            Bookend =
                role.Opens ? Opening(candidate)
                : role.Closes ? Closing(candidate)
                : 0,
            Moment = (float)style.Moments * (1 - (MomentOf(candidate)?.Strength ?? UnknownMoment)),
            Doubt = Doubt(candidate),
            Bars = (float)style.NoBars * bars[candidate.Clip] * (role.Opens || role.Closes ? 2 : 1),
            Memory = -(candidate.Memory?.Liking ?? 0),
            Wish = -WishWeight * (candidate.Wish ?? 0),
        };

    // What is doubtful is looked at before it is final, but in the first ten seconds, for which somebody waits.
    private float Doubt(Candidate candidate)
    {
        float doubt =
            candidate.DoubtAfter < seconds
                ? (
                    role.Opens || (role.IsEarly && candidate.NothingAfter < seconds) ? OpeningDoubt
                    : role.IsEarly ? EarlyDoubt
                    : LateDoubt
                )
                : 0;
        float lettered =
            !candidate.ShowsLetters(seconds) ? 0
            : role.Opens || role.Closes ? LetteredBookend
            : Lettered;
        return doubt + lettered + (candidate.StartsFile ? FileStart : 0);
    }

    // A face, something that happens, or failing these a whole place; in a good picture, and a bright one, since it is the thumbnail.
    private float Opening(Candidate candidate)
    {
        float hook = Math.Max(
            Math.Max(candidate.People?.Presence ?? 0, MomentOf(candidate)?.Strength ?? 0),
            Math.Max(candidate.Energy ?? 0.5f, PlaceHook * (1 - (candidate.Closeness ?? 0.5f)))
        );
        float dark = candidate.Colour is { Luma: < DarkLuma and var luma } ? 1 - (luma / DarkLuma) : 0;
        return (float)style.Bookends
            * ((0.6f * (1 - hook)) + (0.6f * (1 - (candidate.Quality ?? 0.5f))) + dark + (candidate.StartsFile ? FileStart : 0));
    }

    // Calm, wide, and a good picture.
    private float Closing(Candidate candidate) =>
        (float)style.Bookends
        * (
            (0.5f * (candidate.Action ?? candidate.Energy ?? 0.5f))
            + (0.4f * (candidate.Closeness ?? 0.5f))
            + (0.6f * (1 - (candidate.Quality ?? 0.5f)))
        );
}
