using System.Globalization;
using System.Text.Json;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Studio.Contracts;

/// <summary>Turns what went wrong into answers.</summary>
internal static partial class Problems
{
    private const string ContentType = "application/problem+json";

    /// <summary>Answers whatever fails further in.</summary>
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception e) when (Of(e, context) is { } problem && !context.Response.HasStarted)
        {
            await AnswerAsync(context, problem).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer.
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null } bare)
        {
            (string title, string code) = bare.StatusCode switch
            {
                StatusCodes.Status404NotFound => ("There is nothing at this address.", "unknown"),
                StatusCodes.Status405MethodNotAllowed => ("This address does not take that method.", "usage"),
                StatusCodes.Status415UnsupportedMediaType => ("The body must be JSON.", "usage"),
                _ => ("The request cannot be done.", "usage"),
            };
            await AnswerAsync(context, new ApiProblem(bare.StatusCode, title, code)).ConfigureAwait(false);
        }
    }

    /// <summary>Answers with a problem.</summary>
    public static Task AnswerAsync(HttpContext context, int status, string? member, string reason, string? remedy) =>
        AnswerAsync(context, new ApiProblem(status, reason, "refused", member, remedy));

    /// <summary>Answers that it is too much at once.</summary>
    public static Task TooManyAsync(HttpContext context, string reason, int seconds)
    {
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return AnswerAsync(
            context,
            new ApiProblem(StatusCodes.Status429TooManyRequests, reason, "busy", null, $"Try again in {seconds} seconds.")
        );
    }

    /// <summary>Answers that the server has not begun yet.</summary>
    public static Task StartingAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return AnswerAsync(
            context,
            new ApiProblem(StatusCodes.Status503ServiceUnavailable, "The server is starting.", "busy", null, "Try again in a second.")
        );
    }

    /// <summary>Answers with a problem.</summary>
    public static async Task AnswerAsync(HttpContext context, ApiProblem problem)
    {
        HttpResponse response = context.Response;
        response.StatusCode = problem.Status;
        if (problem.Head is { } head)
        {
            response.Headers.ETag = Revisions.Tag(head);
        }

        byte[] body = JsonSerializer.SerializeToUtf8Bytes(problem, StudioJson.Default.ApiProblem);
        response.ContentType = ContentType;
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
        }
    }

    // Null for a request that was cancelled.
    private static ApiProblem? Of(Exception error, HttpContext context)
    {
        if (error is OperationCanceledException && context.RequestAborted.IsCancellationRequested)
        {
            return null;
        }

        if (error is not (MontageException or ApiException or BadHttpRequestException))
        {
            Unforeseen(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("MontageAI.Studio"), error);
        }

        int? seconds = error is EngineBusyException ? 5 : (error as ApiException)?.RetryAfterSeconds;
        if (seconds is { } wait)
        {
            context.Response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        }

        return Of(error);
    }

    /// <summary>Why something was not made, of its report; a job may be cancelled elsewhere, too.</summary>
    public static MontageException Failure(RunReport report) =>
        new(
            report.ErrorCode ?? (report.Outcome == RunOutcome.Cancelled ? ErrorCode.Cancelled : ErrorCode.Unforeseen),
            report.Error ?? "The work failed."
        );

    /// <summary>What a failure is as an answer.</summary>
    public static ApiProblem Of(Exception error)
    {
        switch (error)
        {
            case ApiException api:
                return api.Problem;
            case ProjectMovedException moved:
                return new ApiProblem(StatusCodes.Status412PreconditionFailed, moved.Message, "conflict", "If-Match")
                {
                    Head = moved.Head,
                    Remedy = "Look at the head, and make the change for it.",
                };
            case EngineBusyException busy:
                return new ApiProblem(StatusCodes.Status503ServiceUnavailable, busy.Message, "busy");
            case ConfigurationException wrong:
                return OfWrong(wrong);
            case MontageException foreseen:
                return new ApiProblem(StatusOf(foreseen.Code), Words(foreseen.Sentence), CodeOf(foreseen.Code), foreseen.Field?.Name);
            case BadHttpRequestException bad:
                return new ApiProblem(
                    bad.StatusCode,
                    bad.InnerException is JsonException json ? JsonReason(json) : bad.Message.TrimEnd('.') + ".",
                    "usage",
                    (bad.InnerException as JsonException)?.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : null
                );
            case IOException or UnauthorizedAccessException:
                return new ApiProblem(
                    StatusCodes.Status507InsufficientStorage,
                    "A file of the server cannot be read or written.",
                    "fileUnwritable",
                    null,
                    "Make room on its disk, or allow writing, and try again."
                );
            default:
                return new ApiProblem(
                    StatusCodes.Status500InternalServerError,
                    "Something went wrong that nobody foresaw.",
                    "unforeseen",
                    null,
                    "The server's log has the details."
                );
        }
    }

    private static ApiProblem OfWrong(ConfigurationException wrong) =>
        new(
            wrong.Code == ErrorCode.FileMissing ? StatusCodes.Status404NotFound : StatusOf(wrong.Code),
            Words(wrong.Problems[0].Sentence),
            CodeOf(wrong.Code),
            wrong.Field?.Name
        )
        {
            Errors = wrong.Problems.Count > 1 ? [.. wrong.Problems.Select(p => Words(p.Sentence))] : null,
        };

    private static int StatusOf(ErrorCode code) =>
        code switch
        {
            ErrorCode.FileMissing => StatusCodes.Status404NotFound,
            ErrorCode.FileExists or ErrorCode.Conflict or ErrorCode.SourceChanged => StatusCodes.Status409Conflict,
            ErrorCode.FileUnwritable or ErrorCode.StoreFailed => StatusCodes.Status507InsufficientStorage,
            ErrorCode.Busy => StatusCodes.Status423Locked,
            ErrorCode.ToolMissing or ErrorCode.ToolUnsuitable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status422UnprocessableEntity,
        };

    /// <summary>A code as it is written.</summary>
    public static string CodeOf(ErrorCode code) => JsonNamingPolicy.CamelCase.ConvertName(code.ToString());

    /// <summary>A sentence in the server's words.</summary>
    public static string Words(Phrase sentence) => sentence.ToString();

    private static string JsonReason(JsonException json) =>
        json.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "This member is not known."
        : json.Message.Contains("missing required", StringComparison.Ordinal) ? json.Message.Split(". ")[0] + "."
        : "The body is not the JSON that is expected here.";

    [LoggerMessage(Level = LogLevel.Error, Message = "A request failed in a way that nobody foresaw.")]
    private static partial void Unforeseen(ILogger log, Exception error);
}
