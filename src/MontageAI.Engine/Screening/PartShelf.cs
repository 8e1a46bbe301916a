using System.Globalization;
using MontageAI.Containers.Streaming;
using MontageAI.Keys;
using MontageAI.Stores;

namespace MontageAI.Engine.Screening;

/// <summary>
/// Pictures and sound of plans in pieces that a player appends one by one, kept in the store under what they were made from. What was
/// found or made here stays until this is disposed: one for each montage that somebody works on. Safe for threads.
/// </summary>
public sealed class PartShelf : IDisposable
{
    private const int KeyLength = 64;

    private readonly IArtifactStore _artifacts;
    private readonly Lazy<IArtifactLease> _lease;

    internal PartShelf(IArtifactStore artifacts)
    {
        _artifacts = artifacts;
        _lease = new Lazy<IArtifactLease>(artifacts.BeginJob);
    }

    internal IArtifactLease Lease => _lease.Value;

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == KeyLength && text.All(char.IsAsciiHexDigitLower);
    }

    /// <summary>A file of a shot's pictures (header and fragment, times from 0) that was made before; null where there is none.</summary>
    /// <param name="key">Key of the pictures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<string?> FindAsync(string key, CancellationToken cancellationToken) =>
        _artifacts.TryGetAsync(ShotKey(key), Lease, cancellationToken);

    /// <summary>The file of a shot's pictures; is made when it is not there.</summary>
    /// <param name="part">The pictures.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string> MakeAsync(ShotPart part, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        return await FindAsync(part.Key, cancellationToken).ConfigureAwait(false)
            ?? await AddAsync(
                    ShotKey(part.Key),
                    file => ShotSegment.Write(file, part.Source, part.Rate, cancellationToken),
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    /// <summary>A piece of a sound that was made before; null where there is none.</summary>
    /// <param name="key">Key of the sound.</param>
    /// <param name="number">Number of the piece, from 0.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<string?> FindSoundAsync(string key, int number, CancellationToken cancellationToken) =>
        _artifacts.TryGetAsync(SoundKey(key, number), Lease, cancellationToken);

    /// <summary>A piece of a sound; is made when it is not there.</summary>
    /// <param name="part">The sound.</param>
    /// <param name="number">Number of the piece, from 0.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string> MakeSoundAsync(SoundPart part, int number, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, part.Pieces);
        return await FindSoundAsync(part.Key, number, cancellationToken).ConfigureAwait(false)
            ?? await AddAsync(
                    SoundKey(part.Key, number),
                    file => SoundPieces.Write(file, part.Path, number, part.Pieces, cancellationToken),
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_lease.IsValueCreated)
        {
            _lease.Value.Dispose();
        }
    }

    // The keys are hashes already; a version of the form in which they are kept stands before them.
    private static ContentKey ShotKey(string key) => ContentKey.For("shot-part", "1").With("pictures", key).Build();

    private static ContentKey SoundKey(string key, int number) =>
        ContentKey.For("sound-part", "1").With("sound", key).With("piece", number.ToString(CultureInfo.InvariantCulture)).Build();

    private async Task<string> AddAsync(ContentKey key, Action<string> write, CancellationToken cancellationToken)
    {
        string file = Lease.NewFile(".m4s");
        await Task.Run(() => write(file), cancellationToken).ConfigureAwait(false);
        return await _artifacts.AddAsync(key, file, Lease, cancellationToken).ConfigureAwait(false);
    }
}
