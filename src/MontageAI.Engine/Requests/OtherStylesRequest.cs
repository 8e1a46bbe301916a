using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Prompting;
using MontageAI.Errors;

namespace MontageAI.Engine.Requests;

/// <summary>
/// Plans a montage in other styles when nobody waits, and forgets the plans: other styles shortlist other moments, and measuring how these
/// move takes nearly all of the time that another style takes. What was measured is in the store then, so that another style can be seen at
/// once. No plan depends on it.
/// </summary>
/// <param name="Montage">What was asked for.</param>
/// <param name="Styles">Names of styles, those first that are probably wanted first.</param>
internal sealed record OtherStylesRequest(MontageRequest Montage, IReadOnlyList<string> Styles) : JobRequest<int>
{
    // Begun anew after other jobs, it goes on where it was.
    private readonly HashSet<string> _ready = new(StringComparer.Ordinal);

    // A wish is read once, whatever the style: a language model may be asked for it.
    private MontageRequest? _read;

    /// <inheritdoc/>
    public override string Kind => "styles";

    /// <inheritdoc/>
    public override int Niceness => JobOptions.BackgroundNiceness;

    /// <summary>Does it.</summary>
    /// <returns>Styles that can be planned at once.</returns>
    protected internal override async Task<int> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        foreach (string style in Styles.Where(s => !_ready.Contains(s)))
        {
            try
            {
                _read ??= await new PromptStage(context)
                    .ApplyAsync(Montage with { IsStyleGiven = true }, cancellationToken)
                    .ConfigureAwait(false);
                await new PlanWork(context).RunAsync(_read with { Style = style }, follower: null, cancellationToken).ConfigureAwait(false);
            }
            catch (MontageException)
            {
                // Whoever wants that style is told why it cannot be planned.
            }

            _ready.Add(style);
        }

        return _ready.Count;
    }
}
