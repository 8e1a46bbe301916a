using MontageAI.Cli.Output;
using MontageAI.Engine.Projects;

namespace MontageAI.Cli.Commands;

/// <summary>Projects of the studio, where a timeline may be named.</summary>
internal static class ProjectPaths
{
    /// <summary>The timeline's file: of a project that of the plan which is shown, any other name as it is.</summary>
    /// <param name="path">What was named.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The file, and the folder in which its clips are looked for, too.</returns>
    public static async Task<(string Timeline, string? Folder)> ResolveAsync(string path, CancellationToken cancellationToken)
    {
        if (!ProjectFile.IsAt(path))
        {
            return (path, null);
        }

        using MontageProject project = MontageProject.Open(path, TimeProvider.System);
        string file = await project.HeadFileAsync(cancellationToken).ConfigureAwait(false);
        return (file, project.Folder);
    }

    /// <summary>Changes the plan that a project shows.</summary>
    /// <returns>An exit code.</returns>
    public static async Task<int> EditAsync(string path, IReadOnlyList<string> changes, bool json, CancellationToken cancellationToken)
    {
        using MontageProject project = MontageProject.Open(path, TimeProvider.System);
        ProjectEdit edit = await project.EditAsync(changes, expected: null, label: null, cancellationToken).ConfigureAwait(false);
        await project.SettleAsync(cancellationToken).ConfigureAwait(false);
        int changed = edit.Changed;
        if (json)
        {
            string folder = System.Text.Json.JsonSerializer.Serialize(project.Folder, CliJson.Default.String);
            Console.Out.WriteLine(
                InvariantText.Of(
                    $$"""{"project":{{folder}},"revision":{{edit.Number}},"shots":{{edit.After.Shots.Count}},"changed":{{changed}}}"""
                )
            );
        }
        else
        {
            Console.Out.WriteLine(
                InvariantText.Of($"{path}: revision {edit.Number}, {changed} of {edit.After.Shots.Count} shots changed.")
            );
        }

        return ExitCode.Done;
    }
}
