namespace MontageAI.Editing.Selection;

/// <summary>What speaks against a candidate in a slot, term by term; each is 0 at best and already weighted. Their sum decides, each alone explains.</summary>
/// <param name="Quality">Missing picture quality.</param>
/// <param name="Energy">Energy unlike the music's.</param>
/// <param name="Action">Motion unlike the music's energy.</param>
/// <param name="Place">Out of the footage's order.</param>
/// <param name="Seek">Expensive in-point.</param>
/// <param name="Surprise">The seed's dislike.</param>
/// <param name="Variety">Its clip was shown close by, or more often than its share.</param>
/// <param name="JumpCut">Same take as a neighbouring shot.</param>
/// <param name="Likeness">Looks like a shot close by.</param>
/// <param name="Direction">Moves in the unwanted direction relative to a neighbour; below 0 when it moves as wanted.</param>
/// <param name="Repeat">Overlaps footage that is on the timeline already.</param>
internal readonly record struct Losses(
    float Quality, float Energy, float Action, float Place, float Seek, float Surprise, float Variety, float JumpCut, float Likeness, float Direction, float Repeat)
{
    /// <summary>The part that depends on neighbours.</summary>
    public float Context => Variety + JumpCut + Likeness + Direction + Repeat;

    /// <summary>Everything.</summary>
    public float Total => Quality + Energy + Action + Place + Seek + Surprise + Context;
}
