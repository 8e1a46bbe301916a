using MontageAI.Engine.Jobs;
using MontageAI.Engine.Planning;
using MontageAI.Engine.Projects;
using MontageAI.Engine.Reporting;
using MontageAI.Studio.Contracts;
using MontageAI.Time;

namespace MontageAI.Studio.Jobs;

/// <summary>
/// From what a project's settings say to what the engine is asked. Here is the policy which files such a request may name: none. Styles
/// and looks are named as the built-in ones are; clips and song are files of the project.
/// </summary>
internal static class PlanRequests
{
    private const double MostSeconds = 4 * 3600;
    private const int MostText = 2000;

    // Those that are offered before all others: they differ most. What they need is measured ahead; the rest is measured when it is wanted.
    private static readonly string[] s_offered = ["dynamic", "calm", "mtv", "documentary", "travel", "cinema_trailer"];

    /// <summary>Says what is wrong with settings.</summary>
    /// <exception cref="ApiException">Something is.</exception>
    public static void Check(ProjectSettings settings)
    {
        if (settings.Style is { } style && StyleCatalogue.Styles(null).All(s => s.Name != style))
        {
            throw ApiException.Wrong("settings.style", "There is no style of that name.", "GET /api/styles lists all.");
        }

        if (settings.Look is { } look && look != "none" && StyleCatalogue.Looks().All(l => l.Name != look))
        {
            throw ApiException.Wrong("settings.look", "There is no look of that name.", "GET /api/looks lists all.");
        }

        if (settings.Seconds is { } seconds && !(seconds is > 0 and <= MostSeconds))
        {
            throw ApiException.Wrong("settings.seconds", "It must be above 0 and at most four hours.");
        }

        if (settings.Aspect is { } aspect && AspectOf(aspect) is null)
        {
            throw ApiException.Wrong("settings.aspect", "It must be a shape such as 16:9, 9:16, 1:1 or 4:5.");
        }

        if (settings.Rate is { } rate && !FrameRate.TryParse(rate, out _))
        {
            throw ApiException.Wrong("settings.rate", "It must be a frame rate such as 25 or 30000/1001.");
        }

        if (settings.ClipSoundDb is { } db && !(db is >= -60 and <= 20))
        {
            throw ApiException.Wrong("settings.clipSoundDb", "It must be -60 to 20 dB.");
        }

        foreach ((string name, string? text) in Texts(settings))
        {
            if (text is { Length: > MostText })
            {
                throw ApiException.Wrong("settings." + name, "It must be at most 2,000 characters.");
            }
        }
    }

    /// <summary>Settings with what is said anew in the place of what was.</summary>
    public static ProjectSettings Over(ProjectSettings before, ProjectSettings? said) =>
        said is null
            ? before
            : new ProjectSettings
            {
                Style = said.Style ?? before.Style,
                Look = said.Look ?? before.Look,
                Prompt = said.Prompt ?? before.Prompt,
                Seconds = said.Seconds ?? before.Seconds,
                Aspect = said.Aspect ?? before.Aspect,
                Rate = said.Rate ?? before.Rate,
                Seed = said.Seed ?? before.Seed,
                ClipSoundDb = said.ClipSoundDb ?? before.ClipSoundDb,
                Title = said.Title ?? before.Title,
                Subtitle = said.Subtitle ?? before.Subtitle,
                EndCard = said.EndCard ?? before.EndCard,
            };

    /// <summary>All styles, those that are offered before all others first.</summary>
    public static IReadOnlyList<(StyleEntry Style, bool IsOffered)> Styles()
    {
        IReadOnlyList<StyleEntry> all = StyleCatalogue.Styles(null);
        return
        [
            .. s_offered.Select(n => (all.First(s => s.Name == n), true)),
            .. all.Where(s => !s_offered.Contains(s.Name)).Select(s => (s, false)),
        ];
    }

    /// <summary>Names of the styles that are offered before all others, but the one of settings.</summary>
    public static IReadOnlyList<string> OtherStyles(ProjectSettings settings) =>
        [.. s_offered.Where(n => n != (settings.Style ?? s_offered[0]))];

    /// <summary>What the engine is asked.</summary>
    public static MontageRequest Of(MontageProject project, ProjectSettings settings, ProjectFiles files)
    {
        Check(settings);
        return files.Clips.Count == 0
            ? throw new ApiException(
                new ApiProblem(
                    StatusCodes.Status409Conflict,
                    project.Document.Footage.Count == 0
                        ? "The project has no footage yet."
                        : "None of the project's footage is where it was, or in a folder that this server may use.",
                    "nothingUsable",
                    "footage",
                    "Add clips, then plan."
                )
            )
            : new MontageRequest
            {
                Clips = files.Clips,
                Music = files.Song,
                Output = Path.Combine(project.ExportsFolder, "preview.mp4"),
                DurationSeconds = settings.Seconds,
                Style = settings.Style ?? "dynamic",
                IsStyleGiven = settings.Style is not null,
                StyleChoice = new StyleChoice { Look = settings.Look },
                Prompt = Given(settings.Prompt),
                Aspect = settings.Aspect is { } aspect ? AspectOf(aspect) : null,
                Rate = settings.Rate is { } rate && FrameRate.TryParse(rate, out FrameRate grid) ? grid : null,
                Seed = settings.Seed ?? 1,
                ClipSoundDb = settings.ClipSoundDb,
                Text = new TextChoice
                {
                    Title = Given(settings.Title),
                    Subtitle = Given(settings.Subtitle),
                    EndCard = Given(settings.EndCard),
                },
                IsPreview = true,
            };
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Rational? AspectOf(string text) =>
        Rational.TryParse(text.Replace(':', '/'), out Rational aspect) && aspect.Value is >= 0.1 and <= 10 ? aspect : null;

    private static IEnumerable<(string Name, string? Text)> Texts(ProjectSettings settings) =>
        [("prompt", settings.Prompt), ("title", settings.Title), ("subtitle", settings.Subtitle), ("endCard", settings.EndCard)];
}
