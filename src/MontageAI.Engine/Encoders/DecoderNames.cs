using MontageAI.Errors;
using MontageAI.Rendering.Decoders;

namespace MontageAI.Engine.Encoders;

/// <summary>The words with which a user names a decoder.</summary>
public static class DecoderNames
{
    /// <summary>All of them, for messages.</summary>
    public const string Words = "auto, software, cuda, vaapi, videotoolbox or d3d11va (hardware with :DEVICE where there are several)";

    /// <summary>Whether a text names a decoder.</summary>
    public static bool AreKnown(string text) => Read(text) is not null;

    /// <summary>What is named; no kind leaves the choice to the program.</summary>
    /// <exception cref="ConfigurationException">There is no such decoder.</exception>
    internal static (DecoderKind? Kind, string? Device) Parse(string? text) =>
        Read(text ?? "auto")
        ?? throw new ConfigurationException(ErrorCode.Unknown, $"there is no '{text}'; there are {Words}.", Field.Decoder);

    private static (DecoderKind? Kind, string? Device)? Read(string text)
    {
        string[] words = text.Split(':', 2);
        string? device = words.Length == 2 ? words[1] : null;
        if (text == "auto")
        {
            return (null, null);
        }

        DecoderKind? kind = Enum.GetValues<DecoderKind>()
            .Where(k => string.Equals(k.ToString(), words[0], StringComparison.OrdinalIgnoreCase))
            .Cast<DecoderKind?>()
            .FirstOrDefault();
        return kind is null || device is "" || (kind == DecoderKind.Software && device is not null) ? null : (kind, device);
    }
}
