using System.Globalization;
using MontageAI.FFmpeg.Decoding.Audio;
using MontageAI.FFmpeg.Processes;

namespace MontageAI.Rendering.Audio;

/// <summary>
/// Makes one layer of the clips' own sound, one piece per shot and silence between, as PCM files that follow on each other without a gap.
/// </summary>
/// <param name="tools">FFmpeg.</param>
/// <param name="folder">Where the files go.</param>
/// <param name="name">Start of their names.</param>
/// <param name="codec">How samples are kept.</param>
/// <param name="notes">Gets what the listener should know.</param>
internal sealed class ClipSoundTrack(FFmpegTools tools, string folder, string name, string codec, List<string> notes)
{
    private const int PiecesPerProcess = 12;

    // Long enough to hide the jump between two recordings, too short to be heard as a fade. Chosen by hand.
    private const double FadeSeconds = 0.008;

    /// <summary>Renders all pieces.</summary>
    /// <returns>PCM files in order, together as long as the sound track.</returns>
    public async Task<IReadOnlyList<string>> RenderAsync(IReadOnlyList<SoundPiece> pieces, CancellationToken cancellationToken)
    {
        List<string> files = [];
        foreach (SoundPiece[] batch in pieces.Chunk(PiecesPerProcess))
        {
            string file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}{files.Count}.wav"));
            try
            {
                await RunAsync(batch, file, cancellationToken).ConfigureAwait(false);
            }
            catch (FFmpegException)
            {
                SoundPiece[] sound =
                [
                    .. await Task.WhenAll(batch.Select(p => ProvenAsync(p, file, cancellationToken))).ConfigureAwait(false),
                ];
                await RunAsync(sound, file, cancellationToken).ConfigureAwait(false);
            }

            files.Add(file);
        }

        return files;
    }

    // A piece whose sound cannot be read becomes silence, and the reader is told.
    private async Task<SoundPiece> ProvenAsync(SoundPiece piece, string file, CancellationToken cancellationToken)
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

            return piece.Silenced;
        }
        finally
        {
            File.Delete(trial);
        }
    }

    private Task RunAsync(SoundPiece[] pieces, string file, CancellationToken cancellationToken)
    {
        List<string> arguments = ["-y", "-copyts", "-filter_complex_threads", "1"];
        List<string> chains = [];
        int inputs = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            SoundPiece piece = pieces[i];
            string tail = string.Create(CultureInfo.InvariantCulture, $"atrim=end_sample={piece.Samples},asetpts=N/SR/TB");
            if (piece.Sound is not { } sound)
            {
                chains.Add(string.Create(CultureInfo.InvariantCulture, $"anullsrc=r={AudioGrid.SampleRate}:cl=stereo,{tail}[p{i}]"));
                continue;
            }

            double start = piece.Start;
            List<string> options = ["-vn", "-sn", "-dn"];
            if (start > 1)
            {
                options.AddRange([
                    "-seek_timestamp",
                    "1",
                    "-noaccurate_seek",
                    "-ss",
                    (start - 0.5).ToString("0.000000", CultureInfo.InvariantCulture),
                ]);
            }

            arguments.AddRange(InputFile.Arguments(sound.SourcePath, options));
            // Times become those of the piece; the resampler drops what lies before 0 and fills what is missing with silence.
            chains.Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{SoundPad.Of(inputs, sound.Tracks)}asetpts=PTS-({start:0.000000000})/TB,"
                        + $"aresample={AudioGrid.SampleRate}:async=1:first_pts=0,"
                        + $"aformat=sample_fmts=fltp:channel_layouts=stereo,"
                        + $"apad=whole_len={piece.Samples},{tail},{In(piece)},{Out(piece)}[p{i}]"
                )
            );
            inputs++;
        }

        string joined = string.Concat(
            Enumerable.Range(0, pieces.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"[p{i}]"))
        );
        chains.Add(string.Create(CultureInfo.InvariantCulture, $"{joined}concat=n={pieces.Length}:v=0:a=1[out]"));
        arguments.AddRange(["-filter_complex", string.Join(';', chains), "-map", "[out]", "-c:a", codec, "-f", "wav", InputFile.Url(file)]);
        return ToolProcess.RunAsync("Reading the clips' sound", tools.Command(arguments), cancellationToken);
    }

    private static string In(SoundPiece piece) =>
        piece.FadeIn is { Samples: > 0 } fade
            ? string.Create(CultureInfo.InvariantCulture, $"afade=t=in:ns={fade.Samples}:curve={fade.Curve}")
            : string.Create(CultureInfo.InvariantCulture, $"afade=t=in:d={FadeSeconds}");

    private static string Out(SoundPiece piece) =>
        piece.FadeOut is { Samples: > 0 } fade
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"afade=t=out:ss={piece.Samples - fade.Samples}:ns={fade.Samples}:curve={fade.Curve}"
            )
            : string.Create(
                CultureInfo.InvariantCulture,
                $"afade=t=out:st={Math.Max(0, ((double)piece.Samples / AudioGrid.SampleRate) - FadeSeconds):0.000000}:d={FadeSeconds}"
            );
}
