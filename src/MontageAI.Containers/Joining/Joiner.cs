using MontageAI.Containers.Mp4;
using MontageAI.Errors;

namespace MontageAI.Containers.Joining;

/// <summary>
/// Joins rendered shots and the sound track into one film without encoding anything again and without starting a process: tables are
/// written anew, bytes of pictures and sound are copied. Every frame lies on its tick of the timeline; the same parts give the same bytes.
/// The film appears whole, under a temporary name first.
/// </summary>
public sealed class Joiner
{
    /// <summary>Joins.</summary>
    /// <param name="request">What to join.</param>
    /// <param name="cancellationToken">Stops it and removes the unfinished file.</param>
    /// <exception cref="MontageException">A part is missing or does not fit the others, the film exists and may not be replaced, or it
    /// cannot be written.</exception>
    public Task<JoinedFilm> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfZero(request.Parts.Count, nameof(request));
        return Task.Run(() => Join(request, cancellationToken), cancellationToken);
    }

    private static JoinedFilm Join(JoinRequest request, CancellationToken cancellationToken)
    {
        string output = Path.GetFullPath(request.OutputPath);
        RefuseExisting(output, request.Overwrite);
        using PartList parts = PartList.Read(request.Parts, cancellationToken);
        using SoundSamples? sound = request.AudioPath is null ? null : SoundSamples.Read(request.AudioPath);
        bool inPlace = request.InPlace;
        string unfinished = inPlace ? output : Path.Combine(Path.GetDirectoryName(output)!, $".{Path.GetRandomFileName()}.part");
        bool whole = false;
        try
        {
            FilmLayout layout = new(parts, sound, request.Rate, request.TrimSound);
            (long size, bool isDirect) = Write(unfinished, request.DirectIo, layout, parts, sound, cancellationToken);
            whole = true;
            if (!inPlace)
            {
                RefuseExisting(output, request.Overwrite);
                File.Move(unfinished, output, request.Overwrite);
            }

            return new JoinedFilm(output, layout.Frames, size, isDirect);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new MontageException(
                ErrorCode.JoinFailed,
                $"'{output}' cannot be joined: the tables of a rendered shot or of the sound are damaged. Render them again.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(ErrorCode.FileUnwritable, $"'{output}' could not be written: {e.Message}", e);
        }
        finally
        {
            if ((!whole || !inPlace) && File.Exists(unfinished))
            {
                File.Delete(unfinished);
            }
        }
    }

    private static void RefuseExisting(string output, bool overwrite)
    {
        if (!overwrite && File.Exists(output))
        {
            throw new MontageException(
                ErrorCode.FileExists,
                $"'{output}' exists already and is not replaced. Choose another name, or {Remedy.AllowReplacing}."
            );
        }
    }

    private static (long Size, bool IsDirect) Write(
        string path,
        bool directIo,
        FilmLayout layout,
        PartList parts,
        SoundSamples? sound,
        CancellationToken cancellationToken
    )
    {
        BoxWriter header = layout.Header(out long size);
        using SampleWriter file = new(path, size, cancellationToken, directIo);
        file.Write(header.Written);
        int part = 0;
        int partStart = 0;
        foreach (Chunk chunk in layout.Chunks)
        {
            for (int i = chunk.First; i < chunk.First + chunk.Count; i++)
            {
                if (!chunk.IsVideo)
                {
                    file.Copy(sound!.Source, sound.Track.Offsets[i], sound.Track.Sizes[i]);
                    continue;
                }

                while (i - partStart >= parts.Parts[part].Count)
                {
                    file.Settle();
                    parts.Parts[part].Source.Dispose();
                    partStart += parts.Parts[part++].Count;
                }

                parts.Parts[part].CopyTo(file, i - partStart, []);
            }
        }

        long written = file.Complete();
        return written == size
            ? (size, file.IsDirect)
            : throw new InvalidOperationException($"{written} bytes were written instead of {size}.");
    }
}
