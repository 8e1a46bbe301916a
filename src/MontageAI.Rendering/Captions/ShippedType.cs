namespace MontageAI.Rendering.Captions;

/// <summary>The typeface of titles, in two weights, that lies beside the program; letters that it does not have are drawn in the machine's
/// own fonts.</summary>
public static class ShippedType
{
    /// <summary>Its family: Montserrat, SIL Open Font License 1.1.</summary>
    public const string Family = "Montserrat";

    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "fonts");

    /// <summary>Whether the program was built with it.</summary>
    public static bool IsThere { get; } =
        File.Exists(Path.Combine(s_folder, "Montserrat-Bold.ttf")) && File.Exists(Path.Combine(s_folder, "Montserrat-Medium.ttf"));

    /// <summary>The folder that libass looks into beside the machine's fonts; null where there is none.</summary>
    internal static string? Folder => IsThere ? s_folder : null;
}
