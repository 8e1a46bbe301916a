using System.Text.Json.Serialization;
using MontageAI.Engine.Jobs;
using MontageAI.Media;
using MontageAI.Rendering.Sprites;
using MontageAI.Storage.Artifacts;
using MontageAI.Storage.Keys;

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
        ArtifactLease lease,
        CancellationToken cancellationToken
    )
    {
        foreach (bool onlyKeyFrames in (bool[])[false, true])
        {
            ContentKey key = KeyOf(file, video, SpriteLayout.For(info, video, onlyKeyFrames));
            if (
                context.Store.Results.TryGet(key, SpriteJson.Default.SpriteSheets, out SpriteSheets? sheets)
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
        ArtifactLease lease,
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
        return (sheets, await KeepAsync(file, video, sheets, path, lease, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes finished sheets into the store.</summary>
    /// <returns>Where they lie.</returns>
    public async Task<string> KeepAsync(
        SourceFile file,
        VideoStreamInfo video,
        SpriteSheets sheets,
        string path,
        ArtifactLease lease,
        CancellationToken cancellationToken
    )
    {
        ContentKey key = KeyOf(file, video, sheets.Layout);
        string kept = await context.Store.Artifacts.AddAsync(key, path, lease, cancellationToken).ConfigureAwait(false);
        context.Store.Results.Put(key, sheets, SpriteJson.Default.SpriteSheets);
        return kept;
    }

    private ContentKey KeyOf(SourceFile file, VideoStreamInfo video, SpriteLayout layout) =>
        ContentKey
            .For("sprites", context.ToolVersion)
            .With("recipe", layout.Recipe(video, file.Fingerprint))
            .With("keys", layout.OnlyKeyFrames)
            .Build();
}

[JsonSerializable(typeof(SpriteSheets))]
internal sealed partial class SpriteJson : JsonSerializerContext;
