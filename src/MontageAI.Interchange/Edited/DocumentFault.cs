using MontageAI.Errors;

namespace MontageAI.Interchange.Edited;

/// <summary>Refuses documents: each message names the file, the place in it and a remedy.</summary>
public static class DocumentFault
{
    /// <summary>A document that cannot be read.</summary>
    /// <param name="file">The file, for the message.</param>
    /// <param name="place">Line, or path in the document; empty where it is the whole.</param>
    /// <param name="what">What is wrong, and what to do, as sentences.</param>
    public static ConfigurationException Of(string file, string place, Phrase what)
    {
        string where = place.Length > 0 ? ", " + Printable.Of(place.Length > 200 ? place[..200] + "..." : place) : "";
        return new ConfigurationException(ErrorCode.InterchangeInvalid, $"'{Printable.Of(file)}'{where}: {what}", field: null, file);
    }

    /// <summary>A time that is none, or longer than makes sense.</summary>
    public static void CheckTime(string file, string place, double value, double rate)
    {
        if (
            !double.IsFinite(value)
            || !double.IsFinite(rate)
            || rate < 0
            || rate > 1_000_000
            || (rate > 0 && Math.Abs(value / rate) > Bounds.MostSeconds)
        )
        {
            throw Of(file, place, $"{value} at {rate} per second is no time within a week. Export it again, or mend the number.");
        }
    }
}
