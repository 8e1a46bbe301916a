namespace MontageAI.Editing.Prompts;

/// <summary>How a number of a style changes.</summary>
public enum PromptOperation
{
    /// <summary>It becomes the amount.</summary>
    Set,

    /// <summary>It is multiplied by the amount.</summary>
    Scale,

    /// <summary>The amount is added.</summary>
    Add,

    /// <summary>It becomes at least the amount.</summary>
    AtLeast,

    /// <summary>It becomes at most the amount.</summary>
    AtMost,
}

/// <summary>A change of one number of a style; the result is kept within what the parameter allows.</summary>
/// <param name="Parameter">"group.key", as style files have it.</param>
/// <param name="Operation">How.</param>
/// <param name="Amount">By or to how much.</param>
public sealed record PromptChange(string Parameter, PromptOperation Operation, double Amount)
{
    /// <summary>The number after the change.</summary>
    /// <param name="value">Before.</param>
    /// <param name="minimum">Lowest that is allowed.</param>
    /// <param name="maximum">Highest that is allowed.</param>
    internal double Of(double value, double minimum, double maximum) =>
        Math.Clamp(
            Operation switch
            {
                PromptOperation.Set => Amount,
                PromptOperation.Scale => value * Amount,
                PromptOperation.Add => value + Amount,
                PromptOperation.AtLeast => Math.Max(value, Amount),
                _ => Math.Min(value, Amount),
            },
            minimum,
            maximum
        );
}
