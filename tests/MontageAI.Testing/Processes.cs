namespace MontageAI.Testing;

/// <summary>Processes as Linux tells of them.</summary>
public static class Processes
{
    /// <summary>Whether one runs. What has ended, and nobody has asked for its end, as the first process of a container may never do for
    /// orphans, is there still as a name; it does not run.</summary>
    public static bool Runs(string id)
    {
        try
        {
            string state = File.ReadAllText($"/proc/{id}/stat");
            return state[(state.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc cref="Runs(string)"/>
    public static bool Runs(int id) => Runs(id.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
