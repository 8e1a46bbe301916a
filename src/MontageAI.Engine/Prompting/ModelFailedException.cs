using MontageAI.Errors;

namespace MontageAI.Engine.Prompting;

/// <summary>A language model did not read a wish.</summary>
/// <param name="reason">Why, no sentence: "it gave no answer within 30 s".</param>
internal sealed class ModelFailedException(string reason) : MontageException(ErrorCode.ModelFailed, $"The language model failed: {reason}.")
{
    /// <summary>Why, no sentence.</summary>
    public string Reason => reason;
}
