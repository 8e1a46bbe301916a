using System.Collections.Concurrent;
using System.Globalization;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Rendering;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Processes;
using MontageAI.Interchange.Sequences;
using MontageAI.Keys;
using MontageAI.Media;
using MontageAI.Rendering.Audio;
using MontageAI.Rendering.Profiles;
using MontageAI.Rendering.Requests;
using MontageAI.Rendering.Shots;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>
/// Renders shots that no editing program shows as the film does: each into an Apple ProRes file of its own, at the timeline's rate, with
/// frames before and after, the clip's own sound, and its place in the film as timecode. The pictures are those of the film's renderer.
/// </summary>
/// <param name="context">The job.</param>
/// <param name="choice">What is rendered.</param>
/// <param name="handles">Frames before and after, as far as the footage reaches.</param>
/// <param name="options">How the sequence is made, which says where it starts.</param>
internal sealed class BakeWork(JobContext context, BakeChoice choice, int handles, SequenceOptions options)
{
    /// <summary>Frames before and after a shot where nobody asks for others.</summary>
    public const int UsualHandles = 24;

    private const string Phase = "render for editing programs";
    private const int MostNameLetters = 40;

    // ProRes 422 takes 147 Mbit/s of 1920x1080 at 29.97, as Apple's white paper says.
    private const double BitsPerPixel = 2.4;

    // Without losses: what the editing program gets is encoded once.
    private static readonly RenderProfile s_profile = RenderProfile.Master with { Preset = "ultrafast", Crf = 0 };

    private static readonly string[] s_encoding =
    [
        "-c:v",
        "prores_ks",
        "-profile:v",
        "standard",
        "-vendor",
        "apl0",
        "-pix_fmt",
        "yuv422p10le",
        "-color_range",
        "tv",
        "-colorspace",
        "bt709",
        "-color_primaries",
        "bt709",
        "-color_trc",
        "bt709",
        "-fps_mode",
        "passthrough",
        "-map_metadata",
        "-1",
        "-flags",
        "+bitexact",
    ];

    private readonly RenderLimits _limits = new(context);

    /// <summary>Name of a rendered file as a source.</summary>
    public static string IdOf(string shot) => "baked-" + shot;

