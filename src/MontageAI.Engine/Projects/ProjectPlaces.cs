using MontageAI.Timelines;

namespace MontageAI.Engine.Projects;

/// <summary>Where the files of a project lie, by content: what was moved keeps its fingerprint, so no plan changes when a folder
/// does.</summary>
internal sealed class ProjectPlaces
{
    private readonly Dictionary<string, HashSet<string>> _places;
    private readonly (string Fingerprint, string Path)? _song;

    /// <summary>Takes the places as a document has them.</summary>
    /// <param name="document">What the project is made from.</param>
    /// <param name="pathOf">Full path of a file of it.</param>
    public ProjectPlaces(ProjectDocument document, Func<ProjectMedia, string> pathOf)
    {
        Of = document;
        _places = document
            .Footage.Where(m => m.Fingerprint is not null)
            .GroupBy(m => m.Fingerprint!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(pathOf).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        _song = document.Song is { Fingerprint: { } print } song ? (print, pathOf(song)) : null;
    }

    /// <summary>The document that they are of.</summary>
    public ProjectDocument Of { get; }

    /// <summary>A plan with its files where they lie now; the same one where nothing was moved.</summary>
    public Timeline Located(Timeline plan)
    {
        bool isThere = plan.Sources.All(s => PlaceOf(s) == s.Path);
        MusicBed? music =
            plan.Music is { } bed && _song is { } song && song.Fingerprint == bed.Fingerprint && song.Path != bed.Path
                ? bed with
                {
                    Path = song.Path,
                }
                : plan.Music;
        return isThere && ReferenceEquals(music, plan.Music)
            ? plan
            : plan with
            {
                Sources = isThere ? plan.Sources : [.. plan.Sources.Select(s => s with { Path = PlaceOf(s) })],
                Music = music,
            };
    }

    private string PlaceOf(TimelineSource source) =>
        _places.TryGetValue(source.Fingerprint, out HashSet<string>? places) && !places.Contains(source.Path)
            ? places.First()
            : source.Path;
}
