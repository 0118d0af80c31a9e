using System.Text.Json;

namespace EdgeFlow.Domain.Documents;

/// <summary>An object: its keys are unique and keep the order of the text.</summary>
/// <param name="parent">What it stands in; null for the document itself.</param>
/// <param name="segment">Its key or index there.</param>
/// <param name="line">Line of the text, 1 and up.</param>
/// <param name="column">Column in the line, 1 and up.</param>
public sealed class MapNode(DocumentNode? parent, string segment, int line, int column)
    : DocumentNode(parent, segment, line, column)
{
    private readonly Dictionary<string, DocumentNode> _values = new(StringComparer.Ordinal);
    private readonly List<string> _keys = [];

    /// <summary>Its keys, in the order of the text.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <inheritdoc/>
    public override string Kind => "an object";

    /// <summary>The value of a key that is there.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="KeyNotFoundException">It is not there.</exception>
    public DocumentNode this[string key] => _values[key];

    /// <summary>The value of a key; null when it is absent.</summary>
    /// <param name="key">The key.</param>
    public DocumentNode? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>Writes a text, number, truth value or null in, unless the key is there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value, as it would stand in a document.</param>
    /// <param name="isText">Whether it is a text whatever it looks like.</param>
    public void Default(string key, string value, bool isText = false) =>
        TryAdd(key, new ScalarNode(this, key, Line, Column, value, isText));

    /// <summary>Writes an empty list in, unless the key is there.</summary>
    /// <param name="key">The key.</param>
    public void DefaultList(string key) => TryAdd(key, new ListNode(this, key, Line, Column));

    /// <summary>Writes an empty object in, unless the key is there.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What stands at the key; null when that is no object.</returns>
    public MapNode? DefaultMap(string key)
    {
        TryAdd(key, new MapNode(this, key, Line, Column));
        return Find(key) as MapNode;
    }

    /// <summary>Gathers all values but one in an object of their own. Errors in them are told where they were
    /// written, and what they lack where this object stands.</summary>
    /// <param name="key">The key of the new object, which must not be there.</param>
    /// <param name="but">The key whose value stays.</param>
    public void Gather(string key, string but)
    {
        var gathered = new MapNode(Parent, Segment, Line, Column);
        foreach (var other in _keys.Where(k => k != but))
        {
            gathered.TryAdd(other, _values[other]);
            _values.Remove(other);
        }

        _keys.RemoveAll(k => k != but);
        TryAdd(key, gathered);
    }

    /// <summary>Takes a key away, if it is there.</summary>
    /// <param name="key">The key.</param>
    public void Remove(string key)
    {
        _values.Remove(key);
        _keys.Remove(key);
    }

    /// <summary>Adds a value; false when the key is there already.</summary>
    internal bool TryAdd(string key, DocumentNode value)
    {
        if (!_values.TryAdd(key, value))
        {
            return false;
        }

        _keys.Add(key);
        return true;
    }

    /// <inheritdoc/>
    internal override void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var key in _keys)
        {
            writer.WritePropertyName(key);
            _values[key].WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
