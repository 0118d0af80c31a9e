using System.Text.Json;

namespace EdgeFlow.Domain.Documents;

/// <summary>A list.</summary>
/// <param name="parent">What it stands in; null for the document itself.</param>
/// <param name="segment">Its key or index there.</param>
/// <param name="line">Line of the text, 1 and up.</param>
/// <param name="column">Column in the line, 1 and up.</param>
public sealed class ListNode(DocumentNode? parent, string segment, int line, int column)
    : DocumentNode(parent, segment, line, column)
{
    private readonly List<DocumentNode> _items = [];

    /// <summary>Its values, in the order of the text.</summary>
    public IReadOnlyList<DocumentNode> Items => _items;

    /// <inheritdoc/>
    public override string Kind => "a list";

    /// <summary>Adds a value at the end.</summary>
    internal void Add(DocumentNode item) => _items.Add(item);

    /// <inheritdoc/>
    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var item in _items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    }
}
