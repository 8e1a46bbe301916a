using System.Globalization;
using MontageAI.Engine.Reporting;
using MontageAI.Rendering.Decoders;
using MontageAI.Rendering.Encoders;
using MontageAI.Rendering.Requests;

namespace MontageAI.Engine.Encoders;

/// <summary>Collects what a hardware encoder or decoder failed at during a rendering, for the report. Safe for several threads.</summary>
internal sealed class HardwareFailures
{
    private readonly Lock _lock = new();
    private readonly List<EncoderFailure> _failures = [];
    private readonly List<string> _decoderReasons = [];

    /// <summary>Remembers a failure.</summary>
    public void Add(EncoderFailure failure)
    {
        lock (_lock)
        {
            _failures.Add(failure);
        }
    }

    /// <summary>Remembers a failure of the decoder.</summary>
    public void AddDecoder(string reason)
    {
        lock (_lock)
        {
            _decoderReasons.Add(reason);
        }
    }

    /// <summary>Writes what happened into the report: nothing where nothing did.</summary>
    /// <param name="recorder">The run.</param>
    /// <param name="encoder">The hardware.</param>
    /// <param name="decoder">The hardware decoder, or null.</param>
    /// <param name="bySoftware">Shots of this rendering that software encoded in the end.</param>
    public void Record(RunRecorder recorder, VideoEncoder encoder, HardwareDecoder? decoder, int bySoftware)
    {
        lock (_lock)
        {
            if (_decoderReasons.Count > 0)
            {
                recorder.Degrade(
                    $"some shots decoded in software instead of by {decoder?.Label}",
                    string.Join("; ", _decoderReasons.Distinct().Order(StringComparer.Ordinal)) + ".",
                    ""
                );
            }

            if (_failures.Count == 0)
            {
                return;
            }

            string reasons = string.Join(
                "; ",
                _failures
                    .OrderBy(f => f.Index)
                    .GroupBy(f => f.Reason)
                    .Select(g => string.Create(CultureInfo.InvariantCulture, $"shot {g.First().Index + 1}: {g.Key}"))
            );
            string rest = _failures.Exists(f => f.GivenUp) ? " It was not used again in this run." : "";
            recorder.Degrade(
                string.Create(CultureInfo.InvariantCulture, $"{bySoftware} shots encoded in software instead of by {encoder.Label}"),
                $"{reasons}.{rest}",
                "What it had finished was kept, and joins with the others."
            );
        }
    }
}
