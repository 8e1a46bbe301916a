using MontageAI.Analysis.Clips.Subjects;
using MontageAI.Detection;
using MontageAI.Editing.Materials;
using MontageAI.Editing.Reframing;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Reporting;
using MontageAI.Engine.Resources;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Video;
using MontageAI.FFmpeg.Processes;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>
/// Where the canvas has another shape than the footage, lays the view over each chosen shot so that what draws the eye stays in it, or has
/// it shown whole; see <see cref="ShotFramer"/>. Only what is shown is looked at, and what was looked at before is remembered. Decodes
/// nothing where hardly anything is cut off; there, moves keep to the heads that the key frames show.
/// </summary>
internal sealed class ReframeStage(JobContext context)
{
    private const int ClipsPerProcess = 4;

    private readonly FaceFinding _faces = new(context);

    /// <summary>The timeline with camera paths from a shot on.</summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="from">Shots before this one stay as they are.</param>
    /// <param name="until">Shots from this one on stay as they are.</param>
    /// <param name="clips">Its clips.</param>
    /// <param name="urgency">Who else has to wait.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<Timeline> ApplyAsync(
        Timeline timeline,
        int from,
        int until,
        IReadOnlyList<ClipMaterial> clips,
        Urgency urgency,
        CancellationToken cancellationToken
    ) =>
        LayAsync(
            timeline,
            [.. Enumerable.Range(from, Math.Max(0, Math.Min(until, timeline.Shots.Count) - from))],
            clips,
            urgency,
            cancellationToken
        );

    /// <summary>
    /// The timeline with a view at those shots for which none was decided, where it was for others: shots that were put in by hand. A
    /// timeline without any stays as it is, since then nobody wanted it.
    /// </summary>
    /// <param name="timeline">The plan.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Timeline> CompleteAsync(
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> media,
        CancellationToken cancellationToken
    )
    {
        int[] other =
        [
            .. Enumerable
                .Range(0, timeline.Shots.Count)
                .Where(i => media.TryGetValue(timeline.Shots[i].Source, out MediaInfo? info) && IsOther(info.MainVideo, timeline)),
        ];
        int[] missing = [.. other.Where(i => timeline.Shots[i] is { Camera: null, Fit: null })];
        if (missing.Length == 0 || missing.Length == other.Length)
        {
            return timeline;
        }

        ClipMaterial[] clips =
        [
            .. timeline
                .Sources.Where(s => media.ContainsKey(s.Id))
                .Select(s => new ClipMaterial
                {
                    Id = s.Id,
                    Info = media[s.Id],
                    File = new SourceFile(media[s.Id].Path, media[s.Id].SizeBytes, default, s.Fingerprint),
                    Analysis = new ClipAnalysis
                    {
                        Algorithm = "",
                        FirstFrame = s.AvailableStart,
                        End = s.AvailableEnd,
                        KeyFrames = [],
                        Shots = new ShotList { Algorithm = "", Shots = [] },
                    },
                }),
        ];
        Timeline laid = await LayAsync(timeline, missing, clips, Urgency.Opening, cancellationToken).ConfigureAwait(false);
        int added = missing.Count(i => laid.Shots[i] is not { Camera: null, Fit: null });
        return added == 0
            ? laid
            : laid with
            {
                Notes =
                [
                    .. laid.Notes,
                    $"{added} shots had no view laid over them, as after changes by hand; it was laid when they were rendered.",
                ],
            };
    }

    // Where the picture has another size than its container states, nothing was measured of it alone; it is put on the canvas as a whole.
    private static bool HasStatedShape(Timeline timeline, TimelineShot shot, VideoStreamInfo video) =>
        timeline.Sources.FirstOrDefault(s => s.Id == shot.Source)?.Shapes is not { } shapes
        || PictureShape.At(video, shapes, shot.In) is var shown && shown.Width == video.Width && shown.Height == video.Height;

    private async Task<Timeline> LayAsync(
        Timeline timeline,
        IReadOnlyList<int> shotsToLay,
        IReadOnlyList<ClipMaterial> clips,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, ClipMaterial> byId = clips.ToDictionary(c => c.Id);
        double canvas = timeline.Aspect.Value;
        bool mustFill = timeline.Fit == PictureFit.Fill;
        TimelineShot[] shots = [.. timeline.Shots];
        List<Wanted> wanted = [];
        foreach (int i in timeline.Fit is PictureFit.Pad or PictureFit.Blur ? [] : shotsToLay)
        {
            if (
                byId.GetValueOrDefault(shots[i].Source) is not { Info.MainVideo: { } video } clip
                || !HasStatedShape(timeline, shots[i], video)
            )
            {
                continue;
            }

            double picture = (double)video.DisplayWidth / video.DisplayHeight;
            if (IsOther(video, timeline) && (clip.Info.IsStill || !BarCut.Holds(clip.Analysis, picture, canvas)))
            {
                wanted.Add(new Wanted(i, clip, WindowOf(shots[i], clip, timeline.Rate), picture));
                continue;
            }

            if (shots[i].Camera is { Count: > 0 })
            {
                shots[i] = ShotFramer.WithRoom(shots[i], FacesBeside(shots[i], clip, timeline.Rate), timeline.Rate, picture, canvas);
            }

            shots[i] = WithoutBars(shots[i], clip, null, timeline.Rate, picture, canvas);
        }

        if (wanted.Count > 0)
        {
            using RunRecorder.Phase phase = context.Recorder.Begin("follow subjects", "shots");
            Dictionary<(string Clip, MediaRange Window), SubjectTrack> tracks = await MeasureAsync(
                    wanted,
                    urgency,
                    phase,
                    cancellationToken
                )
                .ConfigureAwait(false);
            foreach (Wanted w in wanted)
            {
                if (tracks.TryGetValue((w.Clip.Id, w.Window), out SubjectTrack? track) && track.Seconds.Count > 0)
                {
                    SubjectTrack seen = w.Clip.Info.IsStill ? Lasting(track, shots[w.Shot]) : track;
                    TimelineShot framed = ShotFramer.Frame(shots[w.Shot], seen, timeline.Rate, w.Picture, canvas, mustFill);
                    shots[w.Shot] = framed.Camera is null
                        ? framed
                        : WithoutBars(framed, w.Clip, seen.Faces, timeline.Rate, w.Picture, canvas);
                }
                else if (!mustFill)
                {
                    shots[w.Shot] = ShotFramer.Whole(shots[w.Shot], "a part that nobody could look at");
                }
            }
        }

        return timeline with
        {
            Shots = shots,
        };
    }

    // Photographs are shown as they are: their black belongs to them.
    private static TimelineShot WithoutBars(
        TimelineShot shot,
        ClipMaterial clip,
        IReadOnlyList<FaceTrack>? faces,
        FrameRate rate,
        double picture,
        double canvas
    ) =>
        clip.Info.IsStill || BarCut.Of(clip.Analysis) is not { } bars
            ? shot
            : BarCut.Apply(shot, bars, faces ?? FacesBeside(shot, clip, rate), rate, picture, canvas);

    private static bool IsOther(VideoStreamInfo? video, Timeline timeline)
    {
        if (video is not { DisplayWidth: > 0, DisplayHeight: > 0 })
        {
            return false;
        }

        (double across, double down) = ViewPath.Share((double)video.DisplayWidth / video.DisplayHeight, timeline.Aspect.Value);
        return 1 - Math.Min(across, down) > ViewPath.LeastLoss;
    }

    // What is seen in a photograph is seen all the time.
    private static SubjectTrack Lasting(SubjectTrack track, TimelineShot shot) =>
        track with
        {
            Faces = track.Faces is { } faces ? [.. faces.Select(f => Standing(f.Boxes[0], shot.In.Seconds))] : null,
        };

    private static FaceTrack Standing(FaceBox face, double from) =>
        new() { Seconds = [from, from + Photograph.Seconds], Boxes = [face, face] };

    // Faces of the key frames within a shot, or of the one before it; each counts for the whole of the shot.
    private static FaceTrack[] FacesBeside(TimelineShot shot, ClipMaterial clip, FrameRate rate)
    {
        double from = shot.In.Seconds,
            to = from + ShotClock.SourceLength(shot, rate);
        List<KeyFrame> looked = [.. clip.Analysis.KeyFrames.Where(k => k.Faces is not null)];
        KeyFrame? before = looked.LastOrDefault(k => k.Time.Seconds <= from);
        return
        [
            .. looked
                .Where(k => k == before || (k.Time.Seconds > from && k.Time.Seconds < to))
                .SelectMany(k => k.Faces!)
                .Select(f => new FaceTrack { Seconds = [from, Math.Max(to, from + 1e-3)], Boxes = [f, f] }),
        ];
    }

    private async Task<Dictionary<(string Clip, MediaRange Window), SubjectTrack>> MeasureAsync(
        List<Wanted> wanted,
        Urgency urgency,
        RunRecorder.Phase phase,
        CancellationToken cancellationToken
    )
    {
        IFaceDetector? detector = _faces.Detector;
        Dictionary<(string, MediaRange), SubjectTrack> found = [];
        List<(ClipMaterial Clip, List<MediaRange> Windows)> todo = [];
        foreach (IGrouping<string, Wanted> group in wanted.GroupBy(w => w.Clip.Id))
        {
            ClipMaterial clip = group.First().Clip;
            List<MediaRange> missing = [];
            foreach (MediaRange window in group.Select(w => w.Window).Distinct().OrderBy(w => w.Start.Ticks).ThenBy(w => w.End.Ticks))
            {
                if (
                    await context
                        .Store.Results.TryGetAsync(KeyOf(clip, window, detector), StoreJson.SubjectTrack, cancellationToken)
                        .ConfigureAwait(false) is
                    { } known
                )
                {
                    found[(clip.Id, window)] = known;
                }
                else
                {
                    missing.Add(window);
                }
            }

            phase.Count(group.Count(), group.Count() - missing.Count);
            // Windows of one request must not overlap; those that do are read in a later one.
            while (missing.Count > 0)
            {
                List<MediaRange> apart = [];
                foreach (MediaRange window in missing.Where(w => apart.Count == 0 || !w.Overlaps(apart[^1])))
                {
                    apart.Add(window);
                }

                missing.RemoveAll(apart.Contains);
                todo.Add((clip, apart));
            }
        }

        Lock gate = new();
        await Parallel
            .ForEachAsync(
                todo.Chunk(ClipsPerProcess),
                new ParallelOptions { MaxDegreeOfParallelism = context.Budget.Analysers, CancellationToken = cancellationToken },
                async (batch, ct) =>
                {
                    foreach (Tracked tracked in await ReadAsync(batch, detector, urgency, ct).ConfigureAwait(false))
                    {
                        (ClipMaterial clip, SubjectTrack track, IFaceDetector? faces) = tracked;
                        ContentKey key = KeyOf(clip, new MediaRange(track.Start, track.End), faces);
                        await context.Store.Results.PutAsync(key, track, StoreJson.SubjectTrack, ct).ConfigureAwait(false);
                        lock (gate)
                        {
                            found[(clip.Id, new MediaRange(track.Start, track.End))] = track;
                        }
                    }
                }
            )
            .ConfigureAwait(false);
        return found;
    }

    private async Task<List<Tracked>> ReadAsync(
        (ClipMaterial Clip, List<MediaRange> Windows)[] batch,
        IFaceDetector? faces,
        Urgency urgency,
        CancellationToken cancellationToken
    )
    {
        FFmpegClipFrames[] frames = [.. batch.Select(b => new FFmpegClipFrames(context.Tools, b.Clip.Info))];
        IReadOnlyList<IClipFrameSource> sources = frames;
        IEnumerable<Tracked>[] tracks = new IEnumerable<Tracked>[batch.Length];
        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken, urgency).ConfigureAwait(false);
        if (batch.Length > 1)
        {
            try
            {
                sources = await FrameBatch
                    .ReadAsync(
                        context.Tools,
                        [.. batch.Select((b, i) => (frames[i], SubjectTracker.Request(b.Windows, SeekPoints(b.Clip), faces is not null)))],
                        cancellationToken
                    )
                    .ConfigureAwait(false);
            }
            catch (MediaException)
            {
                // Each clip alone will say what is wrong.
            }
        }

        await context
            .Budget.WithIdleCoresAsync(
                batch.Length,
                async i =>
                    tracks[i] = await TrackAsync(batch[i].Clip, batch[i].Windows, sources[i], faces, cancellationToken)
                        .ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        return [.. tracks.SelectMany(t => t)];
    }

    private async Task<IEnumerable<Tracked>> TrackAsync(
        ClipMaterial clip,
        List<MediaRange> windows,
        IClipFrameSource source,
        IFaceDetector? faces,
        CancellationToken cancellationToken
    )
    {
        try
        {
            IReadOnlyList<SubjectTrack> measured = await SubjectTracker
                .MeasureAsync(source, windows, SeekPoints(clip), faces, cancellationToken)
                .ConfigureAwait(false);
            await new SteadySources(context).RequireAsync(clip.File, cancellationToken).ConfigureAwait(false);
            return measured.Select(t => new Tracked(clip, t, faces));
        }
        catch (MontageException e) when (_faces.HasLost(e, faces))
        {
            FFmpegClipFrames anew = new(context.Tools, clip.Info);
            return await TrackAsync(clip, windows, anew, _faces.Detector, cancellationToken).ConfigureAwait(false);
        }
        catch (MontageException e) when (e is not FFmpegMissingException)
        {
            context.Recorder.Degrade(
                $"what draws the eye in '{clip.File.Path}' was not measured",
                e.Sentence,
                "Its shots show the middle of the picture, or the whole of it."
            );
            return [];
        }
    }

    private static IReadOnlyList<MediaTime> SeekPoints(ClipMaterial clip) => [.. clip.Analysis.KeyFrames.Select(k => k.Time)];

    private static MediaRange WindowOf(TimelineShot shot, ClipMaterial clip, FrameRate rate) =>
        clip.Info.IsStill
            ? MediaRange.FromSeconds(clip.Analysis.FirstFrame, 1)
            : MediaRange.FromSeconds(shot.In, Math.Max(ShotClock.SourceLength(shot, rate), 1 / rate.Value));

    private ContentKey KeyOf(ClipMaterial clip, MediaRange window, IFaceDetector? faces) =>
        ContentKey
            .For("subjects", context.Rungs, Rung.Subjects)
            .With("source", clip.File.Fingerprint)
            .With("stream", clip.Info.MainVideo!.Index)
            .With("faces", FaceFinding.AlgorithmOf(faces))
            .With("tool", context.ToolVersion.Pictures)
            .With("start", window.Start.ToString())
            .With("end", window.End.ToString())
            .Build();

    private sealed record Tracked(ClipMaterial Clip, SubjectTrack Track, IFaceDetector? Faces);

    private sealed record Wanted(int Shot, ClipMaterial Clip, MediaRange Window, double Picture);
}
