using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>How a picture of another shape is put on the canvas.</summary>
public enum PictureFit
{
    /// <summary>Fill where at most 16 % of the picture is lost, else show it whole as <see cref="Blur"/> does. Planning asks each shot for
    /// more: it is cropped as long as its subject stays whole.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Fill the canvas and cut off what does not fit, equally on both sides.</summary>
    [JsonStringEnumMemberName("fill")]
    Fill,

    /// <summary>Show the whole picture and fill the rest with black.</summary>
    [JsonStringEnumMemberName("pad")]
    Pad,

    /// <summary>Show the whole picture over a blurred and darkened enlargement of itself.</summary>
    [JsonStringEnumMemberName("blur")]
    Blur,
}
