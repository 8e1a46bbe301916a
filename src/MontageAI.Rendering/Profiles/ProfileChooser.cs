namespace MontageAI.Rendering.Profiles;

/// <summary>What a rendering is for.</summary>
public enum RenderIntent
{
    /// <summary>To be seen as soon as possible.</summary>
    QuickPreview,

    /// <summary>To be shared.</summary>
    Share,

    /// <summary>To be shown to an audience, with more time given to quality.</summary>
    Present,

    /// <summary>To be kept, or edited further.</summary>
    Archive,
}

/// <summary>Picks a profile from intent and length. The user's own choice always goes before this.</summary>
public static class ProfileChooser
{
    /// <summary>Montages longer than this, in seconds, get no 4K: ten minutes of it are hours of encoding.</summary>
    internal const double LongestMasterSeconds = 600;

    /// <summary>Montages longer than this, in seconds, get the standard profile unless the user asks for another.</summary>
    internal const double LongestHighSeconds = 3600;

    /// <summary>The profile for an intent.</summary>
    /// <param name="intent">What the rendering is for.</param>
    /// <param name="durationSeconds">Length of the montage in seconds.</param>
    public static RenderProfile Choose(RenderIntent intent, double durationSeconds) =>
        intent switch
        {
            RenderIntent.QuickPreview => RenderProfile.Preview,
            RenderIntent.Present or RenderIntent.Archive when durationSeconds > LongestHighSeconds => RenderProfile.Standard,
            RenderIntent.Archive when durationSeconds <= LongestMasterSeconds => RenderProfile.Master,
            RenderIntent.Present or RenderIntent.Archive => RenderProfile.High,
            _ => RenderProfile.Standard,
        };
}
