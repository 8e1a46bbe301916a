using MontageAI.Analysis.Montages;
using MontageAI.Bench.Inputs;
using MontageAI.Editing.Materials;
using MontageAI.Engine.Analysing;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.FFmpeg.Capabilities;
using MontageAI.FFmpeg.Processes;
using MontageAI.Reports.Judging;
using MontageAI.Storage;
using MontageAI.Storage.Files;
using MontageAI.Timelines;

namespace MontageAI.Bench.Editing.Judging;

/// <summary>Plans of set M and everything that its clips show, in one process and one store, for parts that compare plans.</summary>
internal sealed class PlanBench : IAsyncDisposable
{
    private readonly CacheStore _store;
    private readonly ResourceBudget _budget;
    private readonly JobContext _context;
    private readonly MontageRequest _request;
    private IReadOnlyDictionary<string, IReadOnlyList<ShownStretch?>>? _seen;

    private PlanBench(CacheStore store, ResourceBudget budget, JobContext context, MontageRequest request) =>
        (_store, _budget, _context, _request) = (store, budget, context, request);

    /// <summary>What stages work with.</summary>
    public JobContext Context => _context;

    /// <summary>The request that all plans come from: 60 s of the set's song.</summary>
    public MontageRequest Request => _request;

    /// <summary>Opens it.</summary>
    /// <param name="tools">FFmpeg.</param>
    /// <param name="sets">Footage that is made.</param>
    /// <param name="name">A folder of its own for what it keeps.</param>
    /// <param name="set">"M", "video" for the clips of the test media, or a folder.</param>
    public static async Task<PlanBench> OpenAsync(FFmpegTools tools, InputSets sets, string name, string set = "M")
    {
        string clips =
            set == "M" ? await sets.GetAsync("M", CancellationToken.None).ConfigureAwait(false)
            : set == "video" ? Path.Combine(BenchPaths.Media, "video")
            : Path.GetFullPath(set);
        string folder = Path.Combine(BenchPaths.Data, name);
        Directory.CreateDirectory(folder);
        ToolVersion version = await ToolVersion.ReadAsync(tools, CancellationToken.None).ConfigureAwait(false);
        CacheStore store = new(new StoreOptions { Folder = Path.Combine(folder, "store") });
        ResourceBudget budget = new();
        PlanBench bench = new(
            store,
            budget,
            new JobContext(
                tools,
                version,
                store,
                new ScratchOptions { DiskFolder = Path.Combine(folder, "scratch") },
                budget,
                new RunRecorder(TimeProvider.System)
            ),
            new MontageRequest
            {
                Clips = [clips],
                Music = sets.Song,
                Output = Path.Combine(folder, "plan.json"),
                DurationSeconds = 60,
            }
        );
        return bench;
    }

    /// <summary>A plan.</summary>
    public Task<PlanResult> PlanAsync(string style, long seed = 1) =>
        new PlanWork(_context).RunAsync(_request with { Style = style, Seed = seed }, follower: null, CancellationToken.None);

    /// <summary>Every frame of every clip, measured once and kept in the store.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<ShownStretch?>>> SeenAsync(IReadOnlyList<ClipMaterial> clips)
    {
        if (_seen is not null)
        {
            return _seen;
        }

        Dictionary<string, IReadOnlyList<ShownStretch?>> seen = [];
        foreach (ClipMaterial clip in clips)
        {
            ShownFile file = await new ShownStage(_context)
                .WholeAsync(clip.File, clip.Info, clip.Info.MainVideo!, [], clip.Analysis.End, CancellationToken.None)
                .ConfigureAwait(false);
            seen[clip.Id] = [.. file.Stretches];
        }

        return _seen = seen;
    }

    /// <summary>Judges a timeline of these clips by every frame that it shows.</summary>
    public async Task<MontageJudgement> JudgeAsync(Timeline timeline, PlanResult plan)
    {
        FilmFrames frames = ShownFrames.Of(timeline, await SeenAsync(plan.Clips).ConfigureAwait(false));
        JudgedMontage montage = PlannedMontage.Of(_request.Output, timeline, frames, plan.Music?.Analysis);
        return MontageJudge.Judge(montage with { People = PeopleJudge.Of(timeline, plan.Clips.ToDictionary(c => c.Id)) });
    }

    /// <summary>Judges a film that was rendered.</summary>
    public async Task<MontageJudgement> JudgeFilmAsync(string film) =>
        MontageJudge.Judge(
            await new VideoReading(_context).ReadAsync(film, _request.Music, pictures: true, CancellationToken.None).ConfigureAwait(false)
        );

    /// <summary>All clips as a timeline names them.</summary>
    public static IReadOnlyList<TimelineSource> Sources(IReadOnlyList<ClipMaterial> clips) =>
        [
            .. clips.Select(c => new TimelineSource
            {
                Id = c.Id,
                Path = c.File.Path,
                Fingerprint = c.File.Fingerprint,
                VideoStream = c.Info.MainVideo!.Index,
                AvailableStart = c.Analysis.FirstFrame,
                AvailableEnd = c.Analysis.End,
            }),
        ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _budget.Dispose();
        await _store.DisposeAsync().ConfigureAwait(false);
    }
}
