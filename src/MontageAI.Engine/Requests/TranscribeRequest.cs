using MontageAI.Detection;
using MontageAI.Editing.Captions;
using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Engine.Listening;
using MontageAI.Engine.Outputs;
using MontageAI.Engine.Reporting;
using MontageAI.Errors;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.Media;
using MontageAI.Results;
using MontageAI.Storage.Files;

namespace MontageAI.Engine.Requests;

/// <summary>Writes down what is said in files: spoken stretches are found first, and nothing else is listened to.</summary>
/// <param name="Inputs">Files with sound.</param>
public sealed record TranscribeRequest(IReadOnlyList<string> Inputs) : JobRequest<TranscribeOutcome>
{
    // A stretch that goes on at the end of a part is heard with the next part.
    private const double PartSeconds = 600;

    /// <summary>SRT (.srt) or WebVTT (.vtt) to write, for one file alone; null writes none.</summary>
    public string? Output { get; init; }

    /// <summary>A Whisper model of one's own in GGML's format; null takes the best of those that were added.</summary>
    public string? Model { get; init; }

    /// <summary>How speech is found.</summary>
    public SpeechMethod Speech { get; init; }

    /// <summary>Whether an existing output may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <inheritdoc/>
    public override string Kind => "transcribe";

    /// <inheritdoc/>
    protected internal override async Task<TranscribeOutcome> RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        OutputGuard guard = new OutputGuard(Overwrite).Inputs("a file to listen to", () => Inputs).Input("the model", Model);
        if (Output is { } output)
        {
            guard.File(Path.GetFullPath(output), Field.Output, [".srt", ".vtt"]);
            if (Inputs.Count != 1)
            {
                throw new ConfigurationException(
                    ErrorCode.Conflict,
                    $"is one file, for what is said in one; {Inputs.Count} were given. Name them one by one.",
                    Field.Output
                );
            }
        }

        guard.Check();
        using ITranscriber transcriber = CaptionModel.Open(context, Model);
        SpeechListener listener = new(context, Speech);
        List<TranscribedFile> files = [];
        foreach (string input in Inputs)
        {
            try
            {
                files.Add(await ListenAsync(context, listener, transcriber, input, cancellationToken).ConfigureAwait(false));
            }
            catch (MediaException e) when (Inputs.Count > 1)
            {
                context.Recorder.PutAside(e.Path, e.Reason, e.Remedy);
            }
        }

        if (Output is { } file && files is [var only])
        {
            await AtomicFile
                .WriteTextAsync(Path.GetFullPath(file), SubtitleWriter.For(file, only.Cues), Overwrite, cancellationToken)
                .ConfigureAwait(false);
        }

        return new TranscribeOutcome(files, context.Recorder.SetAside, context.Recorder.Degradations);
    }

    private static async Task<TranscribedFile> ListenAsync(
        JobContext context,
        SpeechListener listener,
        ITranscriber transcriber,
        string input,
        CancellationToken cancellationToken
    )
    {
        (SourceFile file, MediaInfo info) = await new FileIntake(context).TakeInAsync(input, cancellationToken).ConfigureAwait(false);
        if (info.MainAudio is not { } audio)
        {
            throw new MediaException(ErrorCode.NoSound, file.Path, "has no sound, so nobody speaks in it.", "Give a file with sound.");
        }

        double end =
            info.DurationSeconds
            ?? audio.DurationSeconds
            ?? throw new MediaException(
                ErrorCode.MediaUnreadable,
                file.Path,
                "does not say how long it is.",
                "Convert it to another container, for example with 'ffmpeg -i FILE -c copy OTHER.mkv'."
            );
        // Ranges are named on the file's own clock, captions on that of whoever plays it.
        double zero = info.StartSeconds ?? 0;
        List<SpeechStretch> stretches = [];
        using (RunRecorder.Phase phase = context.Recorder.Begin("listen for speech", "seconds of sound"))
        {
            for (double at = 0; at < end; )
            {
                double seconds = Math.Min(PartSeconds, end - at);
                SoundToHear part = new(new SoundRange(file.Path, zero + at, seconds), file.Fingerprint);
                HeardSpeech heard = (await listener.HearAsync([part], phase, cancellationToken).ConfigureAwait(false))[0];
                if (heard.Stretches is not { } found)
                {
                    throw new MediaException(
                        ErrorCode.MediaUnreadable,
                        file.Path,
                        "its sound cannot be decoded.",
                        "Check that the file plays, or convert it to WAV or FLAC."
                    );
                }

                double next = at + seconds;
                bool goesOn = next < end && found.Count > 0 && found[^1].End > seconds - 0.5 && found[^1].Start > 0;
                double origin = at;
                stretches.AddRange(
                    found.Take(found.Count - (goesOn ? 1 : 0)).Select(s => s with { Start = origin + s.Start, End = origin + s.End })
                );
                at = goesOn ? at + found[^1].Start : next;
            }
        }

        List<SpokenLine> lines = [];
        using (RunRecorder.Phase phase = context.Recorder.Begin("write down speech", "seconds of speech"))
        {
            SpeechWriter writer = new(context, transcriber);
            foreach ((double start, double until) in SpeechWriter.Pieces(stretches, end, transcriber.MostSeconds))
            {
                SoundToHear piece = new(new SoundRange(file.Path, zero + start, until - start), file.Fingerprint);
                IReadOnlyList<SpokenLine> written = await writer.WriteDownAsync(piece, cancellationToken).ConfigureAwait(false) ?? [];
                lines.AddRange(written.Select(l => l.Later(start)));
                phase.Count((long)Math.Round(until - start), 0);
            }
        }

        return new TranscribedFile(file.Path, SpokenCues.Of(lines), Math.Round(stretches.Sum(s => s.End - s.Start), 3));
    }
}

/// <summary>What was written down.</summary>
/// <param name="Files">File by file.</param>
/// <param name="SetAside">Files that cannot be listened to.</param>
/// <param name="Degradations">What was done otherwise than asked for.</param>
public sealed record TranscribeOutcome(
    IReadOnlyList<TranscribedFile> Files,
    IReadOnlyList<SetAsideFile> SetAside,
    IReadOnlyList<Degradation> Degradations
);

/// <summary>What is said in a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Cues">The words, in pieces that can be read; times are those of the file.</param>
/// <param name="SpokenSeconds">Seconds in which somebody seems to speak.</param>
public sealed record TranscribedFile(string Path, IReadOnlyList<SubtitleCue> Cues, double SpokenSeconds);
