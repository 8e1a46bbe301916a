using MontageAI.Engine.Intake;
using MontageAI.Engine.Jobs;
using MontageAI.Errors;
using MontageAI.Interchange.Sequences;
using MontageAI.Media;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Handoffs;

/// <summary>Finds the files of a timeline: by content wherever they lie, else the one file of the same name that holds the same frames.
/// What is not found for certain is listed with what there is, and nothing is decided.</summary>
/// <param name="context">The job.</param>
/// <param name="folders">Where files are looked for.</param>
/// <param name="map">Beginnings of paths that stand for others here.</param>
/// <param name="replaces">Whether others that hold the same frames go before files that are where they were.</param>
internal sealed class RelinkWork(JobContext context, IReadOnlyList<string> folders, IReadOnlyList<PathMapping> map, bool replaces)
{
    private readonly FileIntake _files = new(context);
    private readonly string[] _there = [.. MediaFolders.FilesOf(folders)];
    private readonly List<Phrase> _problems = [];
    private readonly Dictionary<string, string[]> _refused = [];
    private Dictionary<string, string>? _byContent;

    /// <summary>Finds all.</summary>
    /// <exception cref="MontageException">Some are not found for certain; all are listed.</exception>
    public async Task<(Timeline Timeline, IReadOnlyList<RelinkedSource> Sources)> RunAsync(
        Timeline timeline,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, Replaced> replaced = [];
        List<RelinkedSource> found = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            if (await FindAsync(source, timeline.Rate, cancellationToken).ConfigureAwait(false) is { } now)
            {
                replaced[source.Id] = new Replaced(source, now);
                bool same = now.Fingerprint == source.Fingerprint;
                found.Add(
                    new RelinkedSource(source.Id, source.Path, now.Path, same ? "content" : "frames")
                    {
                        Refused = _refused.GetValueOrDefault(source.Id),
                    }
                );
            }
        }

        MusicBed? music = timeline.Music;
        if (music is not null)
        {
            if (await ByContentAsync(music.Path, music.Fingerprint, cancellationToken).ConfigureAwait(false) is { } song)
            {
                found.Add(new RelinkedSource("song", music.Path, song, "content"));
                music = music with { Path = song };
            }
            else
            {
                _problems.Add($"the song '{music.Path}' was not found by its content. Give the folder that it lies in as {Field.Media}.");
            }
        }

