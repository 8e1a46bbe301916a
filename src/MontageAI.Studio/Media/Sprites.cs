using MontageAI.Engine;
using MontageAI.Engine.Proxies;
using MontageAI.Studio.Settings;

namespace MontageAI.Studio.Media;

/// <summary>Sheets of small pictures of clips, made when they are first asked for. What lies there can be made again.</summary>
internal sealed class Sprites(MontageEngine engine, StudioOptions options) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>The folder of a clip's sheets, in which index.vtt names them; null where the clip gets none.</summary>
    /// <param name="fingerprint">The clip's content.</param>
    /// <param name="path">The clip.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<string?> FolderAsync(string fingerprint, string path, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(options.State, "sprites", fingerprint);
        if (Index(folder) is not null)
        {
            return folder;
        }

        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Index(folder) is null)
            {
                SpriteRequest request = new()
                {
                    Clips = [path],
                    Output = folder,
                    Overwrite = true,
                };
                await engine
                    .Start(request, new() { Urgency = Engine.Resources.Urgency.Ahead })
                    .Completion.WaitAsync(cancellationToken)
                    .ConfigureAwait(false);
            }

            return Index(folder) is null ? null : folder;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Whether a clip has sheets already.</summary>
    public bool Has(string fingerprint) => Index(Path.Combine(options.State, "sprites", fingerprint)) is not null;

    /// <summary>The index in a folder of sheets; null where there is none.</summary>
    public static string? Index(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.vtt").FirstOrDefault() : null;

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();
}
