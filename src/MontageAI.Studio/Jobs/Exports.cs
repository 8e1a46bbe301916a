using System.Globalization;
using MontageAI.Engine.Handoffs;
using MontageAI.Engine.Projects;
using MontageAI.Errors;
using MontageAI.Interchange.Formats;
using MontageAI.Interchange.Sequences;
using MontageAI.Studio.Contracts;

namespace MontageAI.Studio.Jobs;

/// <summary>Documents for editing programs: what may be asked for, and what they are called.</summary>
internal static class Exports
{
    /// <summary>Timecode of the first frame where nobody asks for another.</summary>
    public const string UsualStart = "01:00:00:00";

    private const string All = "all";

    /// <summary>Refuses what cannot be written.</summary>
    /// <exception cref="ApiException">A member is not one of its words.</exception>
    public static void Check(ExportAsk ask)
    {
        if (ask.Format is not (All or Packages.Format) && !HandoffFormats.Names.Contains(ask.Format))
        {
            throw ApiException.Wrong(
                "format",
                $"It must be {All}, {Packages.Format}, or one of {string.Join(", ", HandoffFormats.Names)}."
            );
        }

        if (ask is { Proxies: true, Format: not Packages.Format })
        {
            throw ApiException.Wrong("proxies", $"Only a {Packages.Format} has room for them: ask for that format, or leave it out.");
        }

        Word<TargetProgram>("for", ask.For);
        Word<MarkerChoice>("markers", ask.Markers);
        Word<BakeChoice>("bake", ask.Bake);
    }

    /// <summary>A project's name as that of files.</summary>
    public static string NameOf(MontageProject project) => Path.GetFileNameWithoutExtension(project.Folder);

    /// <summary>A name without ending that no file of the project has yet.</summary>
    public static string StemOf(MontageProject project, int revision)
    {
        string first = string.Create(CultureInfo.InvariantCulture, $"{NameOf(project)} {revision}"),
            stem = first;
        string[] endings = [.. HandoffFormats.Names.Select(n => HandoffFormats.EndingOf(HandoffFormats.Named(n)))];
        for (int n = 2; endings.Any(e => File.Exists(Path.Combine(project.ExportsFolder, stem + e))) || IsPacked(); n++)
        {
            stem = string.Create(CultureInfo.InvariantCulture, $"{first} ({n})");
        }

        return stem;

        bool IsPacked() => Directory.Exists(Packages.FolderOf(project.ExportsFolder, stem));
    }

    /// <summary>The program that is asked for.</summary>
    public static TargetProgram TargetOf(ExportAsk ask) => Word<TargetProgram>("for", ask.For) ?? TargetProgram.Any;

    /// <summary>The markers that are asked for.</summary>
    public static MarkerChoice MarkersOf(ExportAsk ask) => Word<MarkerChoice>("markers", ask.Markers) ?? MarkerChoice.Bars;

    /// <summary>Which shots are to be rendered for the program; null where nothing is said of it.</summary>
    public static BakeChoice? BakeOf(ExportAsk ask) => Word<BakeChoice>("bake", ask.Bake);

    /// <summary>What the engine is asked for.</summary>
    /// <param name="job">The job.</param>
    /// <param name="timeline">The timeline file.</param>
    /// <param name="folder">Folder of the project's exports.</param>
    public static ExportRequest RequestOf(JobRecord job, string timeline, string folder)
    {
        ExportAsk ask = job.Ask.Export ?? new ExportAsk(All);
        return new ExportRequest
        {
            TimelineFile = timeline,
            Format = ask.Format,
            Output =
                ask.Format == All ? folder : Path.Combine(folder, job.Ask.Name + HandoffFormats.EndingOf(HandoffFormats.Named(ask.Format))),
            Target = TargetOf(ask),
            Markers = MarkersOf(ask),
            Bake = BakeOf(ask) ?? BakeChoice.None,
            StartTimecode = ask.StartTimecode ?? UsualStart,
            // A job that is begun once more finds what it left.
            Overwrite = job.Attempts > 1,
        };
    }

    private static T? Word<T>(string member, string? word)
        where T : struct, Enum =>
        word is null ? null
        : Enum.GetNames<T>().FirstOrDefault(n => n.Equals(word, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse<T>(name)
        : throw ApiException.Wrong(member, $"It must be one of {string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()))}.");
}