        return _problems.Count == 0
            ? (Made(timeline, replaced) with { Music = music }, found)
            : throw new MontageException(ErrorCode.SourceChanged, Phrase.Join(Environment.NewLine, _problems));
    }

    private static Timeline Made(Timeline timeline, Dictionary<string, Replaced> replaced)
    {
        Dictionary<string, string> bans = replaced
            .Values.DistinctBy(r => r.Was.Fingerprint)
            .ToDictionary(r => r.Was.Fingerprint, r => r.Now.Fingerprint);
        return timeline with
        {
            Sources = [.. timeline.Sources.Select(s => replaced[s.Id].Now)],
            Bans = [.. timeline.Bans.Select(b => bans.GetValueOrDefault(b, b))],
            Shots =
            [
                .. timeline.Shots.Select(s =>
                    s with
                    {
                        In = replaced[s.Source].Moment(s.In, timeline.Rate),
                        Alternatives = [.. s.Alternatives.Select(a => a with { In = replaced[a.Source].Moment(a.In, timeline.Rate) })],
                    }
                ),
            ],
        };
    }

    private async Task<TimelineSource?> FindAsync(TimelineSource source, FrameRate grid, CancellationToken cancellationToken)
    {
        List<TimelineSource> same = [];
        List<Phrase> others = [];
        if (replaces)
        {
            await CompareAsync(source, grid, Named(source).Except(Places(source.Path)), same, others, cancellationToken)
                .ConfigureAwait(false);
        }

        if (same.Count == 0 && await ByContentAsync(source.Path, source.Fingerprint, cancellationToken).ConfigureAwait(false) is { } path)
        {
            if (others.Count > 0)
            {
                _refused[source.Id] = [.. others.Select(o => o.ToString().Trim())];
            }

            return source with
            {
                Path = path,
                Missing = false,
            };
        }

        if (same.Count == 0)
        {
            others.Clear();
            await CompareAsync(source, grid, Places(source.Path).Concat(Named(source)), same, others, cancellationToken)
                .ConfigureAwait(false);
        }

        if (same.Count == 1)
        {
            TimelineSource now = same[0];
            return now with { CaptureRate = source.CaptureRate, Reel = now.Reel ?? source.Reel, SoundTracks = source.SoundTracks };
        }

        if (others.Count == 0)
        {
            _problems.Add($"'{source.Path}' was not found. Give the folder that it lies in as {Field.Media}.");
        }
        else if (same.Count > 1)
        {
            _problems.Add($"'{source.Path}' may be one of several. Give a folder that holds one of them alone as {Field.Media}:");
        }
        else
        {
            _problems.Add($"'{source.Path}' was not found, and what has its name holds other frames:");
        }

        _problems.AddRange(others);
        return null;
    }

    private IEnumerable<string> Named(TimelineSource source)
    {
        string stem = MediaPaths.StemOf(source.Path);
        return _there.Where(f => string.Equals(MediaPaths.StemOf(f), stem, StringComparison.OrdinalIgnoreCase));
    }

    // Which candidates hold the same frames, and what there is to say of each.
    private async Task CompareAsync(
        TimelineSource source,
        FrameRate grid,
        IEnumerable<string> candidates,
        List<TimelineSource> same,
        List<Phrase> told,
        CancellationToken cancellationToken
    )
    {
        foreach (string candidate in candidates.Distinct(StringComparer.Ordinal))
        {
            try
            {
                (SourceFile file, MediaInfo info) = await _files.TakeInAsync(candidate, cancellationToken).ConfigureAwait(false);
                TimelineSource made = HandoffSources.Of(file, info, source.Id);
                string[] differs = [.. Differences(source, made, grid)];
                if (differs.Length == 0)
                {
                    same.Add(made);
                }

                told.Add($"  '{candidate}': {(differs.Length == 0 ? "holds the same frames" : string.Join("; ", differs))}");
            }
            catch (MediaException e)
            {
                told.Add($"  '{candidate}': {e.Sentence}");
            }
        }
    }

    // Where it was, and where that stands for here.
    private IEnumerable<string> Places(string path)
    {
        string plain = MediaPaths.TryPath(path, out string meant) ? meant : path;
        return new[] { path, plain, MediaPaths.Mapped(plain, map) }
            .Distinct(StringComparer.Ordinal)
            .Where(File.Exists)
            .Select(Path.GetFullPath);
    }

    private async Task<string?> ByContentAsync(string path, string fingerprint, CancellationToken cancellationToken)
    {
        string name = MediaPaths.NameOf(path);
        IEnumerable<string> likely = Places(path)
            .Concat(_there.Where(f => string.Equals(Path.GetFileName(f), name, StringComparison.OrdinalIgnoreCase)));
        foreach (string candidate in likely)
        {
            if (await ContentAsync(candidate, cancellationToken).ConfigureAwait(false) == fingerprint)
            {
                return candidate;
            }
        }

        if (_byContent is null)
        {
            _byContent = [];
            foreach (string file in _there)
            {
                if (await ContentAsync(file, cancellationToken).ConfigureAwait(false) is { } content)
                {
                    _byContent.TryAdd(content, file);
                }
            }
        }

        return _byContent.GetValueOrDefault(fingerprint);
    }

    private async Task<string?> ContentAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await context.Store.Sources.IdentifyAsync(path, cancellationToken).ConfigureAwait(false)).Fingerprint;
        }
        catch (MediaException)
        {
            // Empty, or not to be read: it is no file of a timeline.
            return null;
        }
    }

    private static IEnumerable<string> Differences(TimelineSource was, TimelineSource now, FrameRate grid)
    {
        bool wasStill = was.Still == true,
            isStill = now.Still == true;
        if (wasStill != isStill)
        {
            yield return isStill ? "it is a photograph" : "it is no photograph";
            yield break;
        }

        if (was.HasAudio != now.HasAudio)
        {
            yield return now.HasAudio ? "it has sound" : "it has no sound";
        }
        else if (ChannelsOf(was) is { } before && ChannelsOf(now) is { } after && before != after)
        {
            yield return Text($"it has {after} channels of sound instead of {before}");
        }

        if (wasStill)
        {
            yield break;
        }

        if (was.Rate != now.Rate)
        {
            yield return Text(
                $"it runs at {now.Rate?.ToString() ?? "an unknown rate"} instead of {was.Rate?.ToString() ?? "an unknown one"}"
            );
            yield break;
        }

        FrameRate rate = was.Rate ?? grid;
        long length = SequenceBuilder.FrameOf(now, now.AvailableEnd, rate),
            lengthBefore = SequenceBuilder.FrameOf(was, was.AvailableEnd, rate);
        if (Math.Abs(length - lengthBefore) > 1)
        {
            yield return Text($"it has {length} frames instead of {lengthBefore}");
        }

        (long start, long startBefore) = (StartOf(now, rate), StartOf(was, rate));
        if (Math.Abs(start - startBefore) > 1)
        {
            yield return $"its timecode begins at {now.StartTimecode ?? "none"} instead of {was.StartTimecode ?? "none"}";
        }
    }

    private static long StartOf(TimelineSource source, FrameRate rate) =>
        source.StartTimecode is { } label && Interchange.Timecodes.TimecodeCount.Of(rate, label).TryFrame(label, out long frame, out _)
            ? frame
            : 0;

    private static int? ChannelsOf(TimelineSource source)
    {
        int heard = source.SoundTracks is [int place, ..] ? place : 0;
        return source.Sound is { } tracks && heard < tracks.Count ? tracks[heard].Channels : null;
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private sealed record Replaced(TimelineSource Was, TimelineSource Now)
    {
        /// <summary>The same frame in the file that there is now.</summary>
        public MediaTime Moment(MediaTime time, FrameRate grid)
        {
            if (Was.Fingerprint == Now.Fingerprint)
            {
                return time;
            }

            FrameRate rate = Was.Rate ?? grid;
            return Now.Still == true ? Now.AvailableStart : SequenceBuilder.TimeOf(Now, SequenceBuilder.FrameOf(Was, time, rate), rate);
        }
    }
}
