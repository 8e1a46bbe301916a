using System.Text.Json.Serialization;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Sprites;
using MontageAI.Stores;

namespace MontageAI.Engine.Proxies;

/// <summary>Sprite sheets of clips: from the store, else from the clip's key frames where they suffice, else from all its frames.</summary>
internal sealed class SpriteStage(JobContext context)
{
    /// <summary>Extension of a file of sheets.</summary>
    public const string Extension = ".mjpeg";

    private readonly SpriteMaker _maker = new(context.Tools);

    /// <summary>The sheets that the store has: those of all frames before those of key frames. Decodes nothing.</summary>
    /// <returns>What is on them, and the file of JPEG pictures; null when there are none.</returns>
    public async Task<(SpriteSheets Sheets, string Path)?> TryGetAsync(
        SourceFile file,
        MediaInfo info,
        VideoStreamInfo video,
        IArtifactLease lease,
        CancellationToken cancellationToken
    )
    {
        foreach (bool onlyKeyFrames in (bool[])[false, true])
        {
            ContentKey key = KeyOf(file, video, SpriteLayout.For(info, video, onlyKeyFrames));
            if (
                await context.Store.Results.TryGetAsync(key, SpriteJson.Default.SpriteSheets, cancellationToken).ConfigureAwait(false)
                    is { } sheets
                && await context.Store.Artifacts.TryGetAsync(key, lease, cancellationToken).ConfigureAwait(false) is { } path
            )
            {
                return (sheets, path);
            }
        }

        return null;
    }

    /// <summary>The sheets of a clip; makes them when the store has none, holding one of the budget's slots.</summary>
    /// <exception cref="Errors.MediaException">No picture can be decoded.</exception>
    public async Task<(SpriteSheets Sheets, string Path)> GetAsync(
        SourceFile file,
        MediaInfo info,
        VideoStreamInfo video,
        IArtifactLease lease,
        int decoderThreads,
        CancellationToken cancellationToken
    )
    {
        if (await TryGetAsync(file, info, video, lease, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
        bool onlyKeyFrames = await _maker.KeyFramesSufficeAsync(info, video, cancellationToken).ConfigureAwait(false);
        string path = lease.NewFile(Extension);
        SpriteSheets sheets = await _maker
            .MakeAsync(info, video, SpriteLayout.For(info, video, onlyKeyFrames), path, decoderThreads, cancellationToken)
            .ConfigureAwait(false);
        await new SteadySources(context).RequireAsync(file, cancellationToken).ConfigureAwait(false);
        return (sheets, await KeepAsync(file, video, sheets, path, lease, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes finished sheets into the store.</summary>
    /// <returns>Where they lie.</returns>
    public async Task<string> KeepAsync(
        SourceFile file,
        VideoStreamInfo video,
        SpriteSheets sheets,
        string path,
        IArtifactLease lease,
        CancellationToken cancellationToken
    )
    {
        ContentKey key = KeyOf(file, video, sheets.Layout);
        string kept = await context.Store.Artifacts.AddAsync(key, path, lease, cancellationToken).ConfigureAwait(false);
        await context.Store.Results.PutAsync(key, sheets, SpriteJson.Default.SpriteSheets, cancellationToken).ConfigureAwait(false);
        return kept;
    }

    private ContentKey KeyOf(SourceFile file, VideoStreamInfo video, SpriteLayout layout) =>
        ContentKey
            .For("sprites", context.Rungs, Rung.Sprites)
            .With("tool", context.ToolVersion.Rendering)
            .With("recipe", layout.Recipe(video, file.Fingerprint))
            .With("keys", layout.OnlyKeyFrames)
            .Build();
}

[JsonSerializable(typeof(SpriteSheets))]
internal sealed partial class SpriteJson : JsonSerializerContext;
