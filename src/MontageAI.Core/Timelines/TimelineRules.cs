using System.Globalization;

namespace MontageAI.Timelines;

/// <summary>The rules that every timeline keeps, whoever wrote it.</summary>
public static class TimelineRules
{
    /// <summary>Problems that are told at most.</summary>
    internal const int MostProblems = 20;

    /// <summary>Finds everything that is wrong with a timeline.</summary>
    /// <returns>One sentence per problem; empty when the timeline is sound.</returns>
    public static IReadOnlyList<string> Check(Timeline timeline) => [.. Find(timeline).Select(p => p.Text)];

    /// <summary>Finds everything that is wrong with a timeline.</summary>
    /// <returns>The field as a path in the document, and a sentence for each problem.</returns>
    internal static IReadOnlyList<(string Path, string Text)> Find(Timeline timeline)
    {
        List<(string, string)> problems = [];
        void Tell(string path, string text) => problems.Add((path, text));
        if (timeline.Version is < 1 or > Timeline.SchemaVersion)
        {
            Tell(
                "version",
                $"version {timeline.Version} is not known to this build, which reads up to {Timeline.SchemaVersion}; update Montage AI."
            );
        }

        if (timeline.Shots.Count == 0)
        {
            Tell("shots", "it has no shots.");
        }

        HashSet<string> ids = [];
        for (int i = 0; i < timeline.Sources.Count; i++)
        {
            if (!ids.Add(timeline.Sources[i].Id))
            {
                Tell(Item("sources", i), $"source id '{timeline.Sources[i].Id}' is used twice.");
            }
        }

        HashSet<string> names = [];
        long expected = 0;
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            TimelineShot shot = timeline.Shots[i];
            string place = Item("shots", i);
            if (shot.Record.Start != expected)
            {
                Tell(place, $"shot {i + 1} starts at frame {shot.Record.Start}, but the one before it ends at frame {expected}.");
            }

            if (shot.Id.Length > 0 && !names.Add(shot.Id))
            {
                Tell(place, $"shot id '{shot.Id}' is used twice.");
            }

            if (shot.Record.End <= shot.Record.Start)
            {
                Tell(place, $"shot {i + 1} has no frames ({shot.Record.Start} to {shot.Record.End}).");
            }

            if (!ids.Contains(shot.Source))
            {
                Tell(place, $"shot {i + 1} uses source '{shot.Source}', which is not listed.");
            }

            foreach (string problem in EffectRules.Check(timeline, i))
            {
                Tell(place, problem);
            }

            expected = shot.Record.End;
        }

        if (timeline.Shots.Count > 0 && expected != timeline.Frames)
        {
            Tell("frames", $"the shots end at frame {expected}, but the timeline says it has {timeline.Frames}.");
        }

        problems.AddRange(RangeRules.Find(timeline));
        problems.AddRange(EffectRules.Check(timeline).Select(p => ("", p)));
        return problems;
    }

    /// <summary>The path of an item of a list.</summary>
    internal static string Item(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
