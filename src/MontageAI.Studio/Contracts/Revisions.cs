using System.Globalization;

namespace MontageAI.Studio.Contracts;

/// <summary>Revisions as entity tags: <c>"17"</c>.</summary>
internal static class Revisions
{
    /// <summary>The tag of a revision.</summary>
    public static string Tag(int number) => string.Create(CultureInfo.InvariantCulture, $"\"{number}\"");

    /// <summary>The revision that a change was made for.</summary>
    /// <param name="request">The request, which must say it in If-Match; "*" takes any.</param>
    /// <returns>The revision; null for any.</returns>
    /// <exception cref="ApiException">It does not say it, or not as a revision.</exception>
    public static int? Expected(HttpRequest request)
    {
        string tag = request.Headers.IfMatch.ToString();
        return tag switch
        {
            "" => throw new ApiException(
                new ApiProblem(
                    StatusCodes.Status428PreconditionRequired,
                    "A change must say which revision it was made for.",
                    "usage",
                    "If-Match",
                    "Send the revision as If-Match: \"17\", or * for any."
                )
            ),
            "*" => null,
            _ => int.TryParse(tag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : throw ApiException.Wrong("If-Match", "It must be a revision such as \"17\", or *."),
        };
    }
}
