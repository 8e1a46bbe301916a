using MontageAI.Engine.Jobs;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Timecodes;
using MontageAI.Rendering.Audio;
using MontageAI.Rendering.Profiles;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>
/// Sounds of a package, 48 kHz and 24 bits, each as long as the film and with its start timecode: the song alone and the clips alone as
/// they are, for whoever mixes anew, and the film's own mix.
/// </summary>
internal sealed class PackageSounds(JobContext context, PackageRequest request)
{
    private const int SampleRate = 48_000;

    /// <summary>Writes those that there are.</summary>
    /// <param name="timeline">The plan, its files where they are.</param>
    /// <param name="folder">Where they go; made when there is one.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WriteAsync(Timeline timeline, string folder, CancellationToken cancellationToken)
    {
        bool clips = timeline.ClipSoundDb is not null && timeline.Sources.Any(s => s.HasAudio);
        if (timeline.Music is null && !clips)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        await MakeAsync(timeline, Path.Combine(folder, "mix.wav"), false, cancellationToken).ConfigureAwait(false);
        if (timeline.Music is { } music)
        {
            Timeline alone = timeline with { Music = music with { ClipSoundDb = null }, Sound = null };
            await MakeAsync(alone, Path.Combine(folder, "song.wav"), true, cancellationToken).ConfigureAwait(false);
        }

        if (clips)
        {
            Timeline alone = timeline with { Music = null, Sound = timeline.Sound ?? new SoundPlan() };
            await MakeAsync(alone, Path.Combine(folder, "clips.wav"), true, cancellationToken).ConfigureAwait(false);
        }

        if (!Directory.EnumerateFiles(folder).Any())
        {
            // Shots whose own sound is silent.
            Directory.Delete(folder);
        }
    }

    private async Task MakeAsync(Timeline timeline, string output, bool asIs, CancellationToken cancellationToken)
    {
        Dictionary<string, string> paths = timeline.Sources.ToDictionary(s => s.Id, s => s.Path);
        AudioBedRequest bed = AudioBedRequest.For(timeline, id => paths[id], timeline.Music?.Path, RenderProfile.All[^1], output) with
        {
            KeepsLevel = asIs,
            TimeReference = Reference(timeline),
        };
        using IDisposable slot = await context.Budget.EnterAsync(cancellationToken).ConfigureAwait(false);
        AudioBed made = await new AudioBedRenderer(context.Tools).RenderAsync(bed, cancellationToken).ConfigureAwait(false);
        foreach (string note in made.Notes)
        {
            context.Recorder.Degrade(Path.GetFileName(output), note, "");
        }
    }

    private long Reference(Timeline timeline)
    {
        TimecodeCount count = new(timeline.Rate, request.IsDrop ?? TimecodeCount.CanDrop(timeline.Rate));
        long start = SequenceBuilder.StartOf(count, request.StartTimecode);
        return (long)Math.Round(timeline.Rate.SecondsAt(start) * SampleRate);
    }
}
