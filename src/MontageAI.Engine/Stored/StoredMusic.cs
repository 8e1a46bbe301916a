using System.Text.Json;
using MontageAI.Results;

namespace MontageAI.Engine.Stored;

/// <summary>Reads what was heard in a song from the store.</summary>
internal static class StoredMusic
{
    /// <summary>Reads it.</summary>
    public static MusicAnalysis Read(JsonElement of) =>
        new()
        {
            Algorithm = of.Text(nameof(MusicAnalysis.Algorithm)),
            AnalysedStart = of.MaybeDouble(nameof(MusicAnalysis.AnalysedStart)) ?? 0,
            AnalysedEnd = of.Double(nameof(MusicAnalysis.AnalysedEnd)),
            Strategy = (RhythmStrategy)of.Word(nameof(MusicAnalysis.Strategy), typeof(RhythmStrategy)),
            Confidence = of.Double(nameof(MusicAnalysis.Confidence)),
            Reason = of.Text(nameof(MusicAnalysis.Reason)),
            TempoBpm = of.MaybeDouble(nameof(MusicAnalysis.TempoBpm)),
            BeatsPerBar = of.MaybeInt(nameof(MusicAnalysis.BeatsPerBar)),
            Beats = of.List(
                nameof(MusicAnalysis.Beats),
                b => new Beat(b.Double(nameof(Beat.Time)), b.Int(nameof(Beat.BarPosition)), b.Float(nameof(Beat.Strength)))
            ),
            Onsets = of.List(nameof(MusicAnalysis.Onsets), o => o.GetDouble()),
            Energy = of.Object(nameof(MusicAnalysis.Energy), Energy),
            Sections = of.List(nameof(MusicAnalysis.Sections), Section),
            Parts = of.List(
                nameof(MusicAnalysis.Parts),
                p => new MusicPart(p.Double(nameof(MusicPart.Start)), p.Double(nameof(MusicPart.End)))
            ),
            Voices = of.List(
                nameof(MusicAnalysis.Voices),
                v => new SpeechStretch(
                    v.Double(nameof(SpeechStretch.Start)),
                    v.Double(nameof(SpeechStretch.End)),
                    v.Double(nameof(SpeechStretch.Confidence))
                )
            ),
            Alternatives = of.List(
                nameof(MusicAnalysis.Alternatives),
                a => new TempoAlternative(
                    a.Double(nameof(TempoAlternative.Bpm)),
                    a.Double(nameof(TempoAlternative.Score)),
                    a.Flag(nameof(TempoAlternative.OffBeat))
                )
            ),
        };

    private static EnergyProfile Energy(JsonElement of) =>
        new(of.Double(nameof(EnergyProfile.HopSeconds)), of.Floats(nameof(EnergyProfile.Values)));

    private static MusicSection Section(JsonElement of) =>
        new(
            of.Double(nameof(MusicSection.Start)),
            of.Double(nameof(MusicSection.End)),
            (SectionKind)of.Word(nameof(MusicSection.Kind), typeof(SectionKind)),
            of.Float(nameof(MusicSection.Energy))
        );
}
