using System.Globalization;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Jobs;
using MontageAI.Interchange.Sequences;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Packaging;

/// <summary>Media of a package: files whole, or the stretches of them that are used, and the timeline of these.</summary>
internal sealed class PackageMedia(JobContext context, PackageRequest request)
{
    private readonly FlatNames _names = new();
    private readonly MediaTrim _trim = new(context);

    /// <summary>Writes them.</summary>
    /// <param name="timeline">The timeline, its files where they are.</param>
    /// <param name="there">The package.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<(Timeline Timeline, IReadOnlyList<PackagedMedia> Media)> WriteAsync(
        Timeline timeline,
        string there,
        CancellationToken cancellationToken
    )
    {
        HashSet<string> shown = timeline.Shots.Select(s => s.Source).ToHashSet(StringComparer.Ordinal);
        if (request.Copy == PackageMediaCopy.None)
        {
            IEnumerable<TimelineSource> named = timeline.Sources.Where(s => shown.Contains(s.Id));
            return (timeline, [.. named.Select(s => new PackagedMedia(s.Id, s.Path, null, 0, null, s.StartTimecode, null))]);
        }

        Directory.CreateDirectory(Path.Combine(there, PackageWork.MediaFolder));
        Dictionary<string, IReadOnlyList<UsedRange>> used = UsedRange.Of(timeline, request.Handles);
        HashSet<string> ids = timeline.Sources.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        Dictionary<string, PackedSource> packed = [];
        List<PackagedMedia> media = [];
        foreach (TimelineSource source in timeline.Sources.Where(s => shown.Contains(s.Id)))
        {
            IReadOnlyList<UsedRange> uses =
                request.Copy == PackageMediaCopy.Trim && used.TryGetValue(source.Id, out IReadOnlyList<UsedRange>? ranges) ? ranges : [];
            string[] names = [.. Enumerable.Range(0, Math.Max(1, uses.Count)).Select(_ => _names.Next(Path.GetFileName(source.Path)))],
                paths = [.. names.Select(n => Path.Combine(there, PackageWork.MediaFolder, n))];
            (IReadOnlyList<TrimmedMedia> parts, string? why) =
                uses.Count == 0
                    ? ([], null)
                    : await _trim.TakeAsync(source, uses, Ids(source.Id, uses.Count, ids), paths, cancellationToken).ConfigureAwait(false);
            if (parts.Count == 0)
            {
                await FileCopy.MakeAsync(source.Path, paths[0], cancellationToken).ConfigureAwait(false);
            }

            TrimmedMedia[] inside = [.. parts.Select((p, i) => p with { Source = p.Source with { Path = InPackage(names[i]) } })];
            packed[source.Id] = new PackedSource(source, inside.Length > 0 ? inside : [Whole(source, InPackage(names[0]))]);
            media.AddRange(
                packed[source.Id]
                    .Parts.Select(p => new PackagedMedia(
                        p.Source.Id,
                        source.Path,
                        p.Source.Path,
                        p.FirstFrame,
                        p.Frames,
                        p.Source.StartTimecode,
                        why
                    ))
            );
        }

        return (await WithSongAsync(Moved(timeline, packed), there, cancellationToken).ConfigureAwait(false), media);
    }

    private static TrimmedMedia Whole(TimelineSource source, string path) => new(source with { Path = path }, 0, null);

    private static string InPackage(string name) => $"{PackageWork.MediaFolder}/{name}";

    private static List<string> Ids(string first, int count, HashSet<string> taken)
    {
        List<string> ids = [first];
        for (int i = 2; ids.Count < count; i++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{first}-{i}");
            if (taken.Add(id))
            {
                ids.Add(id);
            }
        }

        return ids;
    }

    // What was considered for a place may lie outside of what was taken.
    private static Timeline Moved(Timeline timeline, Dictionary<string, PackedSource> packed)
    {
        List<TimelineShot> shots = [];
        foreach (TimelineShot shot in timeline.Shots)
        {
            (TimelineSource source, MediaTime at) = packed[shot.Source].At(shot.In, timeline.Rate);
            shots.Add(shot with { Source = source.Id, In = at, Alternatives = [] });
        }

        List<Sentence> sentences = [];
        foreach (Sentence sentence in (timeline.Sound?.Sentences ?? []).Where(s => packed.ContainsKey(s.Source)))
        {
            (TimelineSource source, MediaTime at) = packed[sentence.Source].At(sentence.In, timeline.Rate);
            sentences.Add(sentence with { Source = source.Id, In = at });
        }

        return timeline with
        {
            Sources = [.. timeline.Sources.Where(s => packed.ContainsKey(s.Id)).SelectMany(s => packed[s.Id].Parts.Select(p => p.Source))],
            Shots = shots,
            Sound = timeline.Sound is { } sound ? sound with { Sentences = sentences } : null,
        };
    }

    private async Task<Timeline> WithSongAsync(Timeline timeline, string there, CancellationToken cancellationToken)
    {
        if (timeline.Music is not { } music)
        {
            return timeline;
        }

        string name = _names.Next(Path.GetFileName(music.Path)),
            path = Path.Combine(there, PackageWork.MediaFolder, name);
        await FileCopy.MakeAsync(music.Path, path, cancellationToken).ConfigureAwait(false);
        return timeline with { Music = music with { Path = InPackage(name) } };
    }

    private sealed record PackedSource(TimelineSource Was, IReadOnlyList<TrimmedMedia> Parts)
    {
        /// <summary>The same frame in what was packed: in the last part that begins before it.</summary>
        public (TimelineSource Source, MediaTime Time) At(MediaTime time, FrameRate grid)
        {
            if (Parts[0].Frames is null)
            {
                return (Parts[0].Source, time);
            }

            FrameRate rate = Was.Rate ?? grid;
            long frame = SequenceBuilder.FrameOf(Was, time, rate);
            TrimmedMedia part = Parts.LastOrDefault(p => p.FirstFrame <= frame) ?? Parts[0];
            return (part.Source, SequenceBuilder.TimeOf(part.Source, frame - part.FirstFrame, rate));
        }
    }
}
