using MontageAI.Containers.Joining;
using MontageAI.Containers.Mp4;
using MontageAI.Errors;
using MontageAI.FFmpeg.Probing;
using MontageAI.FFmpeg.Processes;
using MontageAI.Media;

namespace MontageAI.Rendering.Cutting;

/// <summary>
/// Takes a piece out of a file, frame-exactly and with as little encoding as can be. On key frames nothing is encoded. Elsewhere, in H.264
/// and HEVC, only the frames before the first key frame and after the last whole row of frames are; everything between is copied, sound
/// too. Frame times are kept as they are, variable ones included. The piece is written in-process; FFmpeg is started once for the frames at
/// the ends, or not at all.
/// </summary>
/// <param name="tools">Where FFmpeg is.</param>
public sealed class SmartCut(FFmpegTools tools)
{
    /// <summary>Cuts.</summary>
    /// <param name="request">What to take.</param>
    /// <param name="cancellationToken">Stops it and removes what was begun.</param>
    /// <exception cref="MontageException">There are no such frames, the file cannot be read, the output exists, or a copy was asked for
    /// that cannot be exact.</exception>
    public async Task<CutResult> CutAsync(CutRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        string output = Path.GetFullPath(request.Output);
        RefuseExisting(output, request.Overwrite);
        string folder = Path.Combine(Path.GetDirectoryName(output)!, $".{Path.GetRandomFileName()}.cut");
        try
        {
            Directory.CreateDirectory(folder);
            List<string> notes = [];
            using CutSource source = await new CutOpener(tools).OpenAsync(request, folder, notes, cancellationToken).ConfigureAwait(false);
            string whole = Path.Combine(folder, "whole");
            CutResult result = await CutAsync(request, source, folder, whole, notes, cancellationToken).ConfigureAwait(false);
            RefuseExisting(output, request.Overwrite);
            File.Move(whole, output, request.Overwrite);
            return result with { Path = output };
        }
        catch (FFmpegException e)
        {
            throw CutFailure.Of(request.Source.Path, folder, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MontageException(ErrorCode.FileUnwritable, $"'{output}' could not be written: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private async Task<CutResult> CutAsync(
        CutRequest request,
        CutSource source,
        string folder,
        string whole,
        List<string> notes,
        CancellationToken cancellationToken
    )
    {
        (int first, int end) = source.Range(request);
        CutPlan plan =
            request.Mode == CutMode.Encode
                ? new CutPlan(first, end, [], end)
                : CutPlan.Make(source.Positions, CutPlan.Keys(source.Track), first, end, key => CanStart(source, key));
        if (request.Mode == CutMode.Copy && !plan.IsCopy)
        {
            throw new MediaException(
                ErrorCode.CutImpossible,
                source.Original.Path,
                CutFailure.NoCopy(source, plan),
                $"Move the cut there, or {Remedy.AllowEncoding}."
            );
        }

        Material? material = plan.IsCopy
            ? new Material(Copied(source, plan), TrackBoxes.Entry(source.Track.SampleEntry, isVideo: true, inBand: false), [])
            : null;
        string method = source.IsEncoded ? "encode" : "copy";
        if (material is null && plan.Samples.Count > 0)
        {
            (material, string? why) = await EndsAsync(source, plan, folder, cancellationToken).ConfigureAwait(false);
            method = "smart cut";
            AddIf(notes, why is not null, $"All frames were encoded: {why}.");
        }
        else if (material is null && request.Mode == CutMode.Smart)
        {
            notes.Add($"All frames were encoded: no key frame from which could be copied lies in the range ({source.Video.Codec}).");
        }

        if (material is null)
        {
            plan = new CutPlan(first, end, [], end);
            method = "encode";
            material = await WholeAsync(source, first, end, folder, cancellationToken).ConfigureAwait(false);
        }

        using (material)
        {
            (CutSound? sound, string? how) = await SoundAsync(source, first, end, folder, notes, cancellationToken).ConfigureAwait(false);
            CutFile file = new()
            {
                Pictures = material.Pictures,
                EndTicks = source.TicksAt(end),
                Track = source.Track,
                SampleEntry = material.SampleEntry,
                Matrix = source.Matrix,
                Sound = sound,
                QuickTime = string.Equals(Path.GetExtension(request.Output), ".mov", StringComparison.OrdinalIgnoreCase),
            };
            long size = await Task.Run(() => file.Write(whole, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (sound is not null && sound.Source != source.Bytes)
            {
                sound.Source.Dispose();
            }

            long start = source.TicksAt(first);
            int copied = source.IsEncoded ? 0 : plan.Samples.Count;
            return new CutResult(
                whole,
                method,
                end - first,
                copied,
                end - first - copied,
                source.Seconds(start),
                source.Seconds(source.TicksAt(end) - start),
                how,
                notes,
                size
            );
        }
    }

    private static bool CanStart(CutSource source, int key) =>
        source.Video.Codec is not ("h264" or "hevc")
        || (CutCodec.HasLongLengths(source.Track) && CutCodec.CanStart(source.Track, CutCodec.SliceType(source.Track, source.Bytes, key)));

    private async Task<(Material? Material, string? Why)> EndsAsync(
        CutSource source,
        CutPlan plan,
        string folder,
        CancellationToken cancellationToken
    )
    {
        bool avc = ParameterSets.IsAvc(source.Track);
        if (source.Video.Codec is not ("h264" or "hevc") || source.Video.IsInterlaced)
        {
            return (
                null,
                source.Video.IsInterlaced
                    ? "interlaced pictures are not joined"
                    : $"{source.Video.Codec} ends are not joined to copied frames"
            );
        }

        string? profile = avc ? CutCodec.Profile(source.Track) : null;
        if (
            avc
                ? profile is null || CutCodec.FreeSetNumber(source.Track) is null
                : source.Video.PixelFormat is not ("yuv420p" or "yuv420p10le")
        )
        {
            return (null, $"the encoder has no pictures like these ({source.Video.PixelFormat})");
        }

        int sets = avc ? CutCodec.FreeSetNumber(source.Track)!.Value : 0;
        List<(int First, int End, string Path)> stretches = [];
        if (plan.Head > 0)
        {
            stretches.Add((plan.First, plan.CopyFirst, Path.Combine(folder, "head.mp4")));
        }

        if (plan.Tail > 0)
        {
            stretches.Add((plan.End - plan.Tail, plan.End, Path.Combine(folder, "tail.mp4")));
        }

        CutEncoder encoder = new(tools, source);
        Mp4Track?[] tracks = await CutRun
            .EncodeAsync("Encoding the ends", stretches, start => encoder.Ends(stretches, profile, sets, start), cancellationToken)
            .ConfigureAwait(false);
        List<CutSample> pictures = [];
        List<SampleSource> files = [];
        byte[] entry = TrackBoxes.Entry(source.Track.SampleEntry, isVideo: true, inBand: !avc);
        List<CutSample> copied = Copied(source, plan);
        Mp4Track? ends = null;
        foreach (((int first, int end, string path), Mp4Track? track) in stretches.Zip(tracks))
        {
            if (
                track?.Count != end - first
                || (ends is not null && !ends.CodecConfiguration.AsSpan().SequenceEqual(track.CodecConfiguration))
            )
            {
                files.ForEach(f => f.Dispose());
                return (null, $"decoding gave {track?.Count ?? 0} of the {end - first} frames at an end");
            }

            ends = track;
            files.Add(new SampleSource(path, "encoded end"));
            List<CutSample> encoded = Encoded(source, track, files[^1], first);
            if (!avc)
            {
                encoded[0] = encoded[0] with { Before = ParameterSets.InBand(track) };
            }

            if (first < plan.CopyFirst)
            {
                byte[] farewell = avc ? [] : CutCodec.Farewell(CutCodec.SliceType(source.Track, source.Bytes, plan.Samples[0]));
                encoded[^1] = encoded[^1] with { After = farewell };
                pictures.AddRange(encoded);
                pictures.AddRange(copied);
            }
            else
            {
                pictures.AddRange(plan.Head == 0 ? copied : []);
                pictures.AddRange(encoded);
            }
        }

        if (avc)
        {
            if (
                CutCodec.Merge(source.Track.CodecConfiguration, ends!.CodecConfiguration) is not { } both
                || ends.CodecConfiguration[1] != source.Track.CodecConfiguration[1]
            )
            {
                files.ForEach(f => f.Dispose());
                return (null, "the encoder's set-up does not go together with the file's");
            }

            entry = CutCodec.Replace(entry, "avcC", both);
        }
        else
        {
            int at = pictures.IndexOf(copied[0]);
            pictures[at] = copied[0] with { Before = ParameterSets.InBand(source.Track) };
        }

        return (new Material(pictures, entry, files), null);
    }

    private async Task<Material> WholeAsync(CutSource source, int first, int end, string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, "all.mp4");
        CutEncoder encoder = new(tools, source);
        Mp4Track?[] tracks = await CutRun
            .EncodeAsync("Encoding the piece", [(first, end, path)], start => encoder.Whole(first, end, path, start), cancellationToken)
            .ConfigureAwait(false);
        Mp4Track track =
            tracks[0]
            ?? throw new MediaException(
                ErrorCode.MediaUnreadable,
                source.Original.Path,
                "no frame of the range could be decoded.",
                "Check that it plays there."
            );
        if (track.Count != end - first)
        {
            throw new MediaException(
                ErrorCode.MediaUnreadable,
                source.Original.Path,
                $"only {track.Count} of {end - first} frames of the range could be decoded.",
                "Check that it plays there, or choose another range."
            );
        }

        SampleSource bytes = new(path, "encoded piece");
        return new Material(
            Encoded(source, track, bytes, first),
            TrackBoxes.Entry(track.SampleEntry, isVideo: true, inBand: false),
            [bytes]
        );
    }

    private async Task<(CutSound? Sound, string? How)> SoundAsync(
        CutSource source,
        int first,
        int end,
        string folder,
        List<string> notes,
        CancellationToken cancellationToken
    )
    {
        if (source.Original.MainAudio is not { } audio)
        {
            AddIf(notes, source.Original.Audio.Count > 0, "The sound was left out: this FFmpeg cannot decode it.");
            return (null, null);
        }

        long from = source.TicksAt(first);
        long to = source.TicksAt(end);
        if (await source.SoundAsync(cancellationToken).ConfigureAwait(false) is { } track)
        {
            CutSound? copied = CutSound.Choose(source.Bytes, track, from, to, source.Track.Timescale);
            return (copied, copied is null ? null : "copy");
        }

        string path = Path.Combine(folder, "sound.mp4");
        await ToolProcess
            .RunAsync(
                "Cutting the sound",
                new CutEncoder(tools, source).Sound(source.Seconds(from), source.Seconds(to), path),
                cancellationToken
            )
            .ConfigureAwait(false);
        notes.Add($"The sound was encoded anew: {audio.Codec} is not copied.");
        Mp4Track? encoded = (await Mp4File.ReadAsync(path, cancellationToken).ConfigureAwait(false)).Audio;
        return encoded is null
            ? (null, null)
            : (CutSound.Choose(new SampleSource(path, "sound"), encoded, 0, to - from, source.Track.Timescale), "encode");
    }

    private static List<CutSample> Copied(CutSource source, CutPlan plan)
    {
        HashSet<int>? keys = CutPlan.Keys(source.Track)?.ToHashSet();
        return
        [
            .. plan.Samples.Select(s => new CutSample(
                source.Bytes,
                source.Track.Offsets[s],
                source.Track.Sizes[s],
                source.Track.PresentationTicks[s],
                keys?.Contains(s) ?? true
            )),
        ];
    }

    // Encoded frames take the moments of the frames that they stand for, in order.
    private static List<CutSample> Encoded(CutSource source, Mp4Track track, SampleSource bytes, int first)
    {
        int[] shown = CutPlan.Positions(track.PresentationTicks) ?? [.. Enumerable.Range(0, track.Count)];
        HashSet<int>? keys = CutPlan.Keys(track)?.ToHashSet();
        return
        [
            .. Enumerable
                .Range(0, track.Count)
                .Select(s => new CutSample(
                    bytes,
                    track.Offsets[s],
                    track.Sizes[s],
                    source.TicksAt(first + shown[s]),
                    keys?.Contains(s) ?? true
                )),
        ];
    }

    private static void AddIf(List<string> notes, bool condition, string note)
    {
        if (condition)
        {
            notes.Add(note);
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

    // Pictures of a piece, how they are decoded, and the files that hold those that were encoded.
    private sealed record Material(IReadOnlyList<CutSample> Pictures, byte[] SampleEntry, IReadOnlyList<SampleSource> Files) : IDisposable
    {
        public void Dispose()
        {
            foreach (SampleSource file in Files)
            {
                file.Dispose();
            }
        }
    }
}