    /// <summary>Renders them.</summary>
    /// <param name="timeline">The timeline, its files where they are.</param>
    /// <param name="media">Facts of its sources by id.</param>
    /// <param name="folder">Where they go; it is there.</param>
    /// <param name="pathOf">Gives the path by which documents name one, by its name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>What was rendered, by the names of shots; empty where no shot needs it.</returns>
    /// <exception cref="MontageException">A shot cannot be rendered, or there is too little room.</exception>
    public async Task<IReadOnlyDictionary<string, BakedShot>> MakeAsync(
        Timeline timeline,
        IReadOnlyDictionary<string, MediaInfo> media,
        string folder,
        Func<string, string> pathOf,
        CancellationToken cancellationToken
    )
    {
        Sequence sequence = SequenceBuilder.Of(timeline, options).Sequence;
        Bake[] bakes =
        [
            .. Enumerable
                .Range(0, timeline.Shots.Count)
                .Select(i => (Index: i, Effects: BakeNeeds.Of(timeline, i, choice)))
                .Where(n => n.Effects.Count > 0)
                .Select(n => Plan(timeline, sequence, n.Index, n.Effects)),
        ];
        OutputRoom.Require(
            Path.Combine(folder, "shots"),
            (long)bakes.Sum(b => b.Frames * b.Canvas.Width * b.Canvas.Height * BitsPerPixel / 8)
        );
        FilmFormat format = await _limits
            .NoteAsync(
                timeline,
                bakes.Select(b => b.Shape.Shot),
                media,
                new FilmFormat(timeline.Rate, default, s_profile, timeline.Fit ?? PictureFit.Auto),
                cancellationToken
            )
            .ConfigureAwait(false);
        using RunRecorder.Phase phase = context.Recorder.Begin(Phase, "frames");
        long total = bakes.Sum(b => b.Frames),
            done = 0,
            known = 0;
        ConcurrentDictionary<string, BakedShot> made = [];
        using KeptMovies kept = new(context);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = context.Budget.Renderers, CancellationToken = cancellationToken };
        await Parallel
            .ForEachAsync(
                bakes,
                parallel,
                async (bake, token) =>
                {
                    using IDisposable slot = await context.Budget.EnterAsync(token).ConfigureAwait(false);
                    (TimelineSource source, bool isKnown) = await MakeAsync(bake, format, media, kept, folder, token).ConfigureAwait(false);
                    Interlocked.Add(ref known, isKnown ? bake.Frames : 0);
                    made[bake.ShotId] = new BakedShot(source with { Path = pathOf(bake.Name) }, bake.Shape.Before, choice, bake.Effects);
                    phase.Advance(Interlocked.Add(ref done, bake.Frames), total);
                }
            )
            .ConfigureAwait(false);
        phase.Count(total, known);
        _limits.Tell(s_profile);
        return made;
    }

    private Bake Plan(Timeline timeline, Sequence sequence, int index, IReadOnlyList<string> effects)
    {
        BakeShape shape = BakeShape.Of(timeline, index, choice, handles);
        SequenceClip clip = sequence.Clips[index];
        string stem = new([
            .. Path.GetFileNameWithoutExtension(clip.Media.Name).Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'),
        ]);
        long first = sequence.Start + clip.Record.Start - shape.Before;
        return new Bake(
            timeline.Shots[index].Id,
            index,
            string.Create(CultureInfo.InvariantCulture, $"{index + 1:0000}-{stem[..Math.Min(stem.Length, MostNameLetters)]}.mov"),
            shape,
            // The speed alone is rendered at the file's own size.
            choice == BakeChoice.All
                ? new Canvas(sequence.Width, sequence.Height)
                : new Canvas(Even(clip.Media.Width), Even(clip.Media.Height)),
            sequence.Count.Label(first < 0 ? first + sequence.Count.PerDay : first),
            effects
        );
    }

    private async Task<(TimelineSource Source, bool IsKnown)> MakeAsync(
        Bake bake,
        FilmFormat format,
        IReadOnlyDictionary<string, MediaInfo> media,
        KeptMovies kept,
        string folder,
        CancellationToken cancellationToken
    )
    {
        string output = Path.Combine(folder, bake.Name);
        format = format with { Canvas = bake.Canvas };
        if (choice < BakeChoice.All)
        {
            format = format with { Fit = PictureFit.Fill, FitIsAsked = true };
        }

        ShotRequest request = new ShotRequests(bake.Shape.Plan, bake.Shape.Plan.Shots.Count, media).JobOf(
            bake.Shape.Place,
            output + ".mp4",
            text: null
        ) with
        {
            Index = bake.Index,
        };
        bool isKnown = await kept.WriteAsync(
                KeyOf(bake, request, format),
                made => RenderAsync(bake, request, format, media, made, output, cancellationToken),
                bake.Timecode,
                format.Rate.Timescale,
                output,
                cancellationToken
            )
            .ConfigureAwait(false);
        return (await CheckedAsync(bake, format, output, cancellationToken).ConfigureAwait(false), isKnown);
    }

    // Not its place in the film: the same shot in another cut is the same file but for its timecode.
    private ContentKey KeyOf(Bake bake, ShotRequest request, FilmFormat format)
    {
        (TimelineShot shot, TimelineSource source) = (bake.Shape.Shot, bake.Shape.Source);
        ContentKeyBuilder key = ContentKey
            .For("baked-shot", context.Rungs, Rung.Shots)
            .With("tool", context.ToolVersion.Rendering)
            .With("recipe", ShotRecipe.Of(request, format, source.Fingerprint))
            .With("encode", [.. s_encoding, .. KeptMovies.Container(format.Rate.Timescale)]);
        return !HasSound(bake)
            ? key.Build()
            : key.With("sound", context.Rungs[Rung.Sound])
                .With("mix", context.Rungs[Rung.Mix])
                .With("tracks", string.Join('+', source.SoundTracks ?? []))
                .With("in", shot.In.ToString())
                .With("frames", shot.Record.Length)
                .Build();
    }

    private async Task RenderAsync(
        Bake bake,
        ShotRequest request,
        FilmFormat format,
        IReadOnlyDictionary<string, MediaInfo> media,
        string made,
        string output,
        CancellationToken cancellationToken
    )
    {
        string sound = output + ".wav";
        try
        {
            using (ShotRenderer renderer = new(context.Tools, new ShotRenderResources { Workers = 1 }))
            {
                await renderer.RenderAsync([request], format, frames: null, onShot: null, cancellationToken).ConfigureAwait(false);
            }

            bool hasSound = await SoundAsync(bake, media, sound, cancellationToken).ConfigureAwait(false);
            await ToolProcess
                .RunAsync(
                    string.Create(CultureInfo.InvariantCulture, $"Encoding shot {bake.Index + 1} for editing programs"),
                    context.Tools.Command(Arguments(format, request.OutputPath, hasSound ? sound : null, made)),
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        finally
        {
            File.Delete(request.OutputPath);
            File.Delete(sound);
        }

        SteadySources steady = new(context);
        foreach (string id in bake.Shape.Plan.Shots.Select(s => s.Source).Distinct(StringComparer.Ordinal))
        {
            string fingerprint = bake.Shape.Plan.Sources.First(s => s.Id == id).Fingerprint;
            await steady.RequireAsync(media[id].Path, fingerprint, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool HasSound(Bake bake) => bake.Shape.Source.HasAudio && ShotClock.IsNatural(bake.Shape.Shot);

    // As in the film, shots that are not at natural speed have no sound.
    private async Task<bool> SoundAsync(
        Bake bake,
        IReadOnlyDictionary<string, MediaInfo> media,
        string output,
        CancellationToken cancellationToken
    )
    {
        Timeline alone = bake.Shape.Alone;
        if (!HasSound(bake))
        {
            return false;
        }

        AudioBedRequest bed = AudioBedRequest.For(alone, id => media[id].Path, musicPath: null, s_profile, output) with
        {
            KeepsLevel = true,
        };
        AudioBed made = await new AudioBedRenderer(context.Tools).RenderAsync(bed, cancellationToken).ConfigureAwait(false);
        return made.Path is not null;
    }

    private static string[] Arguments(FilmFormat format, string pictures, string? sound, string output) =>
        [
            "-y",
            .. InputFile.Arguments(pictures),
            .. sound is null ? [] : InputFile.Arguments(sound),
            "-map",
            "0:v:0",
            .. sound is null ? Array.Empty<string>() : ["-map", "1:a:0", "-c:a", "pcm_s24le"],
            .. s_encoding,
            .. KeptMovies.Container(format.Rate.Timescale),
            InputFile.Url(output),
        ];

    private async Task<TimelineSource> CheckedAsync(Bake bake, FilmFormat format, string output, CancellationToken cancellationToken)
    {
        (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(output, cancellationToken).ConfigureAwait(false);
        TimelineSource source = HandoffSources.Of(file, info, IdOf(bake.ShotId)) with { Rate = format.Rate, VariableRate = false };
        long frames = SequenceBuilder.FrameOf(source, source.AvailableEnd, format.Rate);
        return frames == bake.Frames && source.StartTimecode == bake.Timecode
            ? source
            : throw new MontageException(
                ErrorCode.RenderFailed,
                $"Shot {bake.Index + 1}: what was rendered for editing programs has {frames} frames from {source.StartTimecode ?? "none"} "
                    + $"instead of {bake.Frames} from {bake.Timecode}. Export without rendering it, and report this."
            );
    }

    private static int Even(int pixels) => Math.Max(2, pixels / 2 * 2);

    private sealed record Bake(
        string ShotId,
        int Index,
        string Name,
        BakeShape Shape,
        Canvas Canvas,
        string Timecode,
        IReadOnlyList<string> Effects
    )
    {
        public long Frames => Shape.Shot.Record.Length;
    }
}
