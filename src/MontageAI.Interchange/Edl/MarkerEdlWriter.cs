using System.Globalization;
using System.Text;
using MontageAI.Interchange.Sequences;

namespace MontageAI.Interchange.Edl;

/// <summary>Writes markers as a list of one-frame events, as Resolve imports them onto a timeline: by record timecode alone, so the
/// timeline
/// must begin where the sequence does.</summary>
internal static class MarkerEdlWriter
{
    /// <summary>Writes them.</summary>
    public static void Write(Sequence sequence, Stream to)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"TITLE: {EdlText.Ascii(sequence.Name)}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"FCM: {(sequence.Count.IsDrop ? "DROP FRAME" : "NON-DROP FRAME")}\r\n\r\n");
        int number = 0;
        foreach (SequenceMarker marker in sequence.Markers)
        {
            string at = sequence.Count.Label(sequence.Start + marker.Frame),
                after = sequence.Count.Label(sequence.Start + marker.Frame + 1),
                name = EdlText.Ascii(marker.Comment.Length > 0 ? $"{marker.Name}: {marker.Comment}" : marker.Name).Replace('|', '/');
            string colour = MarkerColours.Of(marker.Kind);
            colour = colour[..1] + colour[1..].ToLowerInvariant();
            // Three digits where they suffice; Resolve goes by the order.
            text.Append(CultureInfo.InvariantCulture, $"{++number:000}  001      V     C        {at} {after} {at} {after}\r\n");
            text.Append(CultureInfo.InvariantCulture, $" |C:ResolveColor{colour} |M:{name} |D:1\r\n\r\n");
        }

        to.Write(Encoding.ASCII.GetBytes(text.ToString()));
    }
}
