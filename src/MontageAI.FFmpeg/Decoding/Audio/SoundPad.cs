using System.Globalization;

namespace MontageAI.FFmpeg.Decoding.Audio;

/// <summary>The beginning of a filter chain that hears one sound track of an input, or several of them together.</summary>
public static class SoundPad
{
    /// <summary>Its text, after which the filters follow.</summary>
    /// <param name="input">Number of the input.</param>
    /// <param name="tracks">Places among the input's sound tracks, from 0; null hears the first. Several are added up as they are, as
    /// players hear game and microphone that were recorded apart.</param>
    public static string Of(int input, IReadOnlyList<int>? tracks)
    {
        IReadOnlyList<int> heard = tracks is { Count: > 0 } ? tracks : [0];
        string pads = string.Concat(heard.Select(t => string.Create(CultureInfo.InvariantCulture, $"[{input}:a:{t}]")));
        return heard.Count == 1
            ? pads
            : string.Create(CultureInfo.InvariantCulture, $"{pads}amix=inputs={heard.Count}:duration=longest:normalize=0,");
    }
}
