using System.Collections;
using System.Xml.Linq;
using MontageAI.Interchange.Sequences;
using MontageAI.Interchange.Xmeml;

namespace MontageAI.Interchange.Tests.Xmeml;

/// <summary>What stands in written xmeml, and what it takes to write it.</summary>
public sealed class XmemlWriterTests
{
    private const int MostLooksPerShot = 60;

    [Fact]
    public void Links_OfAnyExport_NameTheirClipByTrackAndPlace()
    {
        for (uint seed = 0; seed < 20; seed++)
        {
            XElement media = Written(SequenceBuilder.Of(MadeTimelines.Of(30, seed), new SequenceOptions()).Sequence)
                .Descendants("media")
                .First();
            XElement[] links = [.. media.Descendants("link")];
            Assert.NotEmpty(links);
            foreach (XElement link in links)
            {
                XElement track = media
                    .Element(link.Element("mediatype")!.Value)!
                    .Elements("track")
                    .ElementAt(Number(link, "trackindex") - 1);
                XElement clip = track.Elements("clipitem").ElementAt(Number(link, "clipindex") - 1);
                Assert.Equal(link.Element("linkclipref")!.Value, clip.Attribute("id")!.Value);
            }
        }
    }

    /// <summary>Each shot is looked at as often in a long sequence as in a short one.</summary>
    [Theory]
    [InlineData(50)]
    [InlineData(1000)]
    public void Write_OfShots_LooksAtEachAFewTimes(int shots)
    {
        Sequence sequence = SequenceBuilder.Of(MadeTimelines.Of(shots, 3), new SequenceOptions()).Sequence;
        Watched<SequenceClip> clips = new(sequence.Clips);

        Written(sequence with { Clips = clips });

        Assert.InRange(clips.Looks, shots, MostLooksPerShot * shots);
    }

    private static int Number(XElement link, string name) => (int)link.Element(name)!;

    private static XElement Written(Sequence sequence)
    {
        using MemoryStream bytes = new();
        XmemlWriter.Write(sequence, TargetProgram.Any, bytes);
        bytes.Position = 0;
        return XDocument.Load(bytes).Root!;
    }

    // Counts how often something of a list is asked for.
    private sealed class Watched<T>(IReadOnlyList<T> list) : IReadOnlyList<T>
    {
        public long Looks { get; private set; }

        public int Count => list.Count;

        public T this[int index]
        {
            get
            {
                Looks++;
                return list[index];
            }
        }

        public IEnumerator<T> GetEnumerator()
        {
            foreach (T item in list)
            {
                Looks++;
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
