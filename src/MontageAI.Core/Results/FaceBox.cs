using System.Text.Json.Serialization;

namespace MontageAI.Results;

/// <summary>A face in a picture, from the chin to the forehead and from cheek to cheek. Sides are shares of the picture, rounded to
/// thousandths.</summary>
/// <param name="Left">Left edge, 0 (left) to 1.</param>
/// <param name="Top">Upper edge, 0 (top) to 1.</param>
/// <param name="Width">Width, above 0, at most 1.</param>
/// <param name="Height">Height, above 0, at most 1.</param>
/// <param name="Score">How sure the detector is, 0 to 1, rounded to thousandths.</param>
public readonly record struct FaceBox(float Left, float Top, float Width, float Height, float Score)
{
    /// <summary>Right edge.</summary>
    [JsonIgnore]
    public float Right => Left + Width;

    /// <summary>Lower edge.</summary>
    [JsonIgnore]
    public float Bottom => Top + Height;

    /// <summary>Share of the picture that it covers.</summary>
    [JsonIgnore]
    public float Area => Width * Height;

    /// <summary>What two boxes share, as a part of what they cover together, 0 to 1.</summary>
    /// <param name="other">The other box.</param>
    public float Overlap(FaceBox other)
    {
        float across = MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left),
            down = MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top);
        if (across <= 0 || down <= 0)
        {
            return 0;
        }

        float shared = across * down;
        return shared / (Area + other.Area - shared);
    }
}
