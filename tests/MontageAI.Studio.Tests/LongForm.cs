using System.Globalization;

namespace MontageAI.Studio.Tests;

/// <summary>How far drills go: a little every day, as far as is asked for in the environment before a release (docs/studio.md).</summary>
internal static class LongForm
{
    /// <summary>A number of the environment, or what is usual.</summary>
    public static int Of(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : usual;
}
