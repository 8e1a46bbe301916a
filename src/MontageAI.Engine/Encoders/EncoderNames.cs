using MontageAI.Errors;
using MontageAI.Rendering.Encoders;

namespace MontageAI.Engine.Encoders;

/// <summary>The words with which a user names an encoder.</summary>
public static class EncoderNames
{
    /// <summary>All of them, for messages.</summary>
    public const string Words = "auto, software, nvenc, qsv, vaapi, videotoolbox or amf (hardware with :DEVICE where there are several)";

    /// <summary>Whether a text names an encoder.</summary>
    public static bool AreKnown(string text) => EncoderWish.TryParse(text, out _);

    /// <summary>What is named; null leaves the choice to the program.</summary>
    /// <exception cref="ConfigurationException">There is no such encoder.</exception>
    internal static EncoderWish Parse(string? text) =>
        text is null ? EncoderWish.Auto
        : EncoderWish.TryParse(text, out EncoderWish? wish) ? wish
        : throw new ConfigurationException(ErrorCode.Unknown, $"there is no '{text}'; there are {Words}.", Field.Encoder);
}
