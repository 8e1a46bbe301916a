using MontageAI.Errors;

namespace MontageAI.Farm.Settings;

/// <summary>How a folder of the farm's is called on this machine.</summary>
/// <param name="From">Path on the farm's machines, without a separator at its end; "" where nothing differs.</param>
/// <param name="To">Path here.</param>
internal sealed record PathMap(string From, string To)
{
    /// <summary>Reads FROM=TO.</summary>
    /// <exception cref="ConfigurationException">It is no such thing.</exception>
    public static PathMap Of(string? text)
    {
        if (text is null)
        {
            return new PathMap("", "");
        }

        string[] parts = text.Split('=');
        return parts is [{ Length: > 1 } from, { Length: > 0 } to] && Path.IsPathFullyQualified(to)
            ? new PathMap(from.TrimEnd('/', '\\'), to.TrimEnd('/', '\\'))
            : throw new ConfigurationException(
                ErrorCode.Range,
                $"--map: '{Printable.Of(text)}' must be the farm's path and the full one here, such as /mnt/studio=/Volumes/studio."
            );
    }

    /// <summary>A path of the farm's as it is here.</summary>
    public string Here(string path) =>
        From.Length > 0
        && path.StartsWith(From, StringComparison.Ordinal)
        && (path.Length == From.Length || path[From.Length] is '/' or '\\')
            ? To + path[From.Length..].Replace('\\', '/').Replace('/', Path.DirectorySeparatorChar)
            : path;
}
