using System.Diagnostics.CodeAnalysis;

namespace MontageAI.Rendering.Encoders;

/// <summary>Which encoder a user wants.</summary>
/// <param name="Kind">The kind; null leaves the choice to the program: hardware that passes its trial and is no slower, else
/// software.</param>
/// <param name="Device">A render node or the number of a GPU; null takes the first that works.</param>
public sealed record EncoderWish(EncoderKind? Kind, string? Device = null)
{
    /// <summary>The program chooses.</summary>
    public static EncoderWish Auto { get; } = new((EncoderKind?)null);

    /// <summary>Reads "auto", "software", "nvenc", "qsv", "vaapi", "videotoolbox" or "amf"; after hardware's name, ":" and a device may
    /// follow.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out EncoderWish? wish)
    {
        ArgumentNullException.ThrowIfNull(text);
        wish = null;
        string[] words = text.Split(':', 2);
        string? device = words.Length == 2 ? words[1] : null;
        if (device is "")
        {
            return false;
        }

        if (words[0] == "auto")
        {
            wish = device is null ? Auto : null;
        }
        else if (
            Enum.GetValues<EncoderKind>()
                .Where(k => string.Equals(k.ToString(), words[0], StringComparison.OrdinalIgnoreCase))
                .Cast<EncoderKind?>()
                .FirstOrDefault() is
            { } kind
        )
        {
            wish = kind == EncoderKind.Software && device is not null ? null : new EncoderWish(kind, device);
        }

        return wish is not null;
    }
}
