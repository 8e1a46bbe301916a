using MontageAI.Results;

namespace MontageAI.Editing.Selection;

/// <summary>People in a shot from an in-point on, 0 (none) to 1 each.</summary>
/// <param name="Presence">How much of them: how often a face is seen, larger ones counting more.</param>
/// <param name="Portrait">How much of a portrait it is: one face fills a good part of the picture.</param>
/// <param name="Group">How much of a group: three faces and more.</param>
internal readonly record struct PeopleSeen(float Presence, float Portrait, float Group)
{
    // Seconds after the in-point, and before it, whose pictures tell who is in the shot.
    private const double After = 4;
    private const double Before = 0.5;

    // Shares of the picture: a face that can be told apart counts half, one of these in full.
    private const float ClearFace = 0.02f;
    private const float PortraitFace = 0.06f;
    private const float FullSkin = 0.08f;

    // Faces of a full group.
    private const int GroupOf = 4;

    /// <summary>Share of the pictures with a face, 0 to 1; null where faces were not looked for.</summary>
    public float? Share { get; init; }

    /// <summary>Share of the picture that the largest face covers; of skin in face-like patches where faces were not looked for.</summary>
    public float Largest { get; init; }

    /// <summary>Most faces in one picture.</summary>
    public int Most { get; init; }

    /// <summary>What the key frames of a stretch say; null where none of them tells.</summary>
    /// <param name="keys">Key frames of the clip.</param>
    /// <param name="from">First of the stretch.</param>
    /// <param name="to">The one after its last.</param>
    /// <param name="nearest">The one nearest to the in-point.</param>
    /// <param name="seconds">The in-point.</param>
    public static PeopleSeen? Of(IReadOnlyList<KeyFrame> keys, int from, int to, int nearest, double seconds)
    {
        int looks = 0,
            seen = 0,
            most = 0,
            closest = -1;
        float largest = 0;
        for (int i = from; i < to; i++)
        {
            if (keys[i].Faces is not { } faces)
            {
                continue;
            }

            if (closest < 0 || Math.Abs(i - nearest) < Math.Abs(closest - nearest))
            {
                closest = i;
            }

            double at = keys[i].Time.Seconds - seconds;
            if (at >= -Before && at < After)
            {
                Count(faces);
            }
        }

        // A picture that was not looked at is like one before it that was.
        for (int i = nearest; looks == 0 && closest < 0 && i >= 0; i--)
        {
            closest = keys[i].Faces is null ? -1 : i;
        }

        if (looks == 0 && closest >= 0)
        {
            Count(keys[closest].Faces!);
        }

        return looks > 0 ? Faces((float)seen / looks, largest, most)
            : keys[nearest].Features.People is { } skin ? Skin(skin)
            : null;

        void Count(IReadOnlyList<FaceBox> faces)
        {
            looks++;
            seen += faces.Count > 0 ? 1 : 0;
            most = Math.Max(most, faces.Count);
            largest = faces.Select(f => f.Area).Append(largest).Max();
        }
    }

    private static PeopleSeen Faces(float share, float largest, int most) =>
        new(
            share * (0.5f + (0.5f * Math.Min(1, largest / ClearFace))),
            share * Math.Min(1, largest / PortraitFace) * (most == 1 ? 1 : 0.5f),
            share * Math.Clamp((most - 1f) / (GroupOf - 1), 0, 1)
        )
        {
            Share = share,
            Largest = largest,
            Most = most,
        };

    // Patches of skin cannot be counted: the largest may be a face that is near, and nobody knows of groups.
    private static PeopleSeen Skin(float skin) =>
        new(Math.Min(1, skin / FullSkin), Math.Min(1, skin / (2 * FullSkin)), 0) { Largest = skin };
}
