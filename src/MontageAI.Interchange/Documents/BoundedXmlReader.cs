using System.Xml;
using MontageAI.Interchange.Edited;

namespace MontageAI.Interchange.Documents;

/// <summary>Reads what another reader reads, but for elements that nobody asks for, and ends where that is deeper or longer than any
/// sequence needs, before it is kept.</summary>
internal sealed class BoundedXmlReader(XmlReader inner, Func<IXmlLineInfo, Exception> fault) : XmlReader, IXmlLineInfo
{
    // Which clips move together: more than half of the elements that xmeml has.
    private const string Unread = "link";

    private int _nodes;

    public override int AttributeCount => inner.AttributeCount;

    public override string BaseURI => inner.BaseURI;

    public override int Depth => inner.Depth;

    public override bool EOF => inner.EOF;

    public override bool IsEmptyElement => inner.IsEmptyElement;

    public override string LocalName => inner.LocalName;

    public override string NamespaceURI => inner.NamespaceURI;

    public override XmlNameTable NameTable => inner.NameTable;

    public override XmlNodeType NodeType => inner.NodeType;

    public override string Prefix => inner.Prefix;

    public override ReadState ReadState => inner.ReadState;

    public override string Value => inner.Value;

    public int LineNumber => ((IXmlLineInfo)inner).LineNumber;

    public int LinePosition => ((IXmlLineInfo)inner).LinePosition;

    // Lines are said of elements alone; a tree that keeps them for texts, too, is twice as large.
    public bool HasLineInfo() => inner.NodeType == XmlNodeType.Element && ((IXmlLineInfo)inner).HasLineInfo();

    public override bool Read()
    {
        bool more = Next();
        while (more && inner is { NodeType: XmlNodeType.Element, LocalName: Unread, Depth: > 0 })
        {
            more = Past();
        }

        return more;
    }

    // To what comes after an element.
    private bool Past()
    {
        int depth = inner.Depth;
        bool more = inner.IsEmptyElement || Next();
        while (more && inner.Depth > depth)
        {
            more = Next();
        }

        return more && Next();
    }

    private bool Next()
    {
        bool more = inner.Read();
        return !more || (inner.Depth <= Bounds.MostDepth && ++_nodes <= 50 * Bounds.MostItems) ? more : throw fault(this);
    }

    public override string GetAttribute(int i) => inner.GetAttribute(i);

    public override string? GetAttribute(string name) => inner.GetAttribute(name);

    public override string? GetAttribute(string name, string? namespaceURI) => inner.GetAttribute(name, namespaceURI);

    public override string? LookupNamespace(string prefix) => inner.LookupNamespace(prefix);

    public override bool MoveToAttribute(string name) => inner.MoveToAttribute(name);

    public override bool MoveToAttribute(string name, string? ns) => inner.MoveToAttribute(name, ns);

    public override bool MoveToElement() => inner.MoveToElement();

    public override bool MoveToFirstAttribute() => inner.MoveToFirstAttribute();

    public override bool MoveToNextAttribute() => inner.MoveToNextAttribute();

    public override bool ReadAttributeValue() => inner.ReadAttributeValue();

    public override void ResolveEntity() => inner.ResolveEntity();

    protected override void Dispose(bool disposing)
    {
        inner.Dispose();
        base.Dispose(disposing);
    }
}
