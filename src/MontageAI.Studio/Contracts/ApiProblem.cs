namespace MontageAI.Studio.Contracts;

/// <summary>What is answered when something is wrong (RFC 9457): which member, why, and what to do. Never a stack trace.</summary>
/// <param name="Status">The status.</param>
/// <param name="Title">Why.</param>
/// <param name="Code">What kind of thing, for programs.</param>
/// <param name="Member">The part of the request that is at fault; null where none is.</param>
/// <param name="Remedy">What to do; null where the title says it.</param>
internal sealed record ApiProblem(int Status, string Title, string Code, string? Member = null, string? Remedy = null)
{
    /// <summary>Always "about:blank": the code says what kind it is.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>Everything that is wrong, where that is more than one thing.</summary>
    public IReadOnlyList<string>? Errors { get; init; }

    /// <summary>The revision that is shown, where the request was made for another.</summary>
    public int? Head { get; init; }

    /// <summary>What the edit would do now, where it still means the same shots.</summary>
    public IReadOnlyList<PlannedShot>? WouldBe { get; init; }
}

/// <summary>A request cannot be done, for a reason that the API itself knows.</summary>
internal sealed class ApiException(ApiProblem problem) : Exception(problem.Title)
{
    /// <summary>Why.</summary>
    public ApiProblem Problem => problem;

    /// <summary>When to try again; null where that would not help.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>There is no such thing.</summary>
    public static ApiException NotFound(string what) =>
        new(new ApiProblem(StatusCodes.Status404NotFound, $"There is no such {what}.", "unknown"));

    /// <summary>A member of the request is not what it must be.</summary>
    public static ApiException Wrong(string member, string reason, string? remedy = null) =>
        new(new ApiProblem(StatusCodes.Status422UnprocessableEntity, reason, "range", member, remedy));
}
