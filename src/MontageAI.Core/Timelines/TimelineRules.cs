using MontageAI.Time;

namespace MontageAI.Timelines;

/// <summary>The rules that every timeline keeps, whoever wrote it.</summary>
public static class TimelineRules
{
    /// <summary>Finds everything that is wrong with a timeline.</summary>
    /// <returns>One sentence per problem; empty when the timeline is sound.</returns>
    public static IReadOnlyList<string> Check(Timeline timeline)
    {
        List<string> problems = [];
        if (timeline.Version is < 1 or > Timeline.SchemaVersion)
        {
            problems.Add(
                $"version {timeline.Version} is not known to this build, which reads up to {Timeline.SchemaVersion}; update Montage AI."
            );
        }

        if (timeline.Shots.Count == 0)
        {
            problems.Add("it has no shots.");
        }

        HashSet<string> ids = [];
        foreach (TimelineSource source in timeline.Sources)
        {
            if (!ids.Add(source.Id))
            {
                problems.Add($"source id '{source.Id}' is used twice.");
            }
        }

        HashSet<string> names = [];
        long expected = 0;
        for (int i = 0; i < timeline.Shots.Count; i++)
        {
            TimelineShot shot = timeline.Shots[i];
            if (shot.Record.Start != expected)
            {
                problems.Add($"shot {i} starts at frame {shot.Record.Start}, but the one before it ends at frame {expected}.");
            }

            if (shot.Id.Length > 0 && !names.Add(shot.Id))
            {
                problems.Add($"shot id '{shot.Id}' is used twice.");
            }

            if (shot.Record.Length <= 0)
            {
                problems.Add($"shot {i} has no frames ({shot.Record.Start} to {shot.Record.End}).");
            }

            if (!ids.Contains(shot.Source))
            {
                problems.Add($"shot {i} uses source '{shot.Source}', which is not listed.");
            }

            if (shot.Speed <= new Rational(0))
            {
                problems.Add($"shot {i} has speed {shot.Speed}; it must be above 0.");
            }

            if (shot.In.TimeBase <= new Rational(0))
            {
                problems.Add($"shot {i} has time base {shot.In.TimeBase}; it must be above 0.");
            }

            problems.AddRange(EffectRules.Check(timeline, i));
            expected = shot.Record.End;
        }

        if (timeline.Shots.Count > 0 && expected != timeline.Frames)
        {
            problems.Add($"the shots end at frame {expected}, but the timeline says it has {timeline.Frames}.");
        }

        problems.AddRange(EffectRules.Check(timeline));
        return problems;
    }
}
