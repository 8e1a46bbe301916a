using System.Globalization;
using MontageAI.FFmpeg.Processes;
using MontageAI.Time;

namespace MontageAI.FFmpeg.Rendering.Audio;

/// <summary>
/// Makes the clips' own sound, one piece per shot and silence between, as PCM files that follow on each other without a gap.
/// </summary>
internal sealed class ClipSoundTrack(FFmpegTools tools, AudioBedRequest request, string folder, List<string> notes)
{
    private const int PiecesPerProcess = 12;

    // Long enough to hide the jump between two recordings, too short to be heard as a fade. Chosen by hand.
    private const double FadeSeconds = 0.008;

    /// <summary>Renders all pieces.</summary>
    /// <returns>PCM files in order, together as long as the sound track.</returns>
    public async Task<IReadOnlyList<string>> RenderAsync(CancellationToken cancellationToken)
    {
        List<Piece> pieces = Pieces();
        List<string> files = [];
        foreach (Piece[] batch in pieces.Chunk(PiecesPerProcess))
        {
            string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"clips{files.Count}.wav"));
            try
            {
                await RunAsync(batch, file, cancellationToken).ConfigureAwait(false);
            }
            catch (FFmpegException)
            {
                Piece[] sound = [.. await Task.WhenAll(batch.Select(p => ProvenAsync(p, file, cancellationToken))).ConfigureAwait(false)];
                await RunAsync(sound, file, cancellationToken).ConfigureAwait(false);
            }

            files.Add(file);
        }

        return files;
    }

    private List<Piece> Pieces()
    {
        List<Piece> pieces = [];
        long at = 0;
        foreach (ClipSound sound in request.ClipSounds)
        {
            if (sound.Record.Start > at)
            {
                pieces.Add(Silence(at, sound.Record.Start));
            }

            bool natural = sound.Speed == new Rational(1);
            if (!natural)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"The sound of the shot at frame {sound.Record.Start} is left out, since the shot is not at natural speed."));
            }

            pieces.Add(natural ? Silence(sound.Record.Start, sound.Record.End) with { Sound = sound } : Silence(sound.Record.Start, sound.Record.End));
            at = sound.Record.End;
        }

        if (at < request.Frames)
        {
            pieces.Add(Silence(at, request.Frames));
        }

        return pieces;
    }

    private Piece Silence(long from, long to) => new(null, AudioGrid.SampleAt(to, request.Rate) - AudioGrid.SampleAt(from, request.Rate));

    // A piece whose sound cannot be read becomes silence, and the reader is told.
    private async Task<Piece> ProvenAsync(Piece piece, string file, CancellationToken cancellationToken)
    {
        if (piece.Sound is null)
        {
            return piece;
        }

        string trial = string.Create(CultureInfo.InvariantCulture, $"{file}.{piece.Sound.Record.Start}.wav");
        try
        {
            await RunAsync([piece], trial, cancellationToken).ConfigureAwait(false);
            return piece;
        }
        catch (FFmpegException e)
        {
            lock (notes)
            {
                notes.Add($"The sound of '{piece.Sound.SourcePath}' could not be read and is left out: {e.Message}");
            }

            return piece with { Sound = null };
        }
        finally
        {
            File.Delete(trial);
        }
    }

    private Task RunAsync(Piece[] pieces, string file, CancellationToken cancellationToken)
    {
        List<string> arguments = ["-y", "-copyts", "-filter_complex_threads", "1"];
        List<string> chains = [];
        int inputs = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            Piece piece = pieces[i];
            string tail = string.Create(CultureInfo.InvariantCulture, $"atrim=end_sample={piece.Samples},asetpts=N/SR/TB");
            if (piece.Sound is not { } sound)
            {
                chains.Add(string.Create(CultureInfo.InvariantCulture, $"anullsrc=r={AudioGrid.SampleRate}:cl=stereo,{tail}[p{i}]"));
                continue;
            }

            double start = sound.In.Seconds;
            double length = (double)piece.Samples / AudioGrid.SampleRate;
            List<string> options = ["-vn", "-sn", "-dn"];
            if (start > 1)
            {
                options.AddRange(["-seek_timestamp", "1", "-noaccurate_seek", "-ss", (start - 0.5).ToString("0.000000", CultureInfo.InvariantCulture)]);
            }

            arguments.AddRange(InputFile.Arguments(sound.SourcePath, options));
            // Times become those of the piece; the resampler drops what lies before 0 and fills what is missing with silence.
            chains.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"[{inputs}:a:0]asetpts=PTS-({start:0.000000000})/TB,aresample={AudioGrid.SampleRate}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo,"
                + $"apad=whole_len={piece.Samples},{tail},afade=t=in:d={FadeSeconds},afade=t=out:st={Math.Max(0, length - FadeSeconds):0.000000}:d={FadeSeconds}[p{i}]"));
            inputs++;
        }

        string joined = string.Concat(Enumerable.Range(0, pieces.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"[p{i}]")));
        chains.Add(string.Create(CultureInfo.InvariantCulture, $"{joined}concat=n={pieces.Length}:v=0:a=1[out]"));
        arguments.AddRange(["-filter_complex", string.Join(';', chains), "-map", "[out]", "-c:a", "pcm_s16le", "-f", "wav", InputFile.Url(file)]);
        return ToolProcess.RunAsync("Reading the clips' sound", tools.Command(arguments), cancellationToken);
    }

    private sealed record Piece(ClipSound? Sound, long Samples);
}
