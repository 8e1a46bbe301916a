using MontageAI.Engine.Jobs;
using MontageAI.Engine.Proxies;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;

namespace MontageAI.Engine;

/// <content>Proxies and sprite sheets.</content>
public sealed partial class Session
{
    /// <summary>Makes proxies of clips ahead, so that later previews are put together from them without decoding or encoding.</summary>
    /// <exception cref="ConfigurationException">An input does not exist.</exception>
    /// <exception cref="MontageException">Not one file can be used.</exception>
    public async Task<ProxyOutcome> ProxiesAsync(ProxyRequest request, IProgress<JobProgress> progress, CancellationToken cancellationToken)
    {
        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        return await new ProxyJobs(context).MakeProxiesAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes sprite sheets of clips with WebVTT indexes.</summary>
    /// <exception cref="ConfigurationException">An input does not exist.</exception>
    /// <exception cref="MontageException">Not one file can be used, or a file is in the way.</exception>
    public async Task<SpriteOutcome> SpritesAsync(
        SpriteRequest request,
        IProgress<JobProgress> progress,
        CancellationToken cancellationToken
    )
    {
        JobContext context = await BeginAsync(progress, cancellationToken).ConfigureAwait(false);
        return await new ProxyJobs(context).MakeSpritesAsync(request, cancellationToken).ConfigureAwait(false);
    }
}
