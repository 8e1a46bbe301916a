using System.Text.Json.Serialization;

namespace MontageAI.Timelines;

/// <summary>How a picture of another shape is put on the canvas.</summary>
public enum PictureFit
{
    /// <summary>Fill where at most 16 % of the picture is lost, else pad.</summary>
    [JsonStringEnumMemberName("auto")]
    Auto,

    /// <summary>Fill the canvas and cut off what does not fit, equally on both sides.</summary>
    [JsonStringEnumMemberName("fill")]
    Fill,

    /// <summary>Show the whole picture and fill the rest with black.</summary>
    [JsonStringEnumMemberName("pad")]
    Pad,
}
