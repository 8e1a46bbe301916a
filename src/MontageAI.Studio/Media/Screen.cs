using System.Collections.Concurrent;
using MontageAI.Engine;
using MontageAI.Engine.Screening;
using MontageAI.Timelines;

namespace MontageAI.Studio.Media;

/// <summary>
/// What can be seen and heard of a project's plans, by address: an address names what a thing is made from, so what is behind it never
/// changes. Files are made when they are asked for. Safe for threads.
/// </summary>
/// <param name="engine">The engine.</param>
internal sealed class Screen(MontageEngine engine) : IDisposable
{
    private const int MostKnown = 50_000;

    private readonly PartShelf _shelf = engine.OpenParts();
    private readonly ConcurrentDictionary<string, ShotPart> _parts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SoundPart> _sounds = new(StringComparer.Ordinal);
    private TaskCompletionSource _news = NewSignal();

    /// <summary>Looks what there is of a plan now.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="shots">Shots to look at; null looks at all.</param>
    /// <param name="sound">Whether its sound is looked for.</param>
    /// <param name="sources">Folder in which files are looked for, too.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<ScreenedPlan> LookAsync(
        Timeline plan,
        IReadOnlyList<int>? shots,
        bool sound,
        string? sources,
        CancellationToken cancellationToken
    )
    {
        ScreenRequest request = new()
        {
            Timeline = plan,
            Shelf = _shelf,
            Shots = shots,
            Sound = sound,
            SourceFolder = sources,
        };
        ScreenedPlan screened = await engine.Start(request).Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_parts.Count > MostKnown)
        {
            // Whoever still wants an old one asks for its plan again.
            _parts.Clear();
        }

        foreach (ShotPart part in screened.Shots.Select(s => s.Shown).OfType<ShotPart>())
        {
            _parts[part.Key] = part;
        }

        if (screened.Sound is { } heard)
        {
            _sounds[heard.Key] = heard;
        }

        Interlocked.Exchange(ref _news, NewSignal()).TrySetResult();
        return screened;
    }

    /// <summary>The file of a shot's pictures; null where they are not there.</summary>
    /// <param name="key">Their key.</param>
    /// <param name="patience">How long to wait for pictures that are being made.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<string?> FindAsync(string key, TimeSpan patience, CancellationToken cancellationToken)
    {
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        enough.CancelAfter(patience);
        while (true)
        {
            Task news = Volatile.Read(ref _news).Task;
            if (await _shelf.FindAsync(key, cancellationToken).ConfigureAwait(false) is { } file)
            {
                return file;
            }

            if (_parts.TryGetValue(key, out ShotPart? part))
            {
                return await _shelf.MakeAsync(part, cancellationToken).ConfigureAwait(false);
            }

            await news.WaitAsync(enough.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!news.IsCompleted)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }
    }

    /// <summary>The grid of a shot's pictures; null where they are not known any more.</summary>
    public ShotPart? Known(string key) => _parts.GetValueOrDefault(key);

    /// <summary>A piece of a sound; null where it is not there.</summary>
    public async Task<string?> FindSoundAsync(string key, int number, CancellationToken cancellationToken) =>
        await _shelf.FindSoundAsync(key, number, cancellationToken).ConfigureAwait(false)
        ?? (
            _sounds.TryGetValue(key, out SoundPart? part) && number < part.Pieces
                ? await _shelf.MakeSoundAsync(part, number, cancellationToken).ConfigureAwait(false)
                : null
        );

    /// <inheritdoc/>
    public void Dispose() => _shelf.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
