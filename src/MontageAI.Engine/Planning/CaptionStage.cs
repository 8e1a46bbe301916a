using System.Globalization;
using MontageAI.Detection;
using MontageAI.Editing.Captions;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Listening;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Results;
using MontageAI.Timelines;

namespace MontageAI.Engine.Planning;

/// <summary>Writes captions from what is said in the chosen shots: only spoken stretches are listened to, and only what the montage plays
/// of them.</summary>
internal sealed class CaptionStage : IDisposable
{
    private readonly JobContext _context;
    private readonly MontageRequest _request;
    private readonly ITranscriber _transcriber;

    /// <summary>Prepares; disposes the transcriber in the end.</summary>
    internal CaptionStage(JobContext context, MontageRequest request, ITranscriber transcriber) =>
        (_context, _request, _transcriber) = (context, request, transcriber);

    /// <summary>Opens the model; null where no captions are asked for.</summary>
    /// <exception cref="ConfigurationException">There is no model, or it cannot be used.</exception>
    public static CaptionStage? Open(JobContext context, MontageRequest request) =>
        request.Text.CaptionsFromSpeech ? new CaptionStage(context, request, CaptionModel.Open(context, request.Text.CaptionModel)) : null;

    /// <inheritdoc/>
    public void Dispose() => _transcriber.Dispose();

    /// <summary>The plan with its captions.</summary>
    public async Task<Timeline> WriteAsync(Timeline timeline, CancellationToken cancellationToken)
    {
        if (timeline.ClipSoundDb is null)
        {
            _context.Recorder.Degrade(
                "no captions were written",
                "the clips' own sound is left out of the montage, so nobody is heard in it.",
                $"For captions, {Remedy.KeepClipSound}."
            );
            return timeline;
        }

        IReadOnlyList<ShotSound> sounds = ShotSound.Of(timeline);
        IReadOnlyList<HeardSpeech> heard;
        using (RunRecorder.Phase phase = _context.Recorder.Begin("listen for speech", "seconds of sound"))
        {
            heard = await new SpeechListener(_context, _request.Speech)
                .HearAsync([.. sounds.Select(s => s.Sound)], phase, cancellationToken)
                .ConfigureAwait(false);
        }

        List<SubtitleCue> cues = [];
        using (RunRecorder.Phase phase = _context.Recorder.Begin("write down speech", "seconds of speech"))
        {
            foreach ((ShotSound sound, HeardSpeech speech) in sounds.Zip(heard))
            {
                cues.AddRange(await CuesOfAsync(timeline, sound, speech, phase, cancellationToken).ConfigureAwait(false));
            }
        }

        if (cues.Count == 0)
        {
            return timeline with { Notes = [.. timeline.Notes, "Captions: no words were understood in the montage."] };
        }

        string style = _request.Text.Style ?? TextChoice.DefaultStyle;
        (CaptionTrack track, IReadOnlyList<string> notes) = CaptionLayout.Lay(
            new SubtitleDocument(cues, []),
            "what is said",
            style,
            timeline.Rate,
            timeline.Frames
        );
        string note = string.Create(
            CultureInfo.InvariantCulture,
            $"Captions: {track.Cues.Count} were written from what is said. A model wrote them; read them before others do."
        );
        return timeline with { Captions = track, Notes = [.. timeline.Notes, note, .. notes] };
    }

    private async Task<IReadOnlyList<SubtitleCue>> CuesOfAsync(
        Timeline timeline,
        ShotSound sound,
        HeardSpeech heard,
        RunRecorder.Phase phase,
        CancellationToken cancellationToken
    )
    {
        if (heard.Stretches is null)
        {
            _context.Recorder.Degrade(
                $"nobody could listen to '{Path.GetFileName(sound.Sound.Range.Path)}'",
                "its sound cannot be read.",
                "It has no captions."
            );
        }

        double seconds = timeline.Rate.SecondsAt(sound.Shot.Record.Length),
            origin = timeline.Rate.SecondsAt(sound.Shot.Record.Start);
        SpeechStretch[] within =
        [
            .. (heard.Stretches ?? [])
                .Select(s => s with { Start = Math.Max(0, s.Start - sound.Lead), End = Math.Min(seconds, s.End - sound.Lead) })
                .Where(s => s.End > s.Start),
        ];
        SpeechWriter writer = new(_context, _transcriber);
        List<SpokenLine> lines = [];
        foreach ((double start, double end) in SpeechWriter.Pieces(within, seconds, _transcriber.MostSeconds))
        {
            SoundRange range = sound.Sound.Range with { Start = sound.Shot.In.Seconds + start, Seconds = end - start };
            IReadOnlyList<SpokenLine>? written = await writer
                .WriteDownAsync(sound.Sound with { Range = range }, cancellationToken)
                .ConfigureAwait(false);
            lines.AddRange((written ?? []).Select(l => l.Later(origin + start)));
            phase.Count((long)Math.Round(end - start), 0);
        }

        return SpokenCues.Of(lines);
    }
}
