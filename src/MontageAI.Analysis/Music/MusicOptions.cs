using System.Globalization;
using MontageAI.Errors;

namespace MontageAI.Analysis.Music;

/// <summary>Choices of music analysis that change its result.</summary>
public sealed record MusicOptions
{
    /// <summary>Slowest tempo considered, beats per minute, 30 to 200. A lower bound allows slower pulses and more halving
    /// errors.</summary>
    public double MinBpm { get; init; } = 55;

    /// <summary>Fastest tempo considered, beats per minute, at least 1.5 times <see cref="MinBpm"/>.</summary>
    public double MaxBpm { get; init; } = 215;

    /// <summary>The tempo that the user knows, 30 to 300; beats are then tracked within 3 % of it. Null lets the sound decide.</summary>
    public double? KnownBpm { get; init; }

    /// <summary>
    /// Least confidence for tracked beats to be believed, 0 to 1. Below it onsets, then loudness, give the moments to cut on. 0 believes
    /// every pulse; the default keeps speech, rain and applause from getting beats.
    /// </summary>
    public double MinConfidence { get; init; } = 0.35;

    /// <summary>
    /// Seconds between moments of a steady grid for a track that offers nothing to cut on, greater than 0. Null (default) makes no grid:
    /// the result then has no moments.
    /// </summary>
    public double? SteadyGridSeconds { get; init; }

    /// <summary>Throws with every problem found.</summary>
    /// <exception cref="ConfigurationException">An option is out of its range.</exception>
    internal void Validate()
    {
        List<string> problems = [];
        Check(problems, MinBpm is >= 30 and <= 200, "slowest tempo", MinBpm, "30 to 200 BPM");
        Check(problems, MaxBpm <= 300 && MaxBpm >= 1.5 * MinBpm, "fastest tempo", MaxBpm, "1.5 times the slowest to 300 BPM");
        Check(problems, KnownBpm is null or (>= 30 and <= 300), "tempo", KnownBpm ?? 0, "30 to 300 BPM");
        Check(problems, MinConfidence is >= 0 and <= 1, "least confidence", MinConfidence, "0 to 1");
        Check(problems, SteadyGridSeconds is null or (>= 0.1 and <= 60), "steady grid", SteadyGridSeconds ?? 0, "0.1 to 60 seconds");
        if (problems.Count > 0)
        {
            throw new ConfigurationException(Problem.Of(ErrorCode.Range, problems));
        }
    }

    private static void Check(List<string> problems, bool good, string name, double value, string range)
    {
        if (!good)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"The {name} is {value:0.###}; allowed is {range}."));
        }
    }
}
