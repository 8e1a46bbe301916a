using System.Globalization;
using System.Text;
using MontageAI.Engine.Jobs;
using MontageAI.Rendering.Captions;
using MontageAI.Time;
using MontageAI.Timelines;

namespace MontageAI.Engine.Rendering;

/// <summary>Scripts of text for the shots of a film. Asks for the machine's fonts when the first text comes, and says what they cannot
/// draw.</summary>
internal sealed class TextScripts(JobContext context)
{
    // Letters that every font of Western text has.
    private const int LastCommon = 0x24F;

    private FontCoverage? _fonts;
    private bool _asked;

    /// <summary>The script of a stretch; null where there is no text.</summary>
    public async Task<string?> ForAsync(Timeline timeline, FrameRange range, CancellationToken cancellationToken)
    {
        if (timeline.Captions is null && timeline.Titles is null)
        {
            return null;
        }

        if (!_asked)
        {
            _asked = true;
            string all = string.Join(
                ' ',
                [
                    .. (timeline.Captions?.Cues ?? []).Select(c => c.Text),
                    .. (timeline.Titles ?? []).SelectMany(t => new[] { t.Text, t.Subtitle ?? "" }),
                ]
            );
            if (timeline.Titles is not null && !ShippedType.IsThere)
            {
                context.Recorder.Degrade(
                    "titles are set in a font of this machine",
                    $"the program was built without {ShippedType.Family}.",
                    "Run eng/ensure-models and build it again."
                );
            }

            if (all.EnumerateRunes().Any(r => r.Value > LastCommon))
            {
                _fonts = await FontCoverage.ReadAsync(context.Settings.SearchPath, cancellationToken).ConfigureAwait(false);
                Say(all);
            }
        }

        return CaptionScript.For(timeline, range, _fonts is { } fonts ? fonts.Readable : null);
    }

    private void Say(string text)
    {
        if (_fonts is null)
        {
            context.Recorder.Degrade(
                "nobody could check whether the fonts here have all letters of the text",
                "there is no fontconfig (fc-list) to ask.",
                "Letters that no font has show as empty boxes."
            );
            return;
        }

        IReadOnlyList<Rune> missing = _fonts.Missing(text);
        if (missing.Count == 0)
        {
            return;
        }

        string some =
            string.Join(' ', missing.Take(12).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r} (U+{r.Value:X4})")))
            + (missing.Count > 12 ? " ..." : "");
        Rune[] coloured = [.. missing.Where(_fonts.IsOnlyColoured)];
        string why =
            coloured.Length == missing.Count
                ? "the fonts here have them as coloured pictures only, which libass cannot draw."
                : "no font here has them" + (coloured.Length > 0 ? ", or as coloured pictures only." : ".");
        context.Recorder.Degrade(
            $"text is burned in without {some}",
            why,
            "Install a font with these letters (for example Noto), or change the text."
        );
    }
}
