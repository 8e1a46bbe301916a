using System.Globalization;
using MontageAI.Bench.Inputs;
using MontageAI.Editing.Styles;
using MontageAI.Engine;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Requests;
using MontageAI.Engine.Settings;

namespace MontageAI.Bench.Preview;

/// <summary>
/// The same question as in <see cref="TierFigures"/> for a host that stays, such as a page: one engine has shown set M in one style and has
/// made its proxies by itself; how soon is it seen in another style? Nothing is compiled any more then.
/// </summary>
/// <param name="sets">Where the footage is.</param>
internal sealed class HostFigures(InputSets sets)
{
    private const int Seconds = 60;

    /// <summary>Measures.</summary>
    /// <param name="work">A folder to work in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PreviewFigure>> MeasureAsync(string work, CancellationToken cancellationToken)
    {
        string clips = await sets.GetAsync("M", cancellationToken).ConfigureAwait(false);
        EngineSettings settings = new()
        {
            FFmpegPath = Environment.GetEnvironmentVariable("MONTAGE_FFMPEG"),
            SearchPath = Environment.GetEnvironmentVariable("PATH"),
            CacheFolder = Path.Combine(work, "host-store"),
            RamFolder = Directory.Exists("/dev/shm") ? "/dev/shm" : null,
            Version = "benchmark",
            FollowUps = true,
        };
        List<PreviewFigure> rows = [];
        List<double> drafts = [],
            looks = [];
        await using MontageEngine engine = new(settings);
        (double cold, _) = await ShowAsync("dynamic", seed: 1, toTheEnd: true).ConfigureAwait(false);
        rows.Add(new("in a host: the first style, nothing known, first picture, s", null, cold, ""));
        await engine.WhenIdleAsync(cancellationToken).ConfigureAwait(false);
        foreach (string style in StyleLibrary.Names)
        {
            (double draft, double look) = await ShowAsync(style, seed: 20, toTheEnd: false).ConfigureAwait(false);
            rows.Add(Row($"in a host: style {style} with proxies: draft playable, s", draft, 0.3, ""));
            rows.Add(Row($"in a host: style {style} with proxies: first picture with its look, s", look, 1, ""));
            drafts.Add(draft);
            looks.Add(look);
        }

        string of = string.Create(CultureInfo.InvariantCulture, $"median of {drafts.Count}");
        rows.Add(Row($"in a host: another style: draft playable, s, {of}", Statistics.Median(drafts), 0.3, Worst(drafts)));
        rows.Add(Row($"in a host: another style: first picture with its look, s, {of}", Statistics.Median(looks), 1, Worst(looks)));
        return rows;

        // Until the first picture has its look; the rest of the film is not waited for, as by somebody who chooses on.
        async Task<(double Draft, double Look)> ShowAsync(string style, long seed, bool toTheEnd)
        {
            Job<RunReport> job = engine.Start(
                new CreateRequest(
                    new MontageRequest
                    {
                        Clips = [clips],
                        Music = sets.Song,
                        Output = Path.Combine(work, "host-" + style + ".mp4"),
                        DurationSeconds = Seconds,
                        Style = style,
                        Seed = seed,
                        IsPreview = true,
                        Overwrite = true,
                        UsesMemory = false,
                    }
                )
            );
            double? draft = null,
                look = null;
            await foreach (JobEvent happened in job.Events.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (happened is Playable { Stage: PlayableStage.FirstPicture } playable)
                {
                    draft ??= happened.Seconds;
                    look ??= playable.Tier >= PreviewTier.Look ? happened.Seconds : null;
                }

                if (look is not null && !toTheEnd)
                {
                    await job.CancelAsync().ConfigureAwait(false);
                }
            }

            return (draft ?? double.NaN, look ?? double.NaN);
        }
    }

    private static PreviewFigure Row(string what, double seconds, double most, string note) =>
        new(what, null, seconds, note) { Target = string.Create(CultureInfo.InvariantCulture, $"at most {most}"), Met = seconds <= most };

    private static string Worst(List<double> seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"best {seconds.Min():0.00}, worst {seconds.Max():0.00}; {TierFigures.Load()}");
}
