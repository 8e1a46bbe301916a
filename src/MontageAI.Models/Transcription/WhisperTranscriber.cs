using MontageAI.Detection;
using MontageAI.Results;
using Whisper.net;

namespace MontageAI.Models.Transcription;

/// <summary>
/// Writes down speech by Whisper, in the language that it hears. Always the likeliest word, on a fixed number of threads, so that the same
/// sound gives the same words. One sound at a time.
/// </summary>
internal sealed class WhisperTranscriber : ITranscriber
{
    // The same on every machine: parts of sums may depend on how they are shared out.
    private const int Threads = 2;
    private const int Rate = 16000;

    // Shorter sound is refused by the library.
    private const double LeastSeconds = 1.1;

    private readonly WhisperFactory _factory;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Loads a model.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="sha256">SHA-256 of the file.</param>
    /// <exception cref="WhisperModelLoadException">It is no model that the library can run.</exception>
    public WhisperTranscriber(string path, string sha256)
    {
        _factory = WhisperFactory.FromPath(path, new WhisperFactoryOptions { UseGpu = false });
        // The library loads a model when it is first used; a file that is none is to be told now.
        using WhisperProcessor trial = Processor();
        string version = typeof(WhisperFactory).Assembly.GetName().Version?.ToString(3) ?? "";
        Algorithm = $"whisper/1 {sha256[..16]} whisper.net {version}";
    }

    /// <inheritdoc/>
    public string Algorithm { get; }

    /// <inheritdoc/>
    public int SampleRate => Rate;

    /// <inheritdoc/>
    public double MostSeconds => 28;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SpokenLine>> WriteDownAsync(ReadOnlyMemory<float> samples, CancellationToken cancellationToken)
    {
        double seconds = samples.Length / (double)Rate;
        if (seconds < LeastSeconds)
        {
            float[] longer = new float[(int)(LeastSeconds * Rate)];
            samples.Span.CopyTo(longer);
            samples = longer;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            List<SpokenLine> lines = [];
            WhisperProcessor processor = Processor();
            await using (processor.ConfigureAwait(false))
            {
                await foreach (SegmentData segment in processor.ProcessAsync(samples, cancellationToken).ConfigureAwait(false))
                {
                    if (
                        LineOf(
                            segment.Text,
                            segment.Start.TotalSeconds,
                            segment.End.TotalSeconds,
                            segment.Tokens.Select(t => (t.Text, t.Start / 100.0)),
                            seconds
                        ) is
                        { } line
                    )
                    {
                        lines.Add(line);
                    }
                }
            }

            return lines;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _factory.Dispose();
        _turn.Dispose();
    }

    /// <summary>A line of what the network gives; null where it holds no words.</summary>
    /// <param name="text">What it understood.</param>
    /// <param name="start">Second at which that begins.</param>
    /// <param name="end">Second at which it ends.</param>
    /// <param name="tokens">Its pieces with their seconds; the first of a word begins with a space.</param>
    /// <param name="seconds">Length of the sound.</param>
    internal static SpokenLine? LineOf(
        string text,
        double start,
        double end,
        IEnumerable<(string? Text, double Start)> tokens,
        double seconds
    )
    {
        text = text.Trim();
        start = Math.Clamp(start, 0, seconds);
        end = Math.Clamp(end, start, seconds);
        // "[Music]", "(laughs)": what is heard that is no word.
        if (text.Length == 0 || end <= start || (text[0] is '[' or '(' && text[^1] is ']' or ')'))
        {
            return null;
        }

        List<SpokenWord> words = [];
        double before = start;
        foreach ((string? piece, double at) in tokens)
        {
            // "[_TT_50]": a mark of the network's own.
            if (string.IsNullOrEmpty(piece) || piece.StartsWith("[_", StringComparison.Ordinal))
            {
                continue;
            }

            if (piece[0] == ' ' || words.Count == 0)
            {
                before = Math.Clamp(at, before, end);
                words.Add(new SpokenWord(before, piece.Trim()));
            }
            else
            {
                words[^1] = words[^1] with { Text = words[^1].Text + piece };
            }
        }

        words.RemoveAll(w => w.Text.Length == 0);
        // Of writing without spaces between words no word is told.
        bool told = string.Join(' ', words.Select(w => w.Text)) == text;
        return new SpokenLine(Math.Round(start, 3), Math.Round(end, 3), text) { Words = told ? words : null };
    }

    private WhisperProcessor Processor()
    {
        WhisperProcessorBuilder builder = _factory
            .CreateBuilder()
            .WithThreads(Threads)
            .WithLanguage("auto")
            .WithNoContext()
            .WithTokenTimestamps()
            .WithTemperature(0)
            .WithTemperatureInc(0);
        builder.WithGreedySamplingStrategy();
        return builder.Build();
    }
}
