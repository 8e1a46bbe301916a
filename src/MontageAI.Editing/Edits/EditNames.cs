using System.Text.Json;
using MontageAI.Errors;

namespace MontageAI.Editing.Edits;

/// <summary>Names of kinds as documents and words write them.</summary>
internal static class EditNames
{
    /// <summary>The name of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value of a name.</summary>
    /// <param name="text">The name.</param>
    /// <param name="what">What it names, for the message.</param>
    /// <exception cref="ConfigurationException">There is no such name; those that there are stand in the message.</exception>
    public static T Read<T>(string text, string what)
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        int at = Array.FindIndex(values, v => Of(v) == text);
        return at >= 0
            ? values[at]
            : throw new ConfigurationException(
                ErrorCode.EditInvalid,
                $"'{text}' is no {what}; there are {string.Join(", ", values.Select(Of))}."
            );
    }
}
